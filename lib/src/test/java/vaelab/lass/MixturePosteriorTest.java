package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Joint draws at one position, against the enumerated posterior. */
class MixturePosteriorTest {
  private static final int CODES = 3;
  private static final int DRAWS = 60_000;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void drawsFollowTheEnumeratedPosterior(int k) {
    SplittableRandom random = new SplittableRandom(k);
    List<MixtureTable> tables =
        List.of(Tiny.table(CODES, 1), Tiny.table(CODES, 2), Tiny.table(CODES, 3)).subList(0, k - 1);
    int offset = 5;
    float[] p = new float[offset + k * CODES];
    for (int i = 0; i < p.length; i++) {
      p[i] = 0.1f + (float) random.nextDouble();
    }
    int mixture = 1;
    double[] expected = enumerate(tables, p, offset, mixture, k);
    MixturePosterior posterior = new MixturePosterior(tables, 0);
    int[] seen = new int[expected.length];
    int[] chosen = new int[1 + k];
    for (int i = 0; i < DRAWS; i++) {
      assertTrue(posterior.draw(p, offset, mixture, random, chosen, 1));
      int index = 0;
      for (int j = 1; j <= k; j++) {
        index = index * CODES + chosen[j];
      }
      seen[index]++;
    }
    assertChiSquare(expected, seen);
  }

  /** Up to normalisation, summed over the partial mixtures. */
  private static double[] enumerate(
      List<MixtureTable> tables, float[] p, int offset, int mixture, int k) {
    double[] weights = new double[(int) Math.pow(CODES, k)];
    for (int index = 0; index < weights.length; index++) {
      int[] c = new int[k];
      double prior = 1;
      for (int j = k - 1, left = index; j >= 0; j--, left /= CODES) {
        c[j] = left % CODES;
        prior *= p[offset + j * CODES + c[j]];
      }
      weights[index] = prior * likelihood(tables, c, 1, c[0], mixture);
    }
    double total = DoubleStream.of(weights).sum();
    return DoubleStream.of(weights).map(w -> w / total).toArray();
  }

  /** p(m | m^j, c_{j+1}, ..., c_K) by the sum over all m^{j+1}, ..., m^{K-1}. */
  private static double likelihood(
      List<MixtureTable> tables, int[] c, int j, int part, int mixture) {
    if (j == c.length) {
      return part == mixture ? 1 : 0;
    }
    double sum = 0;
    for (int m = 0; m < CODES; m++) {
      sum +=
          Math.exp(tables.get(j - 1).logLikelihood(m, part, c[j]))
              * likelihood(tables, c, j + 1, m, mixture);
    }
    return sum;
  }

  /** Statistic below its mean plus five standard deviations; impossible outcomes never occur. */
  static void assertChiSquare(double[] expected, int[] seen) {
    int total = 0;
    for (int n : seen) {
      total += n;
    }
    double statistic = 0;
    int degrees = -1;
    for (int i = 0; i < seen.length; i++) {
      if (expected[i] == 0) {
        assertEquals(0, seen[i], "outcome " + i + " is impossible");
      } else {
        statistic += Math.pow(seen[i] - total * expected[i], 2) / (total * expected[i]);
        degrees++;
      }
    }
    assertTrue(degrees > 2, "outcomes to choose from");
    assertTrue(statistic < degrees + 5 * Math.sqrt(2.0 * degrees), statistic + " of " + degrees);
  }

  @Test
  void topKKeepsTheMostProbablePairs() {
    MixtureTable table = Tiny.table(CODES, 4);
    float[] p = {0.5f, 0.3f, 0.2f, 0.1f, 0.25f, 0.65f};
    int mixture = 0;
    double[] weights = enumerate(List.of(table), p, 0, mixture, 2);
    double[] sorted = DoubleStream.of(weights).sorted().toArray();
    for (int top = 1; top <= 4; top++) {
      double least = sorted[sorted.length - top];
      double kept = DoubleStream.of(weights).filter(w -> w >= least).sum();
      double[] expected = DoubleStream.of(weights).map(w -> w < least ? 0 : w / kept).toArray();
      MixturePosterior posterior = new MixturePosterior(List.of(table), top);
      SplittableRandom random = new SplittableRandom(top);
      int[] seen = new int[weights.length];
      int[] chosen = new int[2];
      for (int i = 0; i < DRAWS; i++) {
        posterior.draw(p, 0, mixture, random, chosen, 0);
        seen[chosen[0] * CODES + chosen[1]]++;
      }
      for (int i = 0; i < seen.length; i++) {
        double error = 5 * Math.sqrt(expected[i] * (1 - expected[i]) / DRAWS);
        assertEquals(expected[i], seen[i] / (double) DRAWS, error, "top " + top + ", pair " + i);
      }
    }
  }

  @Test
  void saysWhereNothingIsPossible() {
    MixtureCounts counts = new MixtureCounts(CODES);
    counts.add(0, 1, 2);
    MixturePosterior posterior = new MixturePosterior(List.of(counts.table()), 0);
    SplittableRandom random = new SplittableRandom(1);
    int[] chosen = {7, 7};
    float[] p = {1, 0, 0, 0.5f, 0.25f, 0.25f};
    assertFalse(posterior.draw(p, 0, 0, random, chosen, 0));
    assertArrayEquals(new int[] {7, 7}, chosen);
    assertTrue(posterior.draw(p, 0, 2, random, chosen, 0));
    assertArrayEquals(new int[] {0, 1}, chosen);
    // A pair that was seen, and that the prior excludes.
    float[] excluded = {0, 1, 0, 0.5f, 0.25f, 0.25f};
    assertFalse(posterior.draw(excluded, 0, 2, random, chosen, 0));
  }
}
