package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The sparse table holds what the dense one would. */
class MixtureTableTest {
  private static final int CODES = 4;

  @Test
  void equalsTheDenseTable() {
    // More than a buffer of triples, so that merges of old and new keys are in it.
    int triples = (1 << 21) + 12345;
    SplittableRandom random = new SplittableRandom(1);
    long[][][] dense = new long[CODES][CODES][CODES];
    MixtureCounts counts = new MixtureCounts(CODES);
    for (int i = 0; i < triples; i++) {
      int a = random.nextInt(CODES);
      int b = random.nextInt(1 + a);
      int m = (a + b * random.nextInt(2)) % CODES;
      dense[a][b][m]++;
      counts.add(a, b, m);
    }
    MixtureTable table = counts.table();
    int entries = 0;
    for (int m = 0; m < CODES; m++) {
      int pairs = 0;
      for (int a = 0; a < CODES; a++) {
        for (int b = 0; b < CODES; b++) {
          long total = 0;
          for (long n : dense[a][b]) {
            total += n;
          }
          double expected = Math.log(dense[a][b][m] / (double) total);
          double actual = table.logLikelihood(m, a, b);
          if (dense[a][b][m] == 0) {
            assertEquals(Double.NEGATIVE_INFINITY, actual);
          } else {
            assertEquals(expected, actual, 1e-6);
            pairs++;
          }
        }
      }
      assertEquals(pairs, table.pairs(m));
      entries += pairs;
    }
    assertEquals(entries, table.size());
    assertTrue(entries < CODES * CODES * CODES / 2, "a table with gaps");
  }

  @Test
  void listsOfACodeHoldItsPairsInOrder() {
    MixtureCounts counts = new MixtureCounts(3);
    counts.add(2, 0, 1);
    counts.add(0, 2, 1);
    counts.add(2, 0, 1);
    counts.add(2, 0, 0);
    MixtureTable table = counts.table();
    assertEquals(0, table.pairs(2));
    assertEquals(2, table.pairs(1));
    int at = table.start(1);
    assertEquals(0, table.first(at));
    assertEquals(2, table.second(at));
    assertEquals(1, table.probability(at), 0);
    assertEquals(2, table.first(at + 1));
    assertEquals(0, table.second(at + 1));
    assertEquals(2 / 3f, table.probability(at + 1), 1e-7f);
  }

  @Test
  void goesThroughRowsAndBack() {
    MixtureTable table = Tiny.table(5, 3);
    double[] rows = table.toRows();
    MixtureTable again = MixtureTable.ofRows(5, rows);
    assertArrayEquals(rows, again.toRows());
    for (int m = 0; m < 5; m++) {
      assertEquals(table.pairs(m), again.pairs(m));
    }
    double[] unsorted = rows.clone();
    unsorted[0] = 4;
    assertThrows(IllegalArgumentException.class, () -> MixtureTable.ofRows(5, unsorted));
    assertThrows(IllegalArgumentException.class, () -> MixtureTable.ofRows(4, rows));
  }

  @Test
  void refusesWhatIsNoCode() {
    MixtureCounts counts = new MixtureCounts(3);
    assertThrows(IllegalArgumentException.class, () -> counts.add(3, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> counts.add(0, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> counts.add(0, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> new MixtureCounts(0));
  }
}
