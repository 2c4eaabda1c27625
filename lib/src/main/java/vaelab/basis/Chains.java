package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import vaelab.tensor.Workers;

/**
 * Groups of images that Langevin dynamics takes from uniform noise to samples, side by side in one
 * batch: the K sources of a mixture are a group, a sample of the prior is one by itself.
 */
final class Chains {
  /** In place of the level at which a group diverged. */
  static final int FINITE = -1;

  /** Images that go through the network at once; many more would not fit the caches. */
  private static final int BATCH = 64;

  private final AnnealedLangevin langevin;
  private final int images;
  private final int dim;

  /**
   * Describes the chains.
   *
   * @param langevin sampler
   * @param images images a group
   * @param dim D, pixels of an image
   */
  Chains(AnnealedLangevin langevin, int images, int dim) {
    this.langevin = langevin;
    this.images = images;
    this.dim = dim;
  }

  /**
   * How many groups to run side by side: as many as fit one call of the network, in batches of one
   * size, as many at a time as there are cores, so that none waits for a last batch.
   *
   * @param groups number of groups in all
   * @param images images a group
   * @return groups a batch, at least 1
   */
  static int batch(int groups, int images) {
    if (groups < 2) {
      return 1;
    }
    int most = Math.max(1, BATCH / images);
    int together = Workers.together(groups);
    int rounds = ceiling(groups, most * together);
    return ceiling(groups, Math.min(groups, rounds * together));
  }

  private static int ceiling(int count, int parts) {
    return (count + parts - 1) / parts;
  }

  /**
   * Runs all levels, from draws uniform on [0, 1], and clamps the outcome to [0, 1].
   *
   * @param scope owner of what is needed on the way
   * @param generators one for each group
   * @param samples where the images go, group by group; NaN for a group that diverged
   * @param from index of the first value of the first group in there
   * @return for each group {@link #FINITE}, or the noise level at whose end one of its values was
   *     no longer finite
   */
  int[] run(NDManager scope, RandomGenerator[] generators, float[] samples, int from) {
    int size = images * dim;
    float[] values = new float[generators.length * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = generators[i / size].nextFloat();
    }
    int[] diverged = new int[generators.length];
    Arrays.fill(diverged, FINITE);
    NDArray x = scope.create(values, new Shape((long) generators.length * images, dim));
    for (int level = 0; level < langevin.score().levels().count(); level++) {
      langevin.level(x, level, generators);
      values = x.toFloatArray();
      markDiverged(values, level, diverged);
      if (Arrays.stream(diverged).allMatch(at -> at != FINITE)) {
        break;
      }
    }
    for (int i = 0; i < values.length; i++) {
      boolean finite = diverged[i / size] == FINITE;
      samples[from + i] = finite ? Math.min(1, Math.max(0, values[i])) : Float.NaN;
    }
    return diverged;
  }

  private void markDiverged(float[] values, int level, int[] diverged) {
    int size = images * dim;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i]) && diverged[i / size] == FINITE) {
        diverged[i / size] = level;
      }
    }
  }
}
