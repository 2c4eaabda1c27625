package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.tensor.Backward;
import vaelab.tensor.GradMode;
import vaelab.tensor.NoiseSource;

/** Langevin dynamics on densities that are known. */
class AnnealedLangevinTest {
  private static final RandomGenerator SILENT =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new UnsupportedOperationException();
        }

        @Override
        public double nextGaussian() {
          return 0;
        }
      };

  private static NoiseLevels single(double sigma) {
    return new NoiseLevels(sigma, sigma, 1);
  }

  private static double[] run(Score score, LangevinSchedule schedule, int count, long seed) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.zeros(new Shape(count, 1), DataType.FLOAT64);
      new AnnealedLangevin(score, schedule).run(x, new NoiseSource(seed).generator(0, 0));
      return x.toDoubleArray();
    }
  }

  private static double mean(double[] values, int power, double centre) {
    double sum = 0;
    for (double value : values) {
      sum += Math.pow(value - centre, power);
    }
    return sum / values.length;
  }

  /** x' = x - eta (x - mu) / t without noise. */
  @Test
  void movesAlongTheScore() {
    NoiseLevels levels = new NoiseLevels(0.4, 0.2, 2);
    Score score = Densities.mixture(levels, List.of(new double[] {2}), 0.5);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.create(new double[] {1}, new Shape(1, 1));
      new AnnealedLangevin(score, new LangevinSchedule(0.1, 3)).run(x, SILENT);
      // eta = 0.1 (sigma / 0.2)^2: 0.4, then 0.1; three steps each.
      double expected = 2 - Math.pow(1 - 0.4 / 0.66, 3) * Math.pow(1 - 0.1 / 0.54, 3);
      assertEquals(expected, x.toDoubleArray()[0], 1e-12);
    }
  }

  /**
   * For a Gaussian of variance t the steps are an autoregression: at its end the variance is t / (1
   * - eta / 2t). Long steps tell the two factors of eta apart.
   */
  @ParameterizedTest
  @CsvSource({"0.1", "0.6", "1.2"})
  void hasTheVarianceOfItsStepSize(double eta) {
    Score score = Densities.mixture(single(0.6), List.of(new double[] {-1.5}), 0.64);
    int count = 20_000;
    double[] x = run(score, new LangevinSchedule(eta, eta < 0.5 ? 60 : 20), count, 3);
    double expected = 1 / (1 - eta / 2);
    double variance = mean(x, 2, -1.5);
    // Five standard errors of 20,000 draws.
    assertEquals(-1.5, mean(x, 1, 0), 5 * Math.sqrt(expected / count));
    assertEquals(expected, variance, 5 * expected * Math.sqrt(2.0 / count));
  }

  /** Three Gaussians that overlap, at one small step size: all moments to the fourth. */
  @Test
  void samplesAMixtureOfGaussians() {
    double variance = 0.3;
    List<double[]> means = List.of(new double[] {-1}, new double[] {0.5}, new double[] {1});
    Score score = Densities.mixture(single(0.1), means, variance - 0.01);
    int count = 8_000;
    double[] x = run(score, new LangevinSchedule(0.01, 300), count, 5);
    for (int power = 1; power <= 4; power++) {
      double expected = 0;
      double spread = 0;
      for (double[] m : means) {
        expected += moment(power, m[0], variance) / 3;
        spread += moment(2 * power, m[0], variance) / 3;
      }
      double error = 5 * Math.sqrt((spread - expected * expected) / count);
      // Steps of 0.01 widen each component by a relative 0.01 / (2 variance).
      double bias = power * (power - 1) / 2.0 * 0.01;
      assertEquals(expected, mean(x, power, 0), error + bias, "moment " + power);
    }
  }

  /** E[x^p] of N(m, v) by its recursion E[x^p] = m E[x^(p-1)] + (p - 1) v E[x^(p-2)]. */
  private static double moment(int power, double m, double v) {
    double before = 0;
    double moment = 1;
    for (int p = 1; p <= power; p++) {
      double next = m * moment + (p - 1) * v * before;
      before = moment;
      moment = next;
    }
    return moment;
  }

  /** Far modes, which one level alone would never exchange: annealing finds all of them. */
  @Test
  void annealingReachesModesFarApart() {
    NoiseLevels levels = new NoiseLevels(2, 0.05, 8);
    List<double[]> points = List.of(new double[] {-1}, new double[] {1}, new double[] {3});
    int count = 3_000;
    double[] x = run(Densities.points(levels, points), new LangevinSchedule(2.5e-4, 60), count, 7);
    for (double[] point : points) {
      long near = Arrays.stream(x).filter(v -> Math.abs(v - point[0]) < 0.3).count();
      assertEquals(count / 3.0, near, 0.2 * count / 3);
    }
    long outside =
        Arrays.stream(x)
            .filter(v -> points.stream().allMatch(p -> Math.abs(v - p[0]) >= 0.3))
            .count();
    assertEquals(0, outside);
  }

  @Test
  void eachGroupOfRowsHasItsOwnNoise() {
    Score flat = Densities.flat(single(1));
    AnnealedLangevin langevin = new AnnealedLangevin(flat, new LangevinSchedule(0.5, 1));
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray both = manager.zeros(new Shape(4, 3));
      NDArray second = manager.zeros(new Shape(2, 3));
      langevin.run(both, new NoiseSource(1).generator(0, 0), new NoiseSource(1).generator(0, 1));
      langevin.run(second, new NoiseSource(1).generator(0, 1));
      assertArrayEquals(second.toFloatArray(), both.get("2:4").toFloatArray());
      assertThrows(
          IllegalArgumentException.class,
          () -> langevin.run(manager.zeros(new Shape(3, 3)), SILENT, SILENT));
    }
  }

  /** On a thread that records, an input with a gradient leaves no graph behind. */
  @Test
  void recordsNothing() {
    try (ScoreNetwork network = Tiny.floats(1);
        NDManager manager = network.manager().newSubManager();
        GradMode recording = GradMode.recording()) {
      NDArray leaf = manager.ones(new Shape(4, Tiny.DIM));
      leaf.setRequiresGradient(true);
      assertTrue(isRecorded(leaf.mul(2)), "this thread records");
      assertFalse(isRecorded(network.score().at(leaf, 0)));
      Score weighted =
          new Score() {
            @Override
            public NoiseLevels levels() {
              return Tiny.LEVELS;
            }

            @Override
            public NDArray at(NDArray x, int level) {
              return x.mul(leaf);
            }
          };
      assertTrue(isRecorded(weighted.at(leaf, 0)));
      NDArray x = manager.zeros(new Shape(4, Tiny.DIM));
      new AnnealedLangevin(weighted, new LangevinSchedule(0.1, 2)).run(x, SILENT);
      assertFalse(isRecorded(x));
      NDArray mixtures = leaf.get("0:2").mul(3);
      assertTrue(isRecorded(mixtures));
      Score posterior =
          new MixturePosterior(network.score(), mixtures, 2, LikelihoodGradient.PAPER);
      assertFalse(isRecorded(posterior.at(manager.zeros(new Shape(4, Tiny.DIM)), 0)));
    }
  }

  /** Whether a backward pass finds a graph; DJL's own hasGradient tells of leaves only. */
  private static boolean isRecorded(NDArray array) {
    try {
      Backward.from(array.sum());
      return true;
    } catch (EngineException e) {
      assertTrue(e.getMessage().contains("does not require grad"), e.getMessage());
      return false;
    }
  }

  /** The residual of a mixture shrinks or grows by exactly the factor of the table. */
  @ParameterizedTest
  @CsvSource({
    "2,PAPER",
    "3,PAPER",
    "4,PAPER",
    "2,RELEASED_MNIST",
    "3,RELEASED_MNIST",
    "4,RELEASED_MNIST"
  })
  void residualsFollowTheStabilityFactor(int k, LikelihoodGradient gradient) {
    NoiseLevels levels = new NoiseLevels(0.1, 0.01, 2);
    LangevinSchedule schedule = LangevinSchedule.SEPARATION.withSteps(5);
    Stability stability = new Stability(levels, schedule, gradient);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray m = manager.create(new double[] {1.5, 0.25}, new Shape(1, 2));
      NDArray x = manager.zeros(new Shape(k, 2), DataType.FLOAT64);
      Score posterior = new MixturePosterior(Densities.flat(levels), m, k, gradient);
      new AnnealedLangevin(posterior, schedule).run(x, SILENT);
      double[] sum = x.sum(new int[] {0}).toDoubleArray();
      double left = Math.pow(stability.factor(k), 10);
      assertEquals(-1.5 * left, sum[0] - 1.5, 1e-9);
      assertEquals(-0.25 * left, sum[1] - 0.25, 1e-9);
      assertEquals(Math.abs(left), stability.growth(k, 10), 1e-9);
    }
  }
}
