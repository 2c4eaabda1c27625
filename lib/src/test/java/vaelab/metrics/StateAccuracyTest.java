package vaelab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class StateAccuracyTest {
  @Test
  void countsWholeStatesAndSingleBits() {
    StateAccuracy accuracy =
        StateAccuracy.of(new int[] {0b00, 0b01, 0b11, 0b10}, new int[] {0b00, 0b11, 0b11, 0b01}, 2);
    assertEquals(0.5, accuracy.exact());
    assertArrayEquals(new double[] {0.75, 0.5}, accuracy.perStream());
    assertEquals(4, accuracy.points());
  }

  @Test
  void isOneForPerfectAndZeroForInvertedPredictions() {
    int[] actual = {0b101, 0b010, 0b111};
    assertEquals(1, StateAccuracy.of(actual, actual, 3).exact());
    StateAccuracy inverted = StateAccuracy.of(new int[] {0b010, 0b101, 0b000}, actual, 3);
    assertEquals(0, inverted.exact());
    assertArrayEquals(new double[3], inverted.perStream());
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThrows(IllegalArgumentException.class, () -> StateAccuracy.of(new int[1], new int[2], 1));
    assertThrows(IllegalArgumentException.class, () -> StateAccuracy.of(new int[0], new int[0], 1));
  }
}
