package vaelab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairingTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void findsEveryPermutationOfConstantSources(int k) {
    for (int[] permutation : permutations(k)) {
      double[][] scores = new double[k][k];
      for (int i = 0; i < k; i++) {
        for (int j = 0; j < k; j++) {
          // Sources of one value each, 0 to k-1, scored by their squared distance.
          scores[i][j] = -Math.pow(permutation[i] - j, 2);
        }
      }
      assertArrayEquals(permutation, Pairing.best(scores));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5})
  void findsEveryPermutationOfConstantImagesBySimilarity(int k) {
    double[][] greys = new double[k][];
    Arrays.setAll(greys, i -> ReferenceVectors.grey((i + 1.0) / k));
    for (int[] permutation : permutations(k)) {
      double[][] estimates = new double[k][];
      Arrays.setAll(estimates, i -> greys[permutation[i]]);
      assertArrayEquals(
          permutation,
          Pairing.best(StructuralSimilarity.UNIFORM_7.matrix(estimates, greys, 28, 28)));
    }
  }

  @Test
  void theTotalCountsAndNotTheBestSinglePair() {
    // Greedy would take 1.0 and be left with 0.1.
    assertArrayEquals(new int[] {1, 0}, Pairing.best(new double[][] {{1, 0.8}, {0.9, 0.1}}));
    assertArrayEquals(new int[] {1, 0}, Pairing.best(new double[][] {{-5, -3}, {-4, -9}}));
  }

  @Property
  void noPermutationIsBetter(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int k) {
    Random random = new Random(seed);
    double[][] scores = new double[k][];
    Arrays.setAll(scores, i -> random.doubles(k, -1, 1).toArray());
    assertBest(scores);
  }

  @Property
  void tiesAreBrokenTheSameWayEachTime(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int k) {
    Random random = new Random(seed);
    double[][] scores = new double[k][k];
    for (double[] row : scores) {
      // Three values only, with a zero of either sign.
      Arrays.setAll(row, j -> new double[] {0.0, -0.0, 0.5, -0.5}[random.nextInt(4)]);
    }
    int[] pairing = assertBest(scores);
    assertArrayEquals(pairing, Pairing.best(scores));
  }

  @Test
  void equalScoresAreNoObstacle() {
    for (double score : new double[] {0, -0.0, 1, -1, 0.1 + 0.2}) {
      double[][] scores = new double[4][4];
      Arrays.stream(scores).forEach(row -> Arrays.fill(row, score));
      assertBest(scores);
    }
  }

  @Test
  void refusesWhatCannotBePaired() {
    refused(new double[0][0], "at least one");
    refused(new double[][] {{1, 2}, {3}}, "found 1 in row 1");
    refused(new double[][] {{1, 2}}, "found 2 in row 0");
    refused(new double[][] {{1, 2}, {Double.NaN, 1}}, "NaN for estimate 1 and reference 0");
    refused(new double[][] {{1, Double.POSITIVE_INFINITY}, {2, 1}}, "Infinity", "structural");
  }

  private static int[] assertBest(double[][] scores) {
    double[][] before = Arrays.stream(scores).map(double[]::clone).toArray(double[][]::new);
    int[] pairing = Pairing.best(scores);
    assertArrayEquals(before, scores, "scores are left unchanged");
    double best =
        permutations(scores.length).stream().mapToDouble(p -> total(scores, p)).max().orElseThrow();
    assertEquals(best, total(scores, pairing), 1e-12);
    assertEquals(scores.length, Arrays.stream(pairing).distinct().count());
    return pairing;
  }

  private static double total(double[][] scores, int[] pairing) {
    return IntStream.range(0, pairing.length).mapToDouble(i -> scores[i][pairing[i]]).sum();
  }

  private static void refused(double[][] scores, String... fragments) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Pairing.best(scores)).getMessage();
    for (String fragment : fragments) {
      assertTrue(message.contains(fragment), () -> "no '" + fragment + "' in: " + message);
    }
  }

  /** All orders of 0 to k-1. */
  static List<int[]> permutations(int k) {
    List<int[]> all = new ArrayList<>(List.of(new int[0]));
    for (int size = 0; size < k; size++) {
      List<int[]> longer = new ArrayList<>();
      for (int[] shorter : all) {
        for (int place = 0; place <= size; place++) {
          int[] next = new int[size + 1];
          System.arraycopy(shorter, 0, next, 0, place);
          next[place] = size;
          System.arraycopy(shorter, place, next, place + 1, size - place);
          longer.add(next);
        }
      }
      all = longer;
    }
    return all;
  }
}
