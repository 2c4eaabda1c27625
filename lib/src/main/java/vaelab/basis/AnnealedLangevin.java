package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import vaelab.tensor.GradMode;

/**
 * Annealed Langevin dynamics (Song and Ermon, 2019, algorithm 1): from the largest noise level to
 * the smallest, T steps each of
 *
 * <pre>
 *   x = x + eta_i s(x, i) + sqrt(2 eta_i) e,  e ~ N(0, I)
 * </pre>
 *
 * <p>eta is half of what Song and Ermon call the step size. At a single level with small eta the
 * points converge to the density whose score s is.
 */
public final class AnnealedLangevin {
  private final Score score;
  private final LangevinSchedule schedule;

  /**
   * A sampler.
   *
   * @param score score at each noise level
   * @param schedule step sizes
   */
  public AnnealedLangevin(Score score, LangevinSchedule schedule) {
    this.score = score;
    this.schedule = schedule;
  }

  /**
   * The score sampled from.
   *
   * @return score and noise levels
   */
  public Score score() {
    return score;
  }

  /**
   * Makes the steps of all levels.
   *
   * @param x starting points, (N, D), float32 or float64; moved in place
   * @param generators sources of noise, each for the next N / {@code generators.length} rows
   * @throws IllegalArgumentException if the rows cannot be dealt out to the generators
   */
  public void run(NDArray x, RandomGenerator... generators) {
    for (int level = 0; level < score.levels().count(); level++) {
      level(x, level, generators);
    }
  }

  /**
   * Makes the steps of one level, for those who look at the points in between.
   *
   * @param x points, (N, D), float32 or float64; moved in place
   * @param level index of the level
   * @param generators sources of noise, each for the next N / {@code generators.length} rows
   * @throws IllegalArgumentException if the rows cannot be dealt out to the generators
   */
  public void level(NDArray x, int level, RandomGenerator... generators) {
    Shape shape = x.getShape();
    if (generators.length == 0 || shape.get(0) % generators.length != 0) {
      throw new IllegalArgumentException(
          "Expected a number of points that %d generators share evenly, found %s."
              .formatted(generators.length, shape));
    }
    double eta = schedule.stepSize(score.levels(), level);
    float[] noise = new float[Math.toIntExact(shape.size())];
    try (GradMode off = GradMode.off()) {
      for (int step = 0; step < schedule.steps(); step++) {
        fill(noise, Math.sqrt(2 * eta), generators);
        try (NDArray drift = score.at(x, level);
            NDArray draws = x.getManager().create(noise, shape);
            NDArray typed = draws.toType(x.getDataType(), false)) {
          x.addi(drift.muli(eta)).addi(typed);
        }
      }
    }
  }

  private static void fill(float[] noise, double deviation, RandomGenerator[] generators) {
    int each = noise.length / generators.length;
    for (int g = 0; g < generators.length; g++) {
      for (int i = g * each; i < (g + 1) * each; i++) {
        noise[i] = (float) (deviation * generators[g].nextGaussian());
      }
    }
  }
}
