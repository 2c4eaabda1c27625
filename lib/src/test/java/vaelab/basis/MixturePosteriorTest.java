package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.tensor.NoiseSource;

/** The score of sources given their sum. */
class MixturePosteriorTest {
  private static final NoiseLevels LEVELS = new NoiseLevels(1, 0.25, 3);

  /** Against slopes of sum_k log N(x_k) - c |m - sum_k x_k|^2 / (2 sigma^2). */
  @ParameterizedTest
  @CsvSource({"2,PAPER,0", "3,RELEASED_MNIST,1", "4,PAPER,2", "4,RELEASED_MNIST,0", "1,PAPER,1"})
  void isTheGradientOfTheLogPosterior(int k, LikelihoodGradient gradient, int level) {
    int count = 2;
    int dim = 3;
    Score prior = Densities.mixture(LEVELS, List.of(new double[] {0.5, 0.1, -1}), 0.2);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray m = Tiny.normal(manager, 1, DataType.FLOAT64, count, dim);
      NDArray x = Tiny.normal(manager, 2, DataType.FLOAT64, (long) count * k, dim);
      double[] score = new MixturePosterior(prior, m, k, gradient).at(x, level).toDoubleArray();
      double[] sums = m.toDoubleArray();
      double[] values = x.toDoubleArray();
      for (int i = 0; i < values.length; i++) {
        double[] ends = new double[2];
        for (int side = 0; side < 2; side++) {
          double[] moved = values.clone();
          moved[i] += side == 0 ? -1e-5 : 1e-5;
          ends[side] = logDensity(moved, sums, k, dim, gradient.factor(), LEVELS.sigma(level));
        }
        assertEquals((ends[1] - ends[0]) / 2e-5, score[i], 1e-7);
      }
      assertEquals(values[0], x.toDoubleArray()[0], "points stay");
      assertEquals(sums[0], m.toDoubleArray()[0], "mixtures stay");
    }
  }

  private static double logDensity(double[] x, double[] m, int k, int dim, int c, double sigma) {
    double[] mean = {0.5, 0.1, -1};
    double log = 0;
    for (int i = 0; i < x.length; i++) {
      log -= Math.pow(x[i] - mean[i % dim], 2) / (2 * (0.2 + sigma * sigma));
    }
    for (int i = 0; i < m.length; i++) {
      double sum = 0;
      for (int j = 0; j < k; j++) {
        sum += x[(i / dim * k + j) * dim + i % dim];
      }
      log -= c * Math.pow(m[i] - sum, 2) / (2 * sigma * sigma);
    }
    return log;
  }

  /**
   * Sources N(mu, t) whose sum is seen with variance sigma^2: the posterior mean of each is mu + t
   * (m - K mu) / (K t + sigma^2). Langevin dynamics gets there, with long steps too.
   */
  @ParameterizedTest
  @CsvSource({"2", "3", "4"})
  void samplesHaveThePosteriorMean(int k) {
    double mu = 0.4;
    NoiseLevels level = new NoiseLevels(0.3, 0.3, 1);
    double t = 0.2 + 0.09;
    Score prior = Densities.mixture(level, List.of(new double[] {mu}), 0.2);
    int count = 3_000;
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray m = manager.full(new Shape(count, 1), 2f, DataType.FLOAT64);
      NDArray x = manager.zeros(new Shape((long) count * k, 1), DataType.FLOAT64);
      Score posterior = new MixturePosterior(prior, m, k, LikelihoodGradient.PAPER);
      new AnnealedLangevin(posterior, new LangevinSchedule(0.02, 150))
          .run(x, new NoiseSource(3).generator(0, 0));
      double expected = mu + t * (2 - k * mu) / (k * t + 0.09);
      double error = 5 * Math.sqrt(t / (count * k));
      assertEquals(expected, x.mean().toDoubleArray()[0], error);
    }
  }

  @Test
  void refusesPointsThatAreNotItsSources() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray m = manager.zeros(new Shape(2, 3));
      Score posterior =
          new MixturePosterior(Densities.flat(LEVELS), m, 2, LikelihoodGradient.PAPER);
      NDArray odd = manager.zeros(new Shape(3, 3));
      assertThrows(IllegalArgumentException.class, () -> posterior.at(odd, 0));
      assertThrows(
          IllegalArgumentException.class,
          () -> new MixturePosterior(Densities.flat(LEVELS), m, 0, LikelihoodGradient.PAPER));
    }
  }
}
