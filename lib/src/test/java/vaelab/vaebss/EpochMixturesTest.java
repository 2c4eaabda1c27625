package vaelab.vaebss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every epoch groups the images anew, each at most once. */
class EpochMixturesTest {

  /** Images, M, batch size, mixtures, batches, size of the last batch. */
  @ParameterizedTest
  @CsvSource({"60,2,8,30,4,6", "50,3,5,16,3,6", "9,4,32,2,1,2", "40,1,10,40,4,10"})
  void usesEachImageAtMostOnce(
      int images, int digits, int batch, int mixtures, int batches, int last) {
    EpochMixtures epochs = new EpochMixtures(images, digits, batch, 5);
    List<int[][]> epoch = epochs.epoch(1);
    assertEquals(batches, epoch.size());
    assertEquals(batches, epochs.perEpoch());
    Set<Integer> seen = new HashSet<>();
    int count = 0;
    for (int[][] rows : epoch) {
      assertEquals(digits, rows.length);
      count += rows[0].length;
      for (int[] row : rows) {
        assertEquals(rows[0].length, row.length);
        for (int index : row) {
          assertTrue(index >= 0 && index < images && seen.add(index), "image " + index);
        }
      }
    }
    assertEquals(mixtures, count);
    assertEquals(last, epoch.get(batches - 1)[0].length);
  }

  @Test
  void epochsDifferAndRepeatThemselves() {
    EpochMixtures one = new EpochMixtures(60, 2, 8, 5);
    EpochMixtures two = new EpochMixtures(60, 2, 8, 5);
    assertArrayEquals(one.epoch(3).toArray(), two.epoch(3).toArray());
    assertFalse(Arrays.deepEquals(one.epoch(3).toArray(), one.epoch(4).toArray()));
    EpochMixtures other = new EpochMixtures(60, 2, 8, 6);
    assertFalse(Arrays.deepEquals(one.epoch(3).toArray(), other.epoch(3).toArray()));
  }

  @Test
  void refusesTooFewImages() {
    assertThrows(IllegalArgumentException.class, () -> new EpochMixtures(5, 3, 8, 1));
  }
}
