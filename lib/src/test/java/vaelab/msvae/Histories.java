package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import vaelab.train.History;

/** Histories are equal when all but the clock is, to the bit. */
final class Histories {
  private Histories() {}

  static void assertSame(History expected, History actual) {
    assertEquals(expected.columns(), actual.columns());
    assertEquals(expected.size(), actual.size());
    for (String name : expected.columns()) {
      if (!name.equals("seconds")) {
        assertArrayEquals(expected.column(name), actual.column(name), name);
      }
    }
  }
}
