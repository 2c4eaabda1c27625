package vaelab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SampleMeanTest {
  @Test
  void meanAndStandardErrorByHand() {
    SampleMean mean = SampleMean.of(new double[] {1, 2, 3, 6});
    assertEquals(3, mean.mean());
    // Sample variance (4 + 1 + 0 + 9) / 3, divided by n = 4.
    assertEquals(Math.sqrt(14.0 / 12), mean.standardError(), 1e-15);
  }

  @Test
  void equalValuesHaveNoError() {
    assertEquals(new SampleMean(0.25, 0), SampleMean.of(new double[] {0.25, 0.25, 0.25}));
  }

  @Test
  void oneValueOrAnInfiniteOneSaysNothingAboutTheError() {
    assertEquals(new SampleMean(7, Double.NaN), SampleMean.of(new double[] {7}));
    assertEquals(
        new SampleMean(Double.POSITIVE_INFINITY, Double.NaN),
        SampleMean.of(new double[] {7, Double.POSITIVE_INFINITY}));
  }

  @Test
  void refusesNothingAndNaN() {
    assertThrows(IllegalArgumentException.class, () -> SampleMean.of(new double[0]));
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> SampleMean.of(new double[] {1, Double.NaN}))
            .getMessage();
    assertTrue(message.contains("2 values, 1 of them NaN"), message);
  }
}
