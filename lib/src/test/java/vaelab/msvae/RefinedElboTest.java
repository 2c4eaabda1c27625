package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.Test;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.tensor.GradMode;

/** The ELBO under refined q(z) is a bound, and a tighter one than the encoders'. */
@SuppressWarnings("try") // the mode is closed, not used
class RefinedElboTest {
  private static final int POINTS = 6;

  /** log p(x) of one stream and two latents, by a sum over a grid of z. */
  private static double evidence(MsVae model, float[] x) {
    double step = 0.1;
    int side = 121;
    double[] z = new double[side * side * 2];
    for (int i = 0; i < side * side; i++) {
      z[2 * i] = step * (i / side - side / 2);
      z[2 * i + 1] = step * (i % side - side / 2);
    }
    double pi = model.pi()[0];
    double b = model.scale();
    try (NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      NDArray latents = scope.create(z, new Shape(side * side, 2)).toType(DataType.FLOAT64, false);
      double[] mu =
          model
              .streams()
              .get(0)
              .decoder()
              .decode(new ParameterStore(scope, false), latents, false)
              .toDoubleArray();
      double sum = 0;
      for (int n = 0; n < POINTS; n++) {
        double silent = Math.exp(-distance(x, n, null, 0) / b);
        double active = 0;
        for (int i = 0; i < side * side; i++) {
          double prior =
              Math.exp(-(z[2 * i] * z[2 * i] + z[2 * i + 1] * z[2 * i + 1]) / 2) / (2 * Math.PI);
          active += step * step * prior * Math.exp(-distance(x, n, mu, i) / b);
        }
        sum += Math.log((1 - pi) * silent + pi * active) - Tiny.DIM * Math.log(2 * b);
      }
      return sum / POINTS;
    }
  }

  private static double distance(float[] x, int n, double[] mu, int row) {
    double sum = 0;
    for (int d = 0; d < Tiny.DIM; d++) {
      double mean = mu == null ? 0 : mu[row * Tiny.DIM + d];
      sum += Math.abs(x[n * Tiny.DIM + d] - mean);
    }
    return sum;
  }

  @Test
  void liesBetweenTheEncodersElboAndTheEvidence() {
    try (MsVae model = Tiny.doubles(1, 71)) {
      model.setPrior(new BernoulliPrior(new double[] {0.6}));
      float[] x = Tiny.data(POINTS, 72);
      double evidence = evidence(model, x);
      double encoders = 0;
      double refined = 0;
      int runs = 40;
      for (int seed = 0; seed < runs; seed++) {
        encoders += Elbo.ofUnseen(model, x, seed) / runs;
        refined += RefinedElbo.of(model, x, Refinement.of(0, 150, 2), seed).elbo() / runs;
      }
      assertTrue(refined > encoders + 0.02, refined + " above " + encoders);
      assertTrue(refined < evidence, refined + " below " + evidence);
      // What is left is the distance of the posterior of z from a Gaussian without correlations.
      assertEquals(evidence, refined, 0.2);
    }
  }

  /** The closed-form step on b cannot lower the bound, and where b is its own answer it is best. */
  @Test
  void theNoiseScaleIsTheOneThatTheBoundLikes() {
    try (MsVae model = Tiny.doubles(2, 73)) {
      float[] x = Tiny.data(POINTS, 74);
      double before = 0;
      double scale = 0;
      int runs = 20;
      for (int seed = 0; seed < runs; seed++) {
        RefinedElbo.Value value = RefinedElbo.of(model, x, Refinement.of(0, 60, 4), seed);
        before += value.elbo() / runs;
        scale += value.scale() / runs;
      }
      model.setScale(scale);
      double after = 0;
      for (int seed = 0; seed < runs; seed++) {
        after += RefinedElbo.of(model, x, Refinement.of(0, 60, 4), seed).elbo() / runs;
      }
      assertTrue(after > before - 0.02, after + " after " + before + ", b = " + scale);
      double moments = RefinedElbo.of(model, x, Refinement.of(0, 60, 4), 0).scale();
      assertEquals(scale, moments, 0.15 * scale);
    }
  }

  @Test
  void refusesWhatIsNoBound() {
    try (MsVae model = Tiny.doubles(2, 1)) {
      float[] x = Tiny.data(2, 1);
      for (Refinement no : new Refinement[] {Refinement.of(1, 0, 1), Refinement.ofSteps(3).at(2)}) {
        assertThrows(IllegalArgumentException.class, () -> RefinedElbo.of(model, x, no, 1));
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> RefinedElbo.of(model, new float[0], Refinement.ofSteps(1), 1));
    }
  }
}
