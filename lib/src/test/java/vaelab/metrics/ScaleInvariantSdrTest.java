package vaelab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ScaleInvariantSdrTest {
  private static final float[] SOURCE = {1, -1, 1, -1};
  private static final float[] OTHER = {1, 1, -1, -1}; // orthogonal to it

  @Test
  void orthogonalDisturbanceByHand() {
    // The disturbance has a quarter of the amplitude: 20 log10 4 dB.
    float[] estimate = {1.25f, -0.75f, 0.75f, -1.25f};
    assertEquals(20 * Math.log10(4), ScaleInvariantSdr.of(estimate, SOURCE), 1e-9);
    float[] louder = new float[4];
    for (int i = 0; i < 4; i++) {
      louder[i] = -8 * estimate[i];
    }
    assertEquals(20 * Math.log10(4), ScaleInvariantSdr.of(louder, SOURCE), 1e-9);
  }

  @Test
  void perfectAndUselessEstimatesAreBounded() {
    assertEquals(ScaleInvariantSdr.MOST, ScaleInvariantSdr.of(SOURCE, SOURCE));
    assertEquals(-ScaleInvariantSdr.MOST, ScaleInvariantSdr.of(OTHER, SOURCE));
    assertEquals(-ScaleInvariantSdr.MOST, ScaleInvariantSdr.of(new float[4], SOURCE));
  }

  @Test
  void silentReferencesAndOtherLengthsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ScaleInvariantSdr.of(SOURCE, new float[4]));
    assertThrows(IllegalArgumentException.class, () -> ScaleInvariantSdr.of(new float[3], SOURCE));
  }
}
