package vaelab.msvae.estep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.SampleLattice.Pairing;

/** The fixed-K posterior over C(H,K) energies is that over all 2^H with the others masked. */
class RestrictedStatesTest {
  private static final LaplaceNoise NOISE = new LaplaceNoise();

  @Property(tries = 60)
  void posteriorOverTheSupportIsTheMaskedPosterior(
      @ForAll @IntRange(min = 1, max = 8) int streams,
      @ForAll @IntRange(max = 8) int wanted,
      @ForAll @IntRange(min = 1, max = 3) int samples,
      @ForAll long seed) {
    FixedCountPrior prior = new FixedCountPrior(streams, Math.min(streams, wanted));
    SampleLattice all = new SampleLattice(streams, samples, Pairing.PAIRWISE);
    SampleLattice some = all.restrictedTo(prior.support());
    int batch = 2;
    SplittableRandom random = new SplittableRandom(seed);
    float[] energies = new float[all.lattices(batch) * all.size()];
    for (int i = 0; i < energies.length; i++) {
      energies[i] = random.nextInt(400) / 64f;
    }
    float[] supported = new float[some.lattices(batch) * some.size()];
    for (int l = 0; l < some.lattices(batch); l++) {
      for (int t = 0; t < some.size(); t++) {
        supported[l * some.size() + t] = energies[l * all.size() + some.state(t)];
      }
    }
    StatePosterior masked = new EStep(all, prior, NOISE, 0.7, 3).posterior(energies, batch);
    StatePosterior q = new EStep(some, prior, NOISE, 0.7, 3).posterior(supported, batch);
    assertArrayEquals(masked.logEvidence(), q.logEvidence(), 1e-12);
    assertArrayEquals(masked.entropy(), q.entropy(), 1e-12);
    assertArrayEquals(masked.energy(), q.energy(), 1e-12);
    assertArrayEquals(masked.activity(), q.activity(), 1e-12);
    for (int b = 0; b < batch; b++) {
      assertArrayEquals(masked.stateProbabilities(b), q.stateProbabilities(b), 1e-7);
      assertEquals(masked.mode(b), q.mode(b));
    }
  }
}
