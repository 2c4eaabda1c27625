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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.SumCombination;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.msvae.estep.StatePrior;
import vaelab.nn.DiagonalGaussian;
import vaelab.tensor.GradMode;

/** Gradient steps on q(z) lower the free energy, of the states they are meant for. */
class RefinementTest {
  private static final int POINTS = 9;

  private static MsVae model() {
    MsVae model = Tiny.floats(3, 21);
    model.setPrior(new BernoulliPrior(new double[] {0.3, 0.45, 0.6}));
    model.setScale(0.2);
    return model;
  }

  /** Noise that is the same number every time, so that expectations are values at one z. */
  private static RandomGenerator always(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException("only Gaussians are drawn");
      }

      @Override
      public double nextGaussian() {
        return value;
      }
    };
  }

  /** Steps too small to move anything: F stays where the encoders put it. */
  private static Refinement still(int states) {
    return new Refinement(0, 1, states, 1, 1e-30);
  }

  /** Everything that a refinement of some data needs, energies of the encoders' means included. */
  private static Refined refine(
      MsVae model, StatePrior prior, Refinement how, NDManager scope, float[] data, double noise) {
    int points = data.length / Tiny.DIM;
    NDArray x = scope.create(data, new Shape(points, Tiny.DIM)).toType(model.type(), false);
    List<DiagonalGaussian> q = new ArrayList<>();
    NDList mu = new NDList();
    ParameterStore store = new ParameterStore(scope, false);
    try (GradMode off = GradMode.off()) {
      for (Stream stream : model.streams()) {
        q.add(stream.encoder().encode(store, x, false));
        mu.add(stream.decoder().decode(store, q.get(q.size() - 1).nu(), false));
      }
      SampleLattice lattice =
          SampleLattice.single(model.streams().size()).restrictedTo(prior.support());
      float[] energies = model.energies().energies(x, mu, lattice);
      return new Refiner(model, prior, how).refine(scope, x, q, lattice, energies, always(noise));
    }
  }

  /**
   * F written out in double for one data point and state: q of each stream shifted by offsets in nu
   * and log tau, z at a given number of standard deviations from nu.
   */
  private static double freeEnergy(
      MsVae model, StatePrior prior, int state, float[] data, int row, double noise, double[] by) {
    int width = Tiny.SIZES.latent();
    try (NDManager scope = model.manager().newSubManager()) {
      NDArray x =
          scope
              .create(data, new Shape(data.length / Tiny.DIM, Tiny.DIM))
              .toType(model.type(), false);
      ParameterStore store = new ParameterStore(scope, false);
      double[] mean = new double[Tiny.DIM];
      double f = -prior.logProbabilities()[state];
      for (int h = 0; h < model.streams().size(); h++) {
        if ((state >> h & 1) == 0) {
          continue;
        }
        DiagonalGaussian q = model.streams().get(h).encoder().encode(store, x, false);
        double[] nu = doubles(q.nu(), row, width);
        double[] logTau = doubles(q.logTau(), row, width);
        double[] z = new double[width];
        for (int i = 0; i < width; i++) {
          nu[i] += by[2 * h * width + i];
          logTau[i] += by[(2 * h + 1) * width + i];
          z[i] = nu[i] + Math.exp(logTau[i] / 2) * noise;
          f += 0.5 * (Math.exp(logTau[i]) + nu[i] * nu[i] - 1 - logTau[i]);
        }
        NDArray latents = scope.create(z, new Shape(1, width)).toType(model.type(), false);
        double[] mu =
            doubles(model.streams().get(h).decoder().decode(store, latents, false), 0, Tiny.DIM);
        for (int d = 0; d < Tiny.DIM; d++) {
          mean[d] += mu[d];
        }
      }
      for (int d = 0; d < Tiny.DIM; d++) {
        f += Math.abs(data[row * Tiny.DIM + d] - mean[d]) / model.scale();
      }
      return f;
    }
  }

  private static double[] doubles(NDArray rows, int row, int width) {
    double[] all = rows.toType(DataType.FLOAT64, false).toDoubleArray();
    return Arrays.copyOfRange(all, row * width, (row + 1) * width);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.7, -1.3})
  void theFreeEnergyIsTheFormula(double noise) {
    try (MsVae model = model();
        NDManager scope = model.manager().newSubManager()) {
      float[] data = Tiny.data(POINTS, 4);
      Refined r = refine(model, model.prior(), still(8), scope, data, noise);
      double[] nowhere = new double[6 * Tiny.SIZES.latent()];
      assertEquals(8 * POINTS, r.candidates().rows());
      for (int row = 0; row < 8 * POINTS; row++) {
        int n = r.candidates().data()[row];
        int state = r.candidates().states()[row];
        assertEquals(
            freeEnergy(model, model.prior(), state, data, n, noise, nowhere),
            r.freeEnergy()[row],
            1e-4);
      }
      // All samples are the same here, so both halves weigh and count alike.
      double[] bounds = r.bounds();
      for (int n = 0; n < POINTS; n++) {
        double sum = 0;
        for (int row = 8 * n; row < 8 * n + 8; row++) {
          sum += Math.exp(-r.freeEnergy()[row]);
        }
        assertEquals(Math.log(sum), bounds[n], 1e-9);
      }
    }
  }

  @Test
  void stepsLowerTheFreeEnergyOfEveryCandidate() {
    try (MsVae model = model();
        NDManager scope = model.manager().newSubManager()) {
      float[] data = Tiny.data(POINTS, 4);
      double[] before = refine(model, model.prior(), still(8), scope, data, 0.5).freeEnergy();
      double[] after =
          refine(model, model.prior(), new Refinement(0, 80, 8, 1, 0.02), scope, data, 0.5)
              .freeEnergy();
      int lower = 0;
      for (int row = 0; row < after.length; row++) {
        // A kink of the L1 distance lets Adam end a little above where it began.
        assertTrue(after[row] <= before[row] + 0.05);
        lower += after[row] < before[row] - 0.1 ? 1 : 0;
      }
      assertTrue(lower > after.length / 2, "lowered: " + lower);
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
      double noise = 0.7;
      double[] before = refine(model, prior, still(1), scope, data, noise).freeEnergy();
      double[] after =
          refine(model, prior, new Refinement(0, 1, 1, 1, small), scope, data, noise).freeEnergy();
      for (int row = 0; row < 4; row++) {
        double slope = 0;
        for (int i = 0; i < 4 * Tiny.SIZES.latent(); i++) {
          slope += Math.abs(derivative(model, prior, data, row, noise, i));
        }
        // Every mean and every log variance moves by the step size against its own derivative.
        assertEquals(-small * slope, after[row] - before[row], 3e-2 * small * slope);
      }
    }
  }

  /** Central difference of F by one mean or log variance of one data point, both streams active. */
  private static double derivative(
      MsVae model, StatePrior prior, float[] data, int row, double noise, int parameter) {
    double h = 1e-6;
    double[] by = new double[4 * Tiny.SIZES.latent()];
    by[parameter] = h;
    double up = freeEnergy(model, prior, 3, data, row, noise, by);
    by[parameter] = -h;
    return (up - freeEnergy(model, prior, 3, data, row, noise, by)) / (2 * h);
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
      Inference refined = plain.withRefinement(new Refinement(0, 150, 3, 1, 0.05));
      double before = residual(x, plain.separate(x));
      double after = residual(x, refined.separate(x));
      assertTrue(after < 0.4 * before, "mean |residual| " + before + " became " + after);
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
  void candidatesAreLaidOutInRows() {
    CandidatePool pool = new CandidatePool(2, 3);
    int[] states = {1, 3, 2, 2, 0, 1};
    for (int row = 0; row < states.length; row++) {
      pool.offer(row / 3, new Candidate(states[row], -row, null, null));
    }
    Candidates c = new Candidates(pool, 2);
    assertArrayEquals(states, c.states());
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
  void aTemperatureLetsTheLikelihoodCountLess() {
    try (MsVae model = model();
        NDManager scope = model.manager().newSubManager()) {
      float[] data = Tiny.data(POINTS, 4);
      Refinement warm = new Refinement(0, 1, 8, 2.5, 1e-30);
      double[] tempered = refine(model, model.prior(), warm, scope, data, 0.5).freeEnergy();
      model.setScale(2.5 * model.scale());
      Refined wide = refine(model, model.prior(), still(8), scope, data, 0.5);
      assertArrayEquals(wide.freeEnergy(), tempered, 1e-6);
    }
  }

  /** Steps that move nothing and noise of 0 put F at the mean, where sweeps compare. */
  @Test
  void withoutStepsStatesCompareAtTheMean() {
    try (MsVae model = model();
        NDManager scope = model.manager().newSubManager()) {
      float[] data = Tiny.data(POINTS, 4);
      Refinement sweeps = new Refinement(1, 0, 5, 2.5, 0.1);
      Refinement still = new Refinement(1, 1, 5, 2.5, 1e-30);
      Refined quick = refine(model, model.prior(), sweeps, scope, data, 0);
      Refined slow = refine(model, model.prior(), still, scope, data, 0);
      assertArrayEquals(slow.candidates().states(), quick.candidates().states());
      assertArrayEquals(slow.freeEnergy(), quick.freeEnergy(), 1e-4);
      assertArrayEquals(
          slow.images().toFloatArray(), quick.images().toFloatArray(), 1e-6f, "images");
    }
  }

  @Test
  void stepsThatDivergeAreNoAnswer() {
    try (MsVae model = Tiny.doubles(2, 5)) {
      Inference inference = new Inference(model).withRefinement(new Refinement(0, 3, 2, 1, 1e4));
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> inference.predict(Tiny.data(4, 6)));
      assertTrue(e.getMessage().contains("3 gradient steps of size 10000.0"), e.getMessage());
    }
  }

  @Test
  void refusesWhatHasNoMeaning() {
    assertThrows(IllegalArgumentException.class, () -> new Refinement(0, 0, 1, 1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Refinement(-1, 2, 1, 1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Refinement(0, 1, 0, 1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Refinement(0, 1, 1, 0, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Refinement(0, 1, 1, 1, Double.NaN));
  }
}
