package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.NoiseSource;

/** The objective and its gradient in float64, by hand and against finite differences. */
@SuppressWarnings("try") // modes are closed, not used
class ObjectiveTest {
  private static final int BATCH = 5;
  private static final DataType TYPE = DataType.FLOAT64;

  private static NDArray images(NDManager scope, long seed) {
    return Encodings.tensor(Tiny.images(BATCH, Tiny.SIZES.side(), seed), scope, TYPE);
  }

  private static Noise noise(NDManager scope, long seed) {
    return Noise.draw(new NoiseSource(seed).generator(0, 0), scope, BATCH, Tiny.SIZES, TYPE);
  }

  /** Weights of 0: the encoder says its head's biases, the decoder its last bias, whatever x. */
  @Test
  void equalsTheFormulaWhereNetworksAreConstant() {
    double[] nu = {0.5, -1.5};
    double[] logTau = {-0.3, 0.7};
    double[] logits = {0.2, -0.4, 1.0};
    double logit = -0.8;
    try (JointVae model = JointVae.create(Tiny.SIZES, TYPE, 1);
        NDManager scope = model.manager().newSubManager()) {
      model.parameters().values().forEach(p -> Tiny.set(p.getArray(), zeros(p)));
      Tiny.set(
          last(model, "encoder."),
          nu[0],
          nu[1],
          logTau[0],
          logTau[1],
          logits[0],
          logits[1],
          logits[2]);
      Tiny.set(last(model, "decoder."), logit);
      NDArray x = images(scope, 2);
      Objective.Terms terms =
          new Objective(model, 0.67, 30)
              .evaluate(
                  new ParameterStore(scope, false), x, noise(scope, 3), new Capacities(4, 1.2));
      double p = 1 / (1 + Math.exp(-logit));
      double reconstruction = 0;
      for (double pixel : x.toDoubleArray()) {
        reconstruction -= pixel * Math.log(p) + (1 - pixel) * Math.log(1 - p);
      }
      reconstruction /= BATCH;
      double klZ = 0;
      for (int i = 0; i < 2; i++) {
        klZ += 0.5 * (Math.exp(logTau[i]) + nu[i] * nu[i] - 1 - logTau[i]);
      }
      double total = Math.exp(0.2) + Math.exp(-0.4) + Math.exp(1);
      double klC = Math.log(3);
      for (double l : logits) {
        klC += Math.exp(l) / total * Math.log(Math.exp(l) / total);
      }
      assertEquals(reconstruction, terms.reconstruction(), 1e-12);
      assertEquals(klZ, terms.klZ(), 1e-14);
      assertEquals(klC, terms.klC(), 1e-14);
      // Both below their capacities here.
      assertTrue(klZ < 4 && klC < 1.2);
      assertEquals(reconstruction + 30 * (4 - klZ) + 30 * (1.2 - klC), terms.value(), 1e-11);
      assertEquals(-reconstruction - klZ - klC, terms.elbo(), 1e-12);
    }
  }

  /** It is the mean divergence that is compared, not each image's. */
  @Test
  void equalsTheFormulaForEncodingsThatDiffer() {
    try (JointVae model = JointVae.create(Tiny.SIZES, TYPE, 4);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(scope, false);
      NDArray x = images(scope, 5);
      Noise noise = noise(scope, 6);
      // Larger weights, so that images are told apart.
      model.parameters().values().forEach(p -> p.getArray().muli(3));
      JointPosterior q = model.encode(store, x);
      double[] divergences = q.z().klToStandardNormal().toDoubleArray();
      double klZ = mean(divergences);
      double klC = mean(q.c().klToUniform().toDoubleArray());
      // A capacity between the images' divergences, so that it matters what is compared.
      double gap = 0.5 * (Arrays.stream(divergences).max().orElseThrow() - klZ);
      assertTrue(gap > 1e-3, "images that differ");
      Capacities between = new Capacities(klZ + gap, klC - 0.01);
      double[] nu = q.z().nu().toDoubleArray();
      double[] logTau = q.z().logTau().toDoubleArray();
      double[] epsilon = noise.epsilon().toDoubleArray();
      double[] z = new double[nu.length];
      for (int i = 0; i < z.length; i++) {
        z[i] = nu[i] + Math.exp(logTau[i] / 2) * epsilon[i];
      }
      NDArray c = q.c().relaxed(noise.gumbel(), 0.5);
      double[] logits =
          model.decode(store, scope.create(z, q.z().nu().getShape()), c).toDoubleArray();
      double[] pixels = x.toDoubleArray();
      double reconstruction = 0;
      for (int i = 0; i < pixels.length; i++) {
        double p = 1 / (1 + Math.exp(-logits[i]));
        reconstruction -= pixels[i] * Math.log(p) + (1 - pixels[i]) * Math.log(1 - p);
      }
      Objective.Terms terms = new Objective(model, 0.5, 7).evaluate(store, x, noise, between);
      assertEquals(reconstruction / BATCH, terms.reconstruction(), 1e-11);
      assertEquals(terms.reconstruction() + 7 * (gap + 0.01), terms.value(), 1e-11);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.67,30,0,0,11", "0.67,30,9,1,12", "0.3,2,0,1,13", "2,0,3,0,15"})
  void gradientsAreSlopes(double temperature, double gamma, double cz, double cc, long seed) {
    try (JointVae model = JointVae.create(Tiny.SIZES, TYPE, seed);
        NDManager scope = model.manager().newSubManager()) {
      NDArray x = images(scope, seed + 1);
      Noise noise = noise(scope, seed + 2);
      Capacities capacities = new Capacities(cz, cc);
      Objective objective = new Objective(model, temperature, gamma);
      // Larger weights, so that the first layer feels the last.
      model.parameters().values().forEach(p -> p.getArray().muli(2));
      GradientLeaves leaves = new GradientLeaves(scope, model.parameters().values());
      objective.differentiate(leaves, x, noise, capacities);
      for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
        NDArray array = entry.getValue().getArray();
        double[] gradient = leaves.gradient(entry.getValue()).toDoubleArray();
        double largest = 0;
        for (int i = 0; i < gradient.length; i++) {
          largest = Math.max(largest, Math.abs(gradient[i]));
          // Steps of 1e-6 in float64: 1e-9 from rounding, and no kink of ReLU within reach.
          double slope = slope(objective, array, i, x, noise, capacities) / Tiny.DIM;
          assertEquals(slope, gradient[i], 1e-6 * (0.1 + Math.abs(slope)), entry.getKey() + i);
        }
        assertTrue(largest > 1e-5, "a gradient to compare with: " + entry.getKey());
      }
    }
  }

  private static double slope(
      Objective objective,
      NDArray array,
      int index,
      NDArray x,
      Noise noise,
      Capacities capacities) {
    double step = 1e-6;
    double[] values = array.toDoubleArray();
    double[] ends = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] moved = values.clone();
      moved[index] += side == 0 ? -step : step;
      Tiny.set(array, moved);
      try (NDManager inner = x.getManager().newSubManager()) {
        inner.tempAttachAll(x, noise.epsilon(), noise.gumbel());
        ParameterStore store = new ParameterStore(inner, false);
        ends[side] = objective.evaluate(store, x, noise, capacities).value();
      }
    }
    Tiny.set(array, values);
    return (ends[1] - ends[0]) / (2 * step);
  }

  /** Saturated pixels cost what they should, and an infinite value leaves no gradient behind. */
  @Test
  void extremes() {
    try (JointVae model = JointVae.create(Tiny.SIZES, TYPE, 1);
        NDManager scope = model.manager().newSubManager()) {
      NDArray x = images(scope, 2);
      Noise noise = noise(scope, 3);
      Objective objective = new Objective(model, 0.67, 30);
      Tiny.set(last(model, "decoder."), 1e5);
      double dark = x.mul(-1).add(1).sum().getDouble() / BATCH;
      double cost =
          objective
              .evaluate(new ParameterStore(scope, false), x, noise, new Capacities(0, 0))
              .reconstruction();
      assertEquals(1e5 * dark, cost, 1e2, "finite, where a sigmoid of 1 would have no logarithm");
      Tiny.set(last(model, "encoder."), 0, 0, 2000, 0, 0, 0, 0); // a variance of infinity
      GradientLeaves leaves = new GradientLeaves(scope, model.parameters().values());
      double value = objective.differentiate(leaves, x, noise, new Capacities(0, 0)).value();
      assertTrue(!Double.isFinite(value), "value " + value);
      for (Parameter p : model.parameters().values()) {
        assertEquals(0, leaves.gradient(p).abs().sum().getFloat(), 0);
      }
    }
  }

  private static double[] zeros(Parameter p) {
    return new double[Math.toIntExact(p.getArray().size())];
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** Bias of the last layer of a network. */
  static NDArray last(JointVae model, String network) {
    return model.parameters().entrySet().stream()
        .filter(e -> e.getKey().startsWith(network))
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .getValue()
        .getArray();
  }
}
