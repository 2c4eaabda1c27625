package vaelab.basis;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import vaelab.tensor.Hardware;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;

/** Images that the prior holds for likely: annealed Langevin dynamics without any mixture. */
public final class PriorSampler {
  private final AnnealedLangevin langevin;
  private final long seed;

  /**
   * A sampler.
   *
   * @param score score of images; may be called by several threads
   * @param schedule step sizes
   * @param seed seed of starting points and noise
   */
  public PriorSampler(Score score, LangevinSchedule schedule, long seed) {
    langevin = new AnnealedLangevin(score, schedule);
    this.seed = seed;
  }

  /**
   * Draws images. Image n depends on the seed and n alone.
   *
   * @param count number of images, at least 1
   * @param dim D, pixels of an image
   * @return images in [0, 1], row-major, N x D
   * @throws DivergedException if one became infinite or undefined
   * @throws IllegalArgumentException if the score is one of images of another D
   */
  public float[] sample(int count, int dim) {
    float[] samples = new float[Math.multiplyExact(count, dim)];
    int[] diverged = new int[count];
    int each = Chains.batch(count, 1);
    try (NDManager manager = NDManager.newBaseManager(Hardware.device())) {
      Workers.forEach(
          (count + each - 1) / each,
          i -> {
            int first = i * each;
            RandomGenerator[] generators =
                IntStream.range(first, Math.min(count, first + each))
                    .mapToObj(n -> new NoiseSource(seed).generator(1, n))
                    .toArray(RandomGenerator[]::new);
            try (NDManager scope = manager.newSubManager()) {
              Chains chains = new Chains(langevin, 1, dim);
              int[] levels = chains.run(scope, generators, samples, first * dim);
              System.arraycopy(levels, 0, diverged, first, levels.length);
            }
          });
    }
    int failed = (int) Arrays.stream(diverged).filter(level -> level != Chains.FINITE).count();
    if (failed > 0) {
      throw new DivergedException("samples", failed, count, "take smaller steps");
    }
    return samples;
  }
}
