package vaelab.msvae.estep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SampleLattice;

/** The posterior stays a distribution however large, equal or far apart the energies are. */
class ExtremeEnergiesTest {
  private static final int DIM = 5;

  private static StatePosterior posterior(float[] energies, StatePrior prior, double scale) {
    SampleLattice lattice = SampleLattice.single(prior.streams());
    return new EStep(lattice, prior, new LaplaceNoise(), scale, DIM)
        .posterior(energies.clone(), energies.length / lattice.size());
  }

  @Test
  void equalEnergiesLeaveThePrior() {
    float[] energies = new float[16];
    Arrays.fill(energies, 1e4f);
    BernoulliPrior prior = new BernoulliPrior(new double[] {0.1, 0.2, 0.7, 0.5});
    StatePosterior q = posterior(energies, prior, 0.1);
    for (int h = 0; h < 4; h++) {
      // Log-joints near -1e5 are rounded to 1e-11.
      assertEquals(prior.pi()[h], q.activity(0, h), 1e-9);
    }
    assertEquals(prior.entropy(), q.entropy()[0], 1e-9);
    StatePosterior flat = posterior(energies, BernoulliPrior.uniform(4, 0.5), 0.1);
    assertEquals(4 * Math.log(2), flat.entropy()[0], 1e-12, "largest entropy there is");
    assertEquals(0, flat.mode(0), "the smallest state at a tie");
  }

  @Test
  void onlyDifferencesOfEnergiesMatter() {
    // 2^20 + k and k are both exact in float32.
    float[] near = {3, 1, 2, 5};
    float[] far = {3 + 0x1p20f, 1 + 0x1p20f, 2 + 0x1p20f, 5 + 0x1p20f};
    StatePosterior a = posterior(near, BernoulliPrior.uniform(2, 0.3), 0.5);
    StatePosterior b = posterior(far, BernoulliPrior.uniform(2, 0.3), 0.5);
    for (int s = 0; s < 4; s++) {
      assertEquals(a.weights()[s], b.weights()[s], 1e-7);
    }
    assertEquals(a.logEvidence()[0] - 0x1p21, b.logEvidence()[0], 1e-8);
    assertEquals(a.energy()[0] + 0x1p20, b.energy()[0], 1e-8);
  }

  @Test
  void aTinyScaleMakesTheBestStateCertain() {
    StatePosterior q = posterior(new float[] {4, 3, 2, 5}, BernoulliPrior.uniform(2, 0.5), 1e-30);
    assertEquals(1, q.weights()[2]);
    assertEquals(0, q.entropy()[0]);
    double expected = -DIM * Math.log(2e-30) - 2 / 1e-30 - 2 * Math.log(2);
    assertEquals(expected, q.logEvidence()[0], 1e-12 * Math.abs(expected));
  }

  @Test
  void anUndefinedEnergyIsNotHidden() {
    StatePosterior q =
        posterior(new float[] {1, Float.NaN, 1, 1}, BernoulliPrior.uniform(2, 0.5), 1);
    assertFalse(Double.isFinite(q.logEvidence()[0]));
  }

  @Property(tries = 200)
  void alwaysADistributionOnTheSupportOfThePrior(
      @ForAll @Size(8) List<@FloatRange(min = 0, max = 1e37f) Float> values,
      @ForAll @DoubleRange(min = 1e-12, max = 1e6) @Scale(12) double scale,
      @ForAll @IntRange(min = -1, max = 3) int count) {
    StatePrior prior =
        count < 0
            ? new BernoulliPrior(new double[] {0.2, 0.5, 0.9})
            : new FixedCountPrior(3, count);
    float[] energies = new float[8];
    for (int s = 0; s < 8; s++) {
      energies[s] = values.get(s);
    }
    StatePosterior q = posterior(energies, prior, scale);
    double sum = 0;
    for (int s = 0; s < 8; s++) {
      assertTrue(q.weights()[s] >= 0, "negative or undefined weight");
      if (count >= 0 && Integer.bitCount(s) != count) {
        assertEquals(0, q.weights()[s], "mass off the support");
      }
      sum += q.weights()[s];
    }
    assertEquals(1, sum, 1e-6, "eight float32 weights");
    assertTrue(q.entropy()[0] >= 0 && q.entropy()[0] <= Math.log(8) + 1e-12);
    assertTrue(Double.isFinite(q.logEvidence()[0]));
  }

  @Property(tries = 60)
  void fixedCountPosteriorsHaveNoMassOffTheirSupport(
      @ForAll @IntRange(min = 1, max = 6) int streams,
      @ForAll @IntRange(max = 6) int wanted,
      @ForAll long seed) {
    int count = Math.min(streams, wanted);
    SplittableRandom random = new SplittableRandom(seed);
    float[] energies = new float[3 << streams];
    for (int i = 0; i < energies.length; i++) {
      energies[i] = random.nextInt(1000) / 8f;
    }
    StatePosterior q = posterior(energies, new FixedCountPrior(streams, count), 0.5);
    for (int b = 0; b < 3; b++) {
      double[] p = q.stateProbabilities(b);
      double active = 0;
      for (int s = 0; s < p.length; s++) {
        assertTrue(p[s] == 0 || Integer.bitCount(s) == count);
      }
      for (int h = 0; h < streams; h++) {
        active += q.activity(b, h);
      }
      assertEquals(count, active, 1e-12, "activities add up to K");
      assertEquals(count, Integer.bitCount(q.mode(b)));
    }
  }
}
