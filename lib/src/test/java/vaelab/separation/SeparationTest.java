package vaelab.separation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SeparationTest {
  @Test
  void holdsTheArrayItIsGiven() {
    float[] sources = new float[12];
    assertSame(sources, new Separation(sources, 2, 3, 2).sources());
    assertEquals(0, new Separation(new float[0], 0, 3, 2).count());
  }

  @Test
  void refusesSizesThatDoNotFit() {
    refused(() -> new Separation(new float[11], 2, 3, 2), "2 x 3 x 2", "found 11");
    refused(() -> new Separation(new float[0], 0, 0, 2), "0 x 0 x 2");
    refused(() -> new Separation(new float[0], 0, 1, 0), "0 x 1 x 0");
    refused(() -> new Separation(new float[2], -1, 1, -2), "-1 x 1 x -2");
  }

  @Test
  void sizesBeyondAnArrayDoNotWrapAround() {
    // 2^16 x 2^16 is 0 in 32 bits.
    refused(() -> new Separation(new float[0], 1 << 16, 1 << 16, 1), "65536 x 65536");
  }

  @Test
  void countsWholeRows() {
    assertEquals(3, Separation.countOf(new float[12], 4, 2));
    assertEquals(0, Separation.countOf(new float[0], 4, 2));
    refused(() -> Separation.countOf(new float[13], 4, 2), "D=4", "found 13");
    refused(() -> Separation.countOf(new float[12], 0, 2), "D=0");
    refused(() -> Separation.countOf(new float[12], 4, 0), "K=0");
  }

  static void refused(Executable action, String... fragments) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    for (String fragment : fragments) {
      assertTrue(message.contains(fragment), () -> "no '" + fragment + "' in: " + message);
    }
  }
}
