package vaelab.msvae.estep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.SampleLattice.Pairing;

/** With known states the E-step has nothing to choose. */
class KnownStatesTest {
  private static final LaplaceNoise NOISE = new LaplaceNoise();
  private static final double SCALE = 0.5;
  private static final int DIM = 4;
  private static final BernoulliPrior PRIOR = new BernoulliPrior(new double[] {0.2, 0.7});

  private static float[] energies(SampleLattice lattice, int batch) {
    SplittableRandom random = new SplittableRandom(5);
    float[] energies = new float[lattice.lattices(batch) * lattice.size()];
    for (int i = 0; i < energies.length; i++) {
      energies[i] = random.nextInt(1, 90) / 16f;
    }
    return energies;
  }

  @Test
  void evidenceIsTheJointOfTheKnownState() {
    SampleLattice lattice = SampleLattice.single(2);
    float[] energies = energies(lattice, 3);
    int[] known = {2, 0, 3};
    EStep eStep = new EStep(lattice, PRIOR, NOISE, SCALE, DIM);
    StatePosterior q = eStep.posterior(energies.clone(), 3, known);
    double[] logP = {
      Math.log(0.8) + Math.log(0.7), Math.log(0.8) + Math.log(0.3), Math.log(0.2) + Math.log(0.7)
    };
    double[] activity = {0, 1, 0, 0, 1, 1};
    for (int n = 0; n < 3; n++) {
      float energy = energies[n * 4 + known[n]];
      double expected = logP[n] - DIM * Math.log(2 * SCALE) - energy / SCALE;
      assertEquals(expected, q.logEvidence()[n], 1e-9);
      assertEquals(energy, q.energy()[n], 1e-6);
      assertEquals(0, q.entropy()[n]);
      assertEquals(known[n], q.mode(n));
      assertEquals(1, q.stateProbabilities(n)[known[n]], 1e-7);
    }
    assertArrayEquals(activity, q.activity(), 1e-12);
  }

  /** Of every sample the same state; the evidence is the mean over samples of its joint. */
  @ParameterizedTest
  @EnumSource(Pairing.class)
  void holdsForSeveralSamples(Pairing pairing) {
    SampleLattice lattice = new SampleLattice(2, 2, pairing);
    float[] energies = energies(lattice, 2);
    int[] known = {1, 3};
    StatePosterior q =
        new EStep(lattice, PRIOR, NOISE, SCALE, DIM).posterior(energies.clone(), 2, known);
    double[] sums = new double[2];
    int[] counts = new int[2];
    for (int i = 0; i < energies.length; i++) {
      int n = i / lattice.size() % 2;
      if (lattice.state(i % lattice.size()) == known[n]) {
        sums[n] += energies[i];
        counts[n]++;
      }
    }
    double energy = (sums[0] / counts[0] + sums[1] / counts[1]) / 2;
    assertEquals(energy, q.meanEnergy(), 1e-6);
    assertEquals(0, q.meanEntropy(), 1e-12);
    assertArrayEquals(new double[] {1, 0.5}, q.meanActivity(), 1e-9);
  }

  @Test
  void aPointWhoseStateIsNotKnownKeepsItsPosterior() {
    SampleLattice lattice = SampleLattice.single(2);
    EStep eStep = new EStep(lattice, PRIOR, NOISE, SCALE, DIM);
    StatePosterior free = eStep.posterior(energies(lattice, 2), 2);
    StatePosterior some = eStep.posterior(energies(lattice, 2), 2, new int[] {-1, 2});
    assertEquals(free.logEvidence()[0], some.logEvidence()[0], 1e-12);
    assertArrayEquals(free.stateProbabilities(0), some.stateProbabilities(0), 1e-7);
    assertEquals(1, some.stateProbabilities(1)[2], 1e-7);
  }

  @Test
  void refusesAnotherNumberOfStates() {
    SampleLattice lattice = SampleLattice.single(2);
    EStep eStep = new EStep(lattice, PRIOR, NOISE, SCALE, DIM);
    assertThrows(
        IllegalArgumentException.class,
        () -> eStep.posterior(energies(lattice, 3), 3, new int[] {1, 2}));
  }
}
