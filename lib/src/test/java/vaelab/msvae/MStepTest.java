package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.SampleLattice.Pairing;
import vaelab.msvae.estep.BernoulliPrior;

/** pi and b in closed form: each M-step raises the ELBO, and its fixed point is an entropy sum. */
class MStepTest {
  private static final int BATCH = 12;
  private static final DataType TYPE = DataType.FLOAT64;

  private static ElboTerms evaluate(
      MsVae model, SampleLattice lattice, NDArray x, NDArray epsilon) {
    return new Elbo(model, lattice, 1, true).evaluate(x, epsilon, true);
  }

  private static void apply(MsVae model, ElboTerms terms) {
    MStep step = new MStep(model.streams().size());
    step.add(terms);
    step.apply(model);
  }

  @Property(tries = 25)
  void neverLowersTheElbo(
      @ForAll @IntRange(min = 1, max = 3) int streams,
      @ForAll @IntRange(min = 1, max = 2) int samples,
      @ForAll Pairing pairing,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double rate,
      @ForAll @DoubleRange(min = 0.05, max = 3) double scale,
      @ForAll @IntRange(max = 1000) int seed) {
    SampleLattice lattice = new SampleLattice(streams, samples, pairing);
    try (MsVae model = Tiny.doubles(streams, seed);
        NDManager scope = model.manager().newSubManager()) {
      model.setPrior(BernoulliPrior.uniform(streams, rate));
      model.setScale(scale);
      NDArray x = Tiny.x(scope, BATCH, TYPE, seed + 1);
      NDArray epsilon = Tiny.noise(scope, lattice, BATCH, TYPE, seed + 2);
      ElboTerms before = evaluate(model, lattice, x, epsilon);
      for (int i = 0; i < 4; i++) {
        apply(model, before);
        ElboTerms after = evaluate(model, lattice, x, epsilon);
        // Both values are exact up to double rounding: the networks, and so the energies, stay.
        assertTrue(
            after.logEvidence() >= before.logEvidence() - 1e-9,
            before.logEvidence() + " fell to " + after.logEvidence());
        before = after;
      }
    }
  }

  /** pi and b of the M-step are better than their neighbours: they maximise, not only improve. */
  @Test
  void maximisesTheExpectedLogJoint() {
    SampleLattice lattice = SampleLattice.single(2);
    try (MsVae model = Tiny.doubles(2, 7);
        NDManager scope = model.manager().newSubManager()) {
      NDArray x = Tiny.x(scope, BATCH, TYPE, 8);
      NDArray epsilon = Tiny.noise(scope, lattice, BATCH, TYPE, 9);
      ElboTerms terms = evaluate(model, lattice, x, epsilon);
      double energy = terms.posterior().meanEnergy();
      double[] activity = terms.posterior().meanActivity();
      apply(model, terms);
      double best = expected(model.pi(), model.scale(), activity, energy);
      for (double factor : new double[] {0.99, 1.01}) {
        assertTrue(expected(model.pi(), model.scale() * factor, activity, energy) < best);
        for (int h = 0; h < 2; h++) {
          double[] pi = model.pi();
          pi[h] *= factor;
          assertTrue(expected(pi, model.scale(), activity, energy) < best);
        }
      }
    }
  }

  private static double expected(double[] pi, double b, double[] activity, double energy) {
    double value = -Tiny.DIM * Math.log(2 * b) - energy / b;
    for (int h = 0; h < pi.length; h++) {
      value += activity[h] * Math.log(pi[h]) + (1 - activity[h]) * Math.log(1 - pi[h]);
    }
    return value;
  }

  @Test
  void batchesCountByTheirSize() {
    try (MsVae model = Tiny.doubles(2, 3);
        NDManager scope = model.manager().newSubManager()) {
      SampleLattice lattice = SampleLattice.single(2);
      MStep both = new MStep(2);
      double energy = 0;
      double[] activity = new double[2];
      for (int size : new int[] {3, 9}) {
        NDArray x = Tiny.x(scope, size, TYPE, size);
        ElboTerms terms = evaluate(model, lattice, x, Tiny.noise(scope, lattice, size, TYPE, size));
        both.add(terms);
        energy += terms.posterior().meanEnergy() * size / 12;
        for (int h = 0; h < 2; h++) {
          activity[h] += terms.posterior().meanActivity()[h] * size / 12;
        }
      }
      assertArrayEquals(activity, both.pi(), 1e-14);
      assertEquals(energy / Tiny.DIM, both.scale(model), 1e-14);
    }
  }

  /**
   * At the fixed point of pi and b with the networks as they are, the data and the state part of
   * the ELBO are entropies: log evidence = H[q(s)] - H[p(s)] - D (1 + ln 2b).
   */
  @Test
  void atTheirFixedPointTheEvidenceIsASumOfEntropies() {
    SampleLattice lattice = new SampleLattice(3, 2, Pairing.CROSSWISE);
    try (MsVae model = Tiny.doubles(3, 11);
        NDManager scope = model.manager().newSubManager()) {
      for (int h = 0; h < 3; h++) {
        lightUp(model.streams().get(h), h);
      }
      NDArray x = mixtures(scope);
      NDArray epsilon = Tiny.noise(scope, lattice, 16, TYPE, 13);
      ElboTerms terms = evaluate(model, lattice, x, epsilon);
      for (int i = 0; i < 200; i++) {
        apply(model, terms);
        terms = evaluate(model, lattice, x, epsilon);
      }
      assertArrayEquals(terms.posterior().meanActivity(), model.pi(), 1e-9, "a fixed point");
      assertEquals(terms.posterior().meanEnergy() / Tiny.DIM, model.scale(), 1e-9);
      double prior = 0;
      for (double p : model.pi()) {
        assertTrue(p > 0.1 && p < 0.9, "every stream is used at times, pi " + p);
        prior -= p * Math.log(p) + (1 - p) * Math.log(1 - p);
      }
      double noise = Tiny.DIM * (1 + Math.log(2 * model.scale()));
      double states = terms.posterior().meanEntropy();
      assertEquals(states - prior - noise, terms.logEvidence(), 1e-7);
      // The entropy sum has the entropy of p(z) where the ELBO has a cross-entropy.
      double sum = EntropySum.of(model, terms.encoderEntropy(), states);
      double latents = 3 * Tiny.SIZES.latent();
      double zPrior = latents / 2 * Math.log(2 * Math.PI * Math.E);
      double zCross = latents / 2 * (Math.log(2 * Math.PI) + terms.secondMoment());
      assertEquals(terms.elbo(), sum + zPrior - zCross, 1e-7);
    }
  }

  /** Makes a stream bright at pixels of its own: 0 and 1, 2 and 3, or 4. */
  private static void lightUp(Stream stream, int h) {
    double[] bias = new double[Tiny.DIM];
    for (int d = 0; d < Tiny.DIM; d++) {
      bias[d] = d / 2 == h ? 3 : -3;
    }
    NDArray last =
        stream.decoder().parameters().values().stream()
            .reduce((a, b) -> b)
            .orElseThrow()
            .getArray();
    last.getManager().create(bias, last.getShape()).copyTo(last);
  }

  /** Every state of three such streams twice, with noise. */
  private static NDArray mixtures(NDManager scope) {
    float[] jitter = Tiny.data(16, 12);
    double[] x = new double[16 * Tiny.DIM];
    for (int i = 0; i < x.length; i++) {
      int state = i / Tiny.DIM % 8;
      x[i] = (state >> i % Tiny.DIM / 2 & 1) + 0.2 * (jitter[i] - 0.75);
    }
    return scope.create(x, new Shape(16, Tiny.DIM));
  }
}
