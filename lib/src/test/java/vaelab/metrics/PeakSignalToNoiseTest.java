package vaelab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PeakSignalToNoiseTest {
  @ParameterizedTest
  @EnumSource
  void agreesWithTheReference(ReferenceVectors pair) {
    assertEquals(pair.psnr, PeakSignalToNoise.of(pair.x(), pair.y()), 1e-9);
    assertEquals(pair.psnr, PeakSignalToNoise.of(pair.y(), pair.x()), 1e-9);
  }

  @Test
  void reachesFromBlackAgainstWhiteToEqualImages() {
    assertEquals(0, PeakSignalToNoise.of(new double[9], ones(9)));
    assertEquals(Double.POSITIVE_INFINITY, PeakSignalToNoise.of(ones(9), ones(9)));
    assertEquals(-20, PeakSignalToNoise.of(new double[] {0}, new double[] {10}), 1e-12);
  }

  @Test
  void aTenthOfTheErrorIsTwentyDecibelsMore() {
    assertEquals(20, PeakSignalToNoise.of(new double[] {0.1, 0.4}, new double[] {0, 0.5}), 1e-12);
    assertEquals(40, PeakSignalToNoise.of(new double[] {0.01, 0.4}, new double[] {0, 0.41}), 1e-12);
  }

  @Property
  void singlePrecisionIsComputedInDouble(
      @ForAll @Size(12) float[] x, @ForAll @DoubleRange(min = 0.25, max = 0.75) double shift) {
    float[] y = new float[12];
    double squares = 0;
    double[] wideX = new double[12];
    double[] wideY = new double[12];
    for (int d = 0; d < 12; d++) {
      x[d] = Math.abs(x[d] % 1);
      y[d] = (float) (x[d] * shift);
      wideX[d] = x[d];
      wideY[d] = y[d];
      squares += Math.pow((double) x[d] - y[d], 2);
    }
    double expected = squares == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(12 / squares);
    assertEquals(expected, PeakSignalToNoise.of(x, y), 1e-9);
    assertEquals(PeakSignalToNoise.of(wideX, wideY), PeakSignalToNoise.of(x, y));
  }

  @Test
  void refusesWhatCannotBeCompared() {
    refused(new double[3], new double[4], "3 and 4");
    refused(new double[0], new double[0], "0 and 0");
    refused(new double[] {0, Double.NaN}, new double[2], "NaN");
    refused(new double[2], new double[] {Double.POSITIVE_INFINITY, 0}, "infinity");
    assertThrows(
        IllegalArgumentException.class,
        () -> PeakSignalToNoise.of(new float[] {Float.NaN}, new float[1]));
  }

  private static void refused(double[] x, double[] y, String fragment) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> PeakSignalToNoise.of(x, y)).getMessage();
    assertTrue(message.contains(fragment), message);
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }
}
