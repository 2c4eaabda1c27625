package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
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
   * Sources N(mu, t) whose sum is seen as m with variance s have a Gaussian posterior: each has the
   * mean mu + t (m - K mu) / (K t + s), and the precision matrix is I/t + 11'/s. Its eigenvalues
   * are 1/t + K/s along the sum and 1/t across it, so sources hold each other back: they are
   * anticorrelated, and the mean of them all is known far better than K independent ones would be.
   *
   * <p>Langevin dynamics gets there with steps of any stable size eta. Along a direction of
   * precision l it is an autoregression by 1 - eta l, whose variance at the end is 1 / (l (1 - eta
   * l / 2)): for small eta that of the posterior.
   */
  @ParameterizedTest
  @CsvSource({"2,0.005", "2,0.02", "3,0.02", "4,0.005", "4,0.02", "4,0.035"})
  void samplesHaveMeanAndCovarianceOfThePosterior(int k, double eta) {
    double mu = 0.4;
    NoiseLevels level = new NoiseLevels(0.3, 0.3, 1);
    double s = 0.09;
    double t = 0.2 + s;
    double m = k * mu + 2;
    int count = 3_000;
    // What the variance across the sum lacks at first shrinks to exp(-2.4 / t), 3e-4, of it.
    int steps = (int) Math.ceil(1.2 / eta);
    double[] x = samples(k, mu, level, m, count, new LangevinSchedule(eta, steps));
    double along = stationary(1 / t + k / s, eta);
    double across = stationary(1 / t, eta);
    double mean = mu + t * (m - k * mu) / (k * t + s);
    double[] sums = new double[count];
    for (int i = 0; i < x.length; i++) {
      sums[i / k] += x[i] - mean;
    }
    // All errors are five standard errors; the sum of K sources has K times the variance along it.
    assertEquals(0, average(sums), 5 * Math.sqrt(k * along / count), "sum of the means");
    double squares = average(Arrays.stream(sums).map(v -> v * v).toArray());
    assertEquals(k * along, squares, 5 * k * along * Math.sqrt(2.0 / count), "variance of the sum");
    double covariance = (along - across) / k;
    double variance = across + covariance;
    for (int a = 0; a < k; a++) {
      for (int b = a; b < k; b++) {
        double[] products = new double[count];
        for (int n = 0; n < count; n++) {
          products[n] = (x[n * k + a] - mean) * (x[n * k + b] - mean);
        }
        double expected = a == b ? variance : covariance;
        double error = 5 * Math.sqrt((variance * variance + expected * expected) / count);
        assertEquals(expected, average(products), error, "sources " + a + " and " + b);
      }
    }
    assertTrue(covariance < 0, "sources are anticorrelated");
  }

  private static double stationary(double precision, double eta) {
    return 1 / (precision * (1 - eta * precision / 2));
  }

  private static double average(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Sources of as many mixtures of the same sum, side by side. */
  private static double[] samples(
      int k, double mu, NoiseLevels level, double m, int count, LangevinSchedule schedule) {
    Score prior = Densities.mixture(level, List.of(new double[] {mu}), 0.2);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray mixtures = manager.full(new Shape(count, 1), (float) m, DataType.FLOAT64);
      NDArray x = manager.zeros(new Shape((long) count * k, 1), DataType.FLOAT64);
      Score posterior = new MixturePosterior(prior, mixtures, k, LikelihoodGradient.PAPER);
      new AnnealedLangevin(posterior, schedule).run(x, new NoiseSource(3).generator(0, 0));
      return x.toDoubleArray();
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
