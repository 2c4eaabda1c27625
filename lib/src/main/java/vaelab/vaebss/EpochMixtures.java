package vaelab.vaebss;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vaelab.train.Minibatches;

/**
 * Which images meet in which mixture: new groups each epoch, without regard to classes.
 *
 * <p>The epoch's permutation of the N images is cut into M rows of P = floor(N / M); mixture p is
 * made of the images of column p, as the release pairs the halves of its batches element by
 * element. No image appears twice in an epoch, and the up to M - 1 left over sit it out. The
 * permutation depends on (seed, epoch) alone.
 */
final class EpochMixtures {
  private final Minibatches images;
  private final Minibatches batches;
  private final int digits;
  private final int mixtures;
  private final int batchSize;

  /**
   * Describes the mixtures of a training.
   *
   * @param images N
   * @param digits M, images a mixture
   * @param batchSize mixtures a batch; a last batch of one joins the one before it
   * @param seed seed of all epochs
   * @throws IllegalArgumentException if there are images for fewer than two mixtures
   */
  EpochMixtures(int images, int digits, int batchSize, long seed) {
    if (images / digits < 2) {
      throw new IllegalArgumentException(
          "Expected images for at least two mixtures of M=%d, found %d images; batch normalisation needs two."
              .formatted(digits, images));
    }
    this.digits = digits;
    this.batchSize = batchSize;
    mixtures = images / digits;
    this.images = new Minibatches(images, 2, seed);
    batches = new Minibatches(mixtures, batchSize, seed);
  }

  /** Batches, and so optimiser steps, an epoch. */
  int perEpoch() {
    return batches.perEpoch();
  }

  /**
   * The batches of an epoch.
   *
   * @param epoch the epoch; the same number gives the same batches
   * @return for each batch M rows of image indices; column b is mixture b of the batch
   */
  List<int[][]> epoch(int epoch) {
    int[] order = images.permutation(epoch);
    List<int[][]> result = new ArrayList<>();
    for (int i = 0; i < perEpoch(); i++) {
      int from = i * batchSize;
      int until = i == perEpoch() - 1 ? mixtures : from + batchSize;
      int[][] rows = new int[digits][];
      for (int m = 0; m < digits; m++) {
        rows[m] = Arrays.copyOfRange(order, m * mixtures + from, m * mixtures + until);
      }
      result.add(rows);
    }
    return result;
  }
}
