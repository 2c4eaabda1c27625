package vaelab.vaebss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.nn.DiagonalGaussian;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;

/** The objective and its gradient in float64, against plain sums and finite differences. */
@SuppressWarnings("try") // modes are closed, not used
class ObjectiveTest {
  private static final int BATCH = 6;
  private static final DataType TYPE = DataType.FLOAT64;

  @Test
  void equalsTheSumsOfThePaper() {
    int slots = 3;
    try (VaeBss model = VaeBss.create(Tiny.SIZES, slots, 2, TYPE, 1);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      NDArray x = Tiny.x(scope, BATCH, TYPE, 2);
      NDArray epsilon = Tiny.noise(scope, BATCH, slots, TYPE, 3);
      ParameterStore store = new ParameterStore(scope, false);
      Objective.Terms terms = new Objective(model).evaluate(store, x, epsilon, 0.3);
      DiagonalGaussian q = model.encode(store, x, true);
      double[] nu = q.nu().toDoubleArray();
      double[] logTau = q.logTau().toDoubleArray();
      double[] noise = epsilon.toDoubleArray();
      double[] z = new double[nu.length];
      double kl = 0;
      for (int i = 0; i < z.length; i++) {
        z[i] = nu[i] + Math.exp(logTau[i] / 2) * noise[i];
        kl += 0.5 * (Math.exp(logTau[i]) + nu[i] * nu[i] - 1 - logTau[i]);
      }
      NDArray latents = scope.create(z, epsilon.getShape());
      double[] sources = model.decode(store, latents, true).toDoubleArray();
      double[] observed = x.toDoubleArray();
      double distance = 0;
      for (int n = 0; n < BATCH; n++) {
        for (int d = 0; d < Tiny.DIM; d++) {
          double sum = 0;
          for (int k = 0; k < slots; k++) {
            sum += sources[(n * slots + k) * Tiny.DIM + d];
          }
          distance += Math.abs(observed[n * Tiny.DIM + d] - sum);
        }
      }
      assertEquals(Math.sqrt(2) * distance / BATCH, terms.reconstruction(), 1e-12);
      assertEquals(kl / BATCH, terms.kl(), 1e-12);
      assertEquals(terms.reconstruction() + 0.3 * terms.kl(), terms.value(), 1e-12);
      // log of the Laplace density exp(-|x| / b) / 2b at b = sqrt(1/2), a pixel
      double b = Math.sqrt(0.5);
      double logDensity = -distance / BATCH / b - Tiny.DIM * Math.log(2 * b);
      assertEquals(logDensity - terms.kl(), terms.elbo(Tiny.DIM), 1e-12);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,0.5,11", "2,0.5,12", "3,0,13", "4,1.5,14"})
  void gradientsAreSlopes(int slots, double beta, long seed) {
    try (VaeBss model = VaeBss.create(Tiny.SIZES, slots, 2, TYPE, seed);
        NDManager scope = model.manager().newSubManager()) {
      NDArray x = Tiny.x(scope, BATCH, TYPE, seed + 1);
      NDArray epsilon = Tiny.noise(scope, BATCH, slots, TYPE, seed + 2);
      Objective objective = new Objective(model);
      GradientLeaves leaves = new GradientLeaves(scope, model.trainable().values());
      objective.differentiate(leaves, x, epsilon, beta);
      double largest = 0;
      for (Map.Entry<String, Parameter> entry : model.trainable().entrySet()) {
        NDArray array = entry.getValue().getArray();
        double[] gradient = leaves.gradient(entry.getValue()).toDoubleArray();
        for (int i = 0; i < gradient.length; i++) {
          largest = Math.max(largest, Math.abs(gradient[i]));
          // Steps of 1e-6 in float64: 1e-9 from rounding, and no kink of |.| within reach.
          double slope = slope(objective, array, i, x, epsilon, beta);
          assertEquals(slope, gradient[i], 1e-5 * (0.1 + Math.abs(slope)), entry.getKey() + i);
        }
      }
      assertTrue(largest > 0.1, "a gradient to compare with");
    }
  }

  private static double slope(
      Objective objective, NDArray array, int index, NDArray x, NDArray epsilon, double beta) {
    double step = 1e-6;
    double[] values = array.toDoubleArray();
    double[] ends = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] moved = values.clone();
      moved[index] += side == 0 ? -step : step;
      set(array, moved);
      try (NDManager inner = x.getManager().newSubManager()) {
        inner.tempAttachAll(x, epsilon);
        ParameterStore store = new ParameterStore(inner, false);
        ends[side] = objective.evaluate(store, x, epsilon, beta).value();
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
