package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static vaelab.data.Errors.assertSays;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.msvae.estep.FixedCountPrior;
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

  /**
   * With a q(z) that stands still and a single state the bound is -D log 2b - E/b and a constant:
   * its best b is E/D.
   */
  @Test
  void theNoiseScaleIsTheBestForTheBound() {
    try (MsVae model = Tiny.doubles(1, 73)) {
      model.setPrior(new FixedCountPrior(1, 1));
      float[] x = Tiny.data(POINTS, 74);
      Refinement still = new Refinement(0, 1, 1, 1, 1e-30);
      double before = model.scale();
      RefinedElbo.Value start = RefinedElbo.of(model, x, still, 75);
      double energy = Tiny.DIM * start.scale();
      double best = Double.NEGATIVE_INFINITY;
      for (double factor : new double[] {1, 0.99, 1.01, 2}) {
        double b = factor * start.scale();
        model.setScale(b);
        RefinedElbo.Value value = RefinedElbo.of(model, x, still, 75);
        assertEquals(start.scale(), value.scale(), 1e-9);
        double gain = Tiny.DIM * Math.log(before / b) + energy * (1 / before - 1 / b);
        assertEquals(start.elbo() + gain, value.elbo(), 1e-9);
        best = factor == 1 ? value.elbo() : best;
        assertTrue(value.elbo() <= best, "b = " + b + " is better");
      }
    }
  }

  /** Plain inference fits into half of the heap by a hair; the refinement holds five times that. */
  @Test
  void refusesWhatCannotBeHeldInMemoryBeforeItStarts() {
    int streams = 1;
    while (125L * Float.BYTES << streams + 1 <= Runtime.getRuntime().maxMemory() / 2) {
      streams++;
    }
    assumeTrue(streams <= 23, "the heap is too large for the test");
    try (MsVae model = Tiny.floats(streams, 1)) {
      float[] x = Tiny.data(1, 1);
      Refinement how = Refinement.of(0, 1, 1);
      Inference inference = new Inference(model).withRefinement(how);
      for (Executable refined :
          List.<Executable>of(() -> inference.predict(x), () -> RefinedElbo.of(model, x, how, 1))) {
        assertSays(IllegalArgumentException.class, refined, "H=" + streams(model), "heap");
      }
    }
  }

  private static int streams(MsVae model) {
    return model.streams().size();
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
