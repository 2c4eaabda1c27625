package vaelab.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The order in which an epoch visits the data: a uniform random permutation, cut into minibatches.
 *
 * <p>The permutation is a function of seed and epoch alone. A run that resumes at epoch 7 therefore
 * visits the data as the uninterrupted run would have, without any stored random state.
 *
 * <p>The shuffle is Fisher and Yates', in which all n! orders are equally likely. (The sampler that
 * Deep Java Library brings draws from the cyclic permutations only: no point ever keeps its place.)
 *
 * <p>The last batch holds what is left. If that is a single point it joins the batch before it,
 * since networks with batch normalisation have no variance to divide by in a batch of one.
 */
public final class Minibatches {

  private final int points;
  private final int batchSize;
  private final long seed;

  /**
   * Describes the minibatches of a data set.
   *
   * @param points number of data points, at least 2
   * @param batchSize points a batch, at least 2; larger than {@code points} means one batch
   * @param seed seed of all epochs
   * @throws IllegalArgumentException if a number is below 2
   */
  public Minibatches(int points, int batchSize, long seed) {
    if (points < 2 || batchSize < 2) {
      throw new IllegalArgumentException(
          "Expected at least 2 points in batches of at least 2, found %d in batches of %d; give more data, or larger batches."
              .formatted(points, batchSize));
    }
    this.points = points;
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /** Returns the number of batches, and so of optimiser steps, in each epoch. */
  public int perEpoch() {
    int full = points / batchSize;
    return points % batchSize > 1 ? full + 1 : Math.max(1, full);
  }

  /**
   * Returns the batches of an epoch.
   *
   * @param epoch the epoch; the same number gives the same batches
   * @return {@link #perEpoch()} arrays of indices into the data; every index in [0, points) appears
   *     exactly once in all of them together
   */
  public List<int[]> epoch(int epoch) {
    int[] order = permutation(epoch);
    int count = perEpoch();
    List<int[]> batches = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int end = i == count - 1 ? points : (i + 1) * batchSize;
      batches.add(Arrays.copyOfRange(order, i * batchSize, end));
    }
    return Collections.unmodifiableList(batches);
  }

  /**
   * Returns the order in which an epoch visits the data.
   *
   * @param epoch the epoch
   * @return a permutation of 0 ... points - 1
   */
  public int[] permutation(int epoch) {
    RandomGenerator random = new SplittableRandom(mix(seed, epoch));
    int[] order = IntStream.range(0, points).toArray();
    for (int i = points - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /**
   * One seed from two numbers. Adding them would make epoch 2 of seed 1 equal epoch 1 of seed 2, so
   * the epoch goes through the finaliser of MurmurHash3 first.
   */
  private static long mix(long seed, int epoch) {
    long z = (epoch + 1L) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 33)) * 0xFF51AFD7ED558CCDL;
    z = (z ^ (z >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return seed ^ z ^ (z >>> 33);
  }
}
