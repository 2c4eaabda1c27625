package vaelab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StateConfusionTest {
  @Test
  void countsEachMissAgainstEachSpuriousStream() {
    int[] actual = {0b011, 0b001, 0b100, 0b000, 0b110, 0b111};
    int[] predicted = {0b011, 0b000, 0b101, 0b010, 0b001, 0b111};
    int[][] expected = {
      {0, 0, 0, 1}, // stream 0 missed, nothing spurious
      {1, 0, 0, 0}, // streams 1 and 2 missed for stream 0
      {1, 0, 0, 0},
      {1, 1, 0, 0} // streams 0 and 1 found though silent, nothing missed
    };
    int[][] counts = StateConfusion.of(predicted, actual, 3).counts();
    for (int m = 0; m < 4; m++) {
      assertArrayEquals(expected[m], counts[m], "row " + m);
    }
  }

  @Test
  void refusesDifferentNumbers() {
    assertThrows(
        IllegalArgumentException.class, () -> StateConfusion.of(new int[2], new int[3], 2));
  }
}
