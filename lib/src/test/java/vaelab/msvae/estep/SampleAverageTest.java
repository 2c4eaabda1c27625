package vaelab.msvae.estep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.SampleLattice.Pairing;

/** Posteriors of several samples are averages over combinations, written out here naively. */
class SampleAverageTest {
  private static final double B = 0.7;
  private static final int DIM = 3;
  private static final LaplaceNoise NOISE = new LaplaceNoise();

  private static float[] energies(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(400) / 64f;
    }
    return values;
  }

  private static StatePrior prior(int streams, boolean fixed) {
    double[] pi = {0.3, 0.2, 0.6};
    return fixed ? new FixedCountPrior(streams, 1) : new BernoulliPrior(Arrays.copyOf(pi, streams));
  }

  private static StatePosterior run(SampleLattice lattice, StatePrior prior, float[] e, int batch) {
    return new EStep(lattice, prior, NOISE, B, DIM).posterior(e.clone(), batch);
  }

  @ParameterizedTest
  @CsvSource({"2,3,false", "2,3,true", "3,2,false", "3,2,true", "1,4,false"})
  void crosswiseIsTheMeanOverAllCombinations(int streams, int samples, boolean fixed) {
    SampleLattice lattice = new SampleLattice(streams, samples, Pairing.CROSSWISE);
    int batch = 2;
    int points = lattice.size();
    float[] energies = energies(batch * points, 5);
    StatePrior prior = prior(streams, fixed);
    double[] logPrior = prior.logProbabilities();
    StatePosterior q = run(lattice, prior, energies, batch);
    int combinations = (int) Math.round(Math.pow(samples, streams));
    int states = 1 << streams;
    for (int b = 0; b < batch; b++) {
      double[] weights = new double[points];
      double[] stateP = new double[states];
      double[] activity = new double[streams];
      double evidence = 0;
      double entropy = 0;
      double energy = 0;
      for (int c = 0; c < combinations; c++) {
        double[] joint = new double[states];
        int[] at = new int[states];
        double total = 0;
        for (int s = 0; s < states; s++) {
          at[s] = point(s, c, streams, samples);
          double e = energies[b * points + at[s]];
          joint[s] = Math.exp(logPrior[s] - DIM * Math.log(2 * B) - e / B);
          total += joint[s];
        }
        evidence += Math.log(total) / combinations;
        for (int s = 0; s < states; s++) {
          double p = joint[s] / total;
          weights[at[s]] += p / combinations;
          stateP[s] += p / combinations;
          entropy -= p > 0 ? p * Math.log(p) / combinations : 0;
          energy += p * energies[b * points + at[s]] / combinations;
          for (int h = 0; h < streams; h++) {
            activity[h] += (s >> h & 1) * p / combinations;
          }
        }
      }
      for (int t = 0; t < points; t++) {
        assertEquals(weights[t], q.weights()[b * points + t], 1e-6, "float32 sums of M^H shares");
      }
      assertArrayEquals(stateP, q.stateProbabilities(b), 1e-6);
      assertEquals(evidence, q.logEvidence()[b], 1e-11);
      assertEquals(entropy, q.entropy()[b], 1e-11);
      assertEquals(energy, q.energy()[b], 1e-11);
      for (int h = 0; h < streams; h++) {
        assertEquals(activity[h], q.activity(b, h), 1e-12);
      }
      int best = 0;
      for (int s = 1; s < states; s++) {
        best = stateP[s] > stateP[best] ? s : best;
      }
      assertEquals(best, q.mode(b));
    }
  }

  /** Lattice point of a state when stream h shows sample (c / M^h) % M. */
  private static int point(int state, int combination, int streams, int samples) {
    int point = 0;
    for (int h = streams - 1; h >= 0; h--) {
      int sample = combination;
      for (int i = 0; i < h; i++) {
        sample /= samples;
      }
      point = point * (samples + 1) + ((state >> h & 1) == 1 ? sample % samples + 1 : 0);
    }
    return point;
  }

  @Test
  void oneSampleIsTheSameEitherWay() {
    float[] energies = energies(3 * 8, 8);
    StatePrior prior = prior(3, false);
    StatePosterior a = run(new SampleLattice(3, 1, Pairing.CROSSWISE), prior, energies, 3);
    StatePosterior b = run(new SampleLattice(3, 1, Pairing.PAIRWISE), prior, energies, 3);
    assertArrayEquals(a.weights(), b.weights());
    assertArrayEquals(a.logEvidence(), b.logEvidence());
    assertArrayEquals(a.activity(), b.activity());
  }

  @Test
  void pairwiseIsTheMeanOfSingleLattices() {
    int samples = 3;
    int batch = 2;
    float[] energies = energies(samples * batch * 8, 9);
    StatePrior prior = prior(3, false);
    StatePosterior q = run(new SampleLattice(3, samples, Pairing.PAIRWISE), prior, energies, batch);
    double evidence = 0;
    double energy = 0;
    double entropy = 0;
    double[] mean = new double[3];
    double[][] states = new double[batch][8];
    for (int m = 0; m < samples; m++) {
      float[] part = Arrays.copyOfRange(energies, m * batch * 8, (m + 1) * batch * 8);
      StatePosterior one = run(SampleLattice.single(3), prior, part, batch);
      evidence += one.meanLogEvidence() / samples;
      energy += one.meanEnergy() / samples;
      entropy += one.meanEntropy() / samples;
      for (int h = 0; h < 3; h++) {
        mean[h] += one.meanActivity()[h] / samples;
      }
      for (int b = 0; b < batch; b++) {
        for (int s = 0; s < 8; s++) {
          states[b][s] += one.stateProbabilities(b)[s] / samples;
        }
      }
    }
    assertEquals(evidence, q.meanLogEvidence(), 1e-12);
    assertEquals(energy, q.meanEnergy(), 1e-12);
    assertEquals(entropy, q.meanEntropy(), 1e-12);
    assertArrayEquals(mean, q.meanActivity(), 1e-12);
    for (int b = 0; b < batch; b++) {
      assertArrayEquals(states[b], q.stateProbabilities(b), 1e-12);
    }
  }

  @Test
  void tenThousandSharesStillAddUpToOne() {
    SampleLattice lattice = new SampleLattice(2, 100, Pairing.CROSSWISE);
    StatePosterior q = run(lattice, prior(2, false), energies(lattice.size(), 4), 1);
    double sum = 0;
    for (float w : q.weights()) {
      sum += w;
    }
    // Every share is rounded into a float32 sum; roundings of 6e-8 mostly cancel.
    assertEquals(1, sum, 1e-5);
    assertEquals(q.activity(0, 0), q.stateProbabilities(0)[1] + q.stateProbabilities(0)[3], 1e-5);
  }
}
