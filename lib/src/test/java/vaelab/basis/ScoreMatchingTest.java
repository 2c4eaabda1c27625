package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;

/** Denoising score matching in float64: its definition, its minimum, its gradient. */
@SuppressWarnings("try") // modes are closed, not used
class ScoreMatchingTest {
  private static final DataType TYPE = DataType.FLOAT64;

  @Test
  void equalsTheDefinition() {
    int[] levels = {0, 2, 1, 2};
    try (ScoreNetwork network = Tiny.doubles(1);
        NDManager scope = network.manager().newSubManager();
        GradMode off = GradMode.off()) {
      NDArray x = Tiny.x(scope, 4, TYPE, 2);
      NDArray e = Tiny.x(scope, 4, TYPE, 3);
      GradientLeaves store = new GradientLeaves(scope, List.of());
      ScoreMatching objective = new ScoreMatching(network::forward, Tiny.LEVELS);
      double actual = objective.evaluate(store, new ScoreMatching.Batch(x, e, levels), 4);
      double[] clean = x.toDoubleArray();
      double[] noise = e.toDoubleArray();
      double[] noisy = new double[clean.length];
      for (int i = 0; i < noisy.length; i++) {
        noisy[i] = clean[i] + Tiny.LEVELS.sigma(levels[i / Tiny.DIM]) * noise[i];
      }
      double[] s =
          network.forward(store, scope.create(noisy, x.getShape()), levels).toDoubleArray();
      double expected = 0;
      for (int i = 0; i < noisy.length; i++) {
        double sigma = Tiny.LEVELS.sigma(levels[i / Tiny.DIM]);
        expected += 0.5 * sigma * sigma * Math.pow(s[i] + noise[i] / sigma, 2) / 4;
      }
      assertEquals(expected, actual, 1e-10 * expected);
    }
  }

  /**
   * Data N(mu, v) with noise sigma has the score -(x - mu) / (v + sigma^2). For a linear model the
   * loss knows first and second moments only, so that two points mu +- sqrt(v) and noise +-1 stand
   * for the Gaussians exactly: the gradient vanishes at the true score, and there alone.
   */
  @ParameterizedTest
  @CsvSource({"0.5,0.04,0", "-1,2,1", "0.3,0.5,2"})
  void theTrueScoreOfAGaussianIsTheMinimum(double mu, double v, int level) {
    try (NDManager scope = NDManager.newBaseManager()) {
      double sigma = Tiny.LEVELS.sigma(level);
      double slope = -1 / (v + sigma * sigma);
      double root = Math.sqrt(v);
      Shape shape = new Shape(4, 1, 1, 1);
      NDArray x = scope.create(new double[] {mu - root, mu - root, mu + root, mu + root}, shape);
      NDArray e = scope.create(new double[] {-1, 1, -1, 1}, shape);
      int[] levels = {level, level, level, level};
      ScoreMatching.Batch batch = new ScoreMatching.Batch(x, e, levels);
      double[] at = gradient(scope, batch, slope, -slope * mu);
      assertEquals(0, at[0], 1e-13);
      assertEquals(0, at[1], 1e-13);
      double[] steeper = gradient(scope, batch, slope * 1.1, -slope * mu);
      double[] shifted = gradient(scope, batch, slope, -slope * mu + 0.1);
      // d/da = sigma E[y (sigma (a y + b) + e)]: the curvature along b is sigma^2.
      assertEquals(0.1 * sigma * sigma, shifted[1], 1e-13);
      double second = mu * mu + v + sigma * sigma;
      assertEquals(0.1 * slope * sigma * sigma * second, steeper[0], 1e-12);
    }
  }

  /** Gradient of the linear model s(x) = a x + b. */
  private static double[] gradient(NDManager scope, ScoreMatching.Batch batch, double a, double b) {
    Parameter slope = parameter(scope, "a", a);
    Parameter shift = parameter(scope, "b", b);
    GradientLeaves leaves = new GradientLeaves(scope, List.of(slope, shift));
    ScoreMatching.Model linear =
        (store, x, levels) ->
            x.mul(store.getValue(slope, x.getDevice(), false))
                .add(store.getValue(shift, x.getDevice(), false));
    new ScoreMatching(linear, Tiny.LEVELS).differentiate(leaves, batch, 4);
    return new double[] {
      leaves.gradient(slope).toDoubleArray()[0], leaves.gradient(shift).toDoubleArray()[0]
    };
  }

  private static Parameter parameter(NDManager scope, String name, double value) {
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.OTHER)
        .optArray(scope.create(new double[] {value}))
        .build();
  }

  /** The whole network: an entry of every parameter against its slope. */
  @Test
  void gradientsAreSlopes() {
    int[] levels = {1, 0, 2};
    SplittableRandom random = new SplittableRandom(9);
    try (ScoreNetwork network = Tiny.doubles(8);
        NDManager scope = network.manager().newSubManager()) {
      ScoreMatching.Batch batch =
          new ScoreMatching.Batch(Tiny.x(scope, 3, TYPE, 2), Tiny.x(scope, 3, TYPE, 3), levels);
      ScoreMatching objective = new ScoreMatching(network::forward, Tiny.LEVELS);
      GradientLeaves leaves = new GradientLeaves(scope, network.parameters().values());
      objective.differentiate(leaves, batch, 3);
      double largest = 0;
      for (Map.Entry<String, Parameter> entry : network.parameters().entrySet()) {
        NDArray array = entry.getValue().getArray();
        double[] gradient = leaves.gradient(entry.getValue()).toDoubleArray();
        int index = random.nextInt(gradient.length);
        double slope = slope(objective, array, index, batch);
        largest = Math.max(largest, Math.abs(slope));
        double tolerance = 1e-5 * (0.1 + Math.abs(slope));
        assertEquals(slope, gradient[index], tolerance, entry.getKey() + "[" + index + "]");
      }
      assertTrue(largest > 0.1, "a gradient to compare with");
    }
  }

  private static double slope(
      ScoreMatching objective, NDArray array, int index, ScoreMatching.Batch batch) {
    double step = 1e-5;
    double[] values = array.toDoubleArray();
    double[] ends = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] moved = values.clone();
      moved[index] += side == 0 ? -step : step;
      set(array, moved);
      try (NDManager inner = batch.x().getManager().newSubManager()) {
        inner.tempAttachAll(batch.x(), batch.noise());
        ends[side] = objective.evaluate(new GradientLeaves(inner, List.of()), batch, 3);
      }
    }
    set(array, values);
    return (ends[1] - ends[0]) / (2 * step);
  }

  private static void set(NDArray array, double[] values) {
    try (NDArray source = array.getManager().create(values, array.getShape())) {
      source.copyTo(array);
    }
  }
}
