package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.SumCombination;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.msvae.estep.StatePrior;
import vaelab.tensor.GradMode;

/** Gradient steps on z lower the objective they are meant to, for the states they are meant for. */
class RefinementTest {
  private static final int POINTS = 9;

  private static MsVae model() {
    MsVae model = Tiny.floats(3, 21);
    model.setPrior(new BernoulliPrior(new double[] {0.3, 0.45, 0.6}));
    model.setScale(0.2);
    return model;
  }

  /** Everything that a refinement of some data needs, energies of the encoders' means included. */
  private static Refiner.Refined refine(
      MsVae model, StatePrior prior, Refinement how, NDManager scope, float[] data) {
    int points = data.length / Tiny.DIM;
    NDArray x = scope.create(data, new Shape(points, Tiny.DIM)).toType(model.type(), false);
    NDList nu = new NDList();
    NDList mu = new NDList();
    ParameterStore store = new ParameterStore(scope, false);
    try (GradMode off = GradMode.off()) {
      for (Stream stream : model.streams()) {
        NDArray mean = stream.encoder().encode(store, x, false).nu();
        nu.add(mean);
        mu.add(stream.decoder().decode(store, mean, false));
      }
      SampleLattice lattice =
          SampleLattice.single(model.streams().size()).restrictedTo(prior.support());
      float[] energies = model.energies().energies(x, mu, lattice);
      return new Refiner(model, prior, how).refine(scope, x, nu, lattice, energies);
    }
  }

  /** J written out: all in double, one row after the other. */
  private static double objective(
      MsVae model, StatePrior prior, int state, float[] x, float[][] mu, double[] square) {
    double energy = 0;
    for (int d = 0; d < x.length; d++) {
      double mean = 0;
      for (int h = 0; h < mu.length; h++) {
        mean += (state >> h & 1) == 1 ? mu[h][d] : 0;
      }
      energy += Math.abs(x[d] - mean);
    }
    double j = energy / model.scale() - prior.logProbabilities()[state];
    for (int h = 0; h < mu.length; h++) {
      j += (state >> h & 1) == 1 ? 0.5 * square[h] : 0;
    }
    return j;
  }

  @Test
  void theObjectiveBeforeTheStepsIsTheFormula() {
    try (MsVae model = model();
        NDManager scope = model.manager().newSubManager()) {
      float[] data = Tiny.data(POINTS, 4);
      StatePrior prior = model.prior();
      Refiner.Refined r = refine(model, prior, new Refinement(1, 8, 1e-3), scope, data);
      ParameterStore store = new ParameterStore(scope, false);
      NDArray x = scope.create(data, new Shape(POINTS, Tiny.DIM));
      float[][] mu = new float[3][];
      float[][] nu = new float[3][];
      for (int h = 0; h < 3; h++) {
        NDArray mean = model.streams().get(h).encoder().encode(store, x, false).nu();
        nu[h] = mean.toFloatArray();
        mu[h] = model.streams().get(h).decoder().decode(store, mean, false).toFloatArray();
      }
      int latent = Tiny.SIZES.latent();
      assertEquals(8 * POINTS, r.candidates().rows());
      for (int row = 0; row < 8 * POINTS; row++) {
        int n = r.candidates().data()[row];
        float[][] images = new float[3][];
        double[] square = new double[3];
        for (int h = 0; h < 3; h++) {
          images[h] = Arrays.copyOfRange(mu[h], n * Tiny.DIM, (n + 1) * Tiny.DIM);
          for (int i = n * latent; i < (n + 1) * latent; i++) {
            square[h] += nu[h][i] * nu[h][i];
          }
        }
        float[] point = Arrays.copyOfRange(data, n * Tiny.DIM, (n + 1) * Tiny.DIM);
        int state = r.candidates().states()[row];
        assertEquals(objective(model, prior, state, point, images, square), r.initial()[row], 1e-4);
      }
    }
  }

  @Test
  void stepsLowerTheObjectiveOfEveryCandidate() {
    try (MsVae model = model();
        NDManager scope = model.manager().newSubManager()) {
      Refiner.Refined r =
          refine(model, model.prior(), new Refinement(80, 8, 0.02), scope, Tiny.data(POINTS, 4));
      int lower = 0;
      for (int row = 0; row < r.objective().length; row++) {
        // A kink of the L1 distance lets Adam end a little above where it began.
        assertTrue(r.objective()[row] <= r.initial()[row] + 0.05);
        lower += r.objective()[row] < r.initial()[row] - 0.1 ? 1 : 0;
      }
      assertTrue(lower > r.objective().length / 2, "lowered: " + lower);
    }
  }

  @Test
  void aStepGoesAgainstTheGradient() {
    // Adam's first step has the size of the step size and the sign of the gradient, here taken by
    // finite differences in float64.
    try (MsVae model = Tiny.of(2, DataType.FLOAT64, 5, new SumCombination(), new LaplaceNoise());
        NDManager scope = model.manager().newSubManager()) {
      model.setScale(0.3);
      StatePrior prior = new FixedCountPrior(2, 2);
      float[] data = Tiny.data(4, 8);
      double small = 1e-4;
      Refiner.Refined r = refine(model, prior, new Refinement(1, 1, small), scope, data);
      for (int row = 0; row < 4; row++) {
        double slope = 0;
        int latents = 2 * Tiny.SIZES.latent();
        for (int i = 0; i < latents; i++) {
          slope += Math.abs(derivative(model, data, row, i));
        }
        // Every latent moves by the step size against its own derivative.
        assertEquals(-small * slope, r.objective()[row] - r.initial()[row], 3e-2 * small * slope);
      }
    }
  }

  /** Central difference of J by one latent of one data point, all streams active. */
  private static double derivative(MsVae model, float[] data, int row, int latent) {
    double h = 1e-6;
    return (shifted(model, data, row, latent, h) - shifted(model, data, row, latent, -h)) / (2 * h);
  }

  private static double shifted(MsVae model, float[] data, int row, int latent, double by) {
    int width = Tiny.SIZES.latent();
    try (NDManager scope = model.manager().newSubManager()) {
      NDArray x =
          scope
              .create(data, new Shape(data.length / Tiny.DIM, Tiny.DIM))
              .toType(DataType.FLOAT64, false);
      ParameterStore store = new ParameterStore(scope, false);
      double[] mean = new double[Tiny.DIM];
      double j = 0;
      for (int h = 0; h < 2; h++) {
        Stream stream = model.streams().get(h);
        double[] z = stream.encoder().encode(store, x, false).nu().toDoubleArray();
        double[] own = Arrays.copyOfRange(z, row * width, (row + 1) * width);
        if (latent / width == h) {
          own[latent % width] += by;
        }
        for (double v : own) {
          j += 0.5 * v * v;
        }
        double[] mu =
            stream
                .decoder()
                .decode(store, scope.create(own, new Shape(1, width)), false)
                .toDoubleArray();
        for (int d = 0; d < mean.length; d++) {
          mean[d] += mu[d];
        }
      }
      for (int d = 0; d < mean.length; d++) {
        j += Math.abs(data[row * Tiny.DIM + d] - mean[d]) / model.scale();
      }
      return j;
    }
  }

  @Test
  void mixturesThatTheDecodersCanMakeAreMetBetterThanByTheEncoders() {
    try (MsVae model = model();
        NDManager scope = model.manager().newSubManager()) {
      model.setScale(0.02);
      SplittableRandom random = new SplittableRandom(3);
      float[] x = new float[POINTS * Tiny.DIM];
      ParameterStore store = new ParameterStore(scope, false);
      for (int h = 0; h < 2; h++) {
        float[] z = new float[POINTS * Tiny.SIZES.latent()];
        for (int i = 0; i < z.length; i++) {
          z[i] = (float) random.nextGaussian();
        }
        float[] mu =
            model
                .streams()
                .get(h)
                .decoder()
                .decode(store, scope.create(z, new Shape(POINTS, Tiny.SIZES.latent())), false)
                .toFloatArray();
        for (int i = 0; i < x.length; i++) {
          x[i] += mu[i];
        }
      }
      Inference plain = new Inference(model).withPrior(new FixedCountPrior(3, 2));
      Inference refined = plain.withRefinement(new Refinement(150, 3, 0.05));
      double before = residual(x, plain.separate(x));
      double after = residual(x, refined.separate(x));
      assertTrue(after < 0.3 * before, "mean |residual| " + before + " became " + after);
    }
  }

  private static double residual(float[] x, Inference.Prediction p) {
    double sum = 0;
    for (int n = 0; n < p.states().length; n++) {
      assertEquals(2, Integer.bitCount(p.states()[n]));
      for (int d = 0; d < Tiny.DIM; d++) {
        double mean = 0;
        for (int h = 0; h < 3; h++) {
          mean += (p.states()[n] >> h & 1) * p.streams()[(n * 3 + h) * Tiny.DIM + d];
        }
        sum += Math.abs(x[n * Tiny.DIM + d] - mean) / x.length;
      }
    }
    return sum;
  }

  @Test
  void theModelStaysAsItIsAndResultsRepeat() {
    try (MsVae model = model()) {
      float[] before = model.parameters().values().iterator().next().getArray().toFloatArray();
      float[] x = Tiny.data(200, 6);
      Inference refined = new Inference(model).withRefinement(Refinement.ofSteps(5));
      Inference.Prediction a = refined.separate(x);
      Inference.Prediction b = refined.separate(x);
      assertArrayEquals(a.states(), b.states());
      assertArrayEquals(a.streams(), b.streams());
      assertArrayEquals(a.states(), refined.predict(x).states());
      assertArrayEquals(
          before, model.parameters().values().iterator().next().getArray().toFloatArray());
      for (int i = 0; i < a.activity().length; i++) {
        assertTrue(a.activity()[i] >= 0 && a.activity()[i] <= 1 + 1e-6);
      }
    }
  }

  @Test
  void silenceNeedsNoSteps() {
    try (MsVae model = model()) {
      Inference none = new Inference(model).withPrior(new FixedCountPrior(3, 0));
      Inference.Prediction p = none.withRefinement(Refinement.ofSteps(3)).separate(Tiny.data(4, 1));
      assertArrayEquals(new int[4], p.states());
    }
  }

  @Test
  void candidatesAreTheLeadingStatesBestFirst() {
    SampleLattice lattice = SampleLattice.single(2);
    double[] score = {0, 3, 1, 2, /* */ -5, -5, -1, -9};
    Candidates c = new Candidates(lattice, 2, score, 3);
    assertArrayEquals(new int[] {1, 3, 2, 2, 0, 1}, c.states());
    assertArrayEquals(new int[] {0, 0, 0, 1, 1, 1}, c.data());
    assertArrayEquals(new int[] {0, 1, 5}, c.rows(0));
    assertArrayEquals(new int[] {1, 2, 3}, c.rows(1));
    // Positions: rows 0, 1, 5 of stream 0 come first, then rows 1, 2, 3 of stream 1.
    assertArrayEquals(new int[] {0, 1, 4, 5, 0, 2}, c.positionsOfSlots()[0]);
    assertEquals(3, c.positionsOfSlots()[1][1]);
    assertArrayEquals(new int[] {6 + 1, 2, 3}, c.placesOfStream(1));
    assertFalse(c.isActive(4, 0));
    assertEquals(2, c.slots());
  }

  @Test
  void refusesWhatHasNoMeaning() {
    assertThrows(IllegalArgumentException.class, () -> new Refinement(0, 1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Refinement(1, 0, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Refinement(1, 1, Double.NaN));
  }
}
