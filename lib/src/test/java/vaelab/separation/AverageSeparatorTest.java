package vaelab.separation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static vaelab.separation.SeparationTest.refused;

import org.junit.jupiter.api.Test;

class AverageSeparatorTest {
  private final AverageSeparator average = new AverageSeparator();

  @Test
  void everySourceIsTheSameShare() {
    float[] mixtures = {3, 0, 1.5f, -0.75f};
    Separation separation = average.separate(mixtures, 2, 3);
    assertArrayEquals(
        new float[] {1, 0, 1, 0, 1, 0, 0.5f, -0.25f, 0.5f, -0.25f, 0.5f, -0.25f},
        separation.sources());
    assertEquals(2, separation.count());
    assertEquals(3, separation.k());
    assertEquals(2, separation.dim());
    assertArrayEquals(new float[] {3, 0, 1.5f, -0.75f}, mixtures);
  }

  @Test
  void aSingleSourceIsTheMixture() {
    float[] mixtures = {0.25f, 0.5f};
    Separation separation = average.separate(mixtures, 2, 1);
    assertArrayEquals(mixtures, separation.sources());
    separation.sources()[0] = 1;
    assertEquals(0.25f, mixtures[0], "the result is a copy");
  }

  @Test
  void noMixturesGiveNoSources() {
    assertEquals(0, average.separate(new float[0], 5, 2).count());
  }

  @Test
  void refusesBrokenRowsAndSizes() {
    refused(() -> average.separate(new float[5], 2, 2), "D=2", "found 5");
    refused(() -> average.separate(new float[4], 2, 0), "K=0");
    refused(() -> average.separate(new float[4], -2, 2), "D=-2");
    float[] broken = {0, 0, 1, Float.NaN};
    refused(() -> average.separate(broken, 2, 2), "found NaN in row 1, column 1", "leave it out");
    broken[3] = Float.NEGATIVE_INFINITY;
    refused(() -> average.separate(broken, 2, 2), "found -Infinity");
  }

  @Test
  void isCalledAsInTheTable() {
    assertEquals("Average", average.name());
  }
}
