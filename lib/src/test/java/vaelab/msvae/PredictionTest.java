package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vaelab.msvae.Inference.Prediction;

/** Parts of a prediction of two data points, three streams and two values are found by index. */
class PredictionTest {
  private static final float[] ACTIVITY = {0.9f, 0.1f, 0.8f, 0.2f, 0.7f, 0.6f};
  private static final float[] STREAMS = {0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121};

  private static Prediction of(float[] streams, int... states) {
    return new Prediction(states, ACTIVITY, new double[states.length], streams);
  }

  @Test
  void givesStreamsByDataPoint() {
    Prediction p = of(STREAMS, 0b101, 0b110);
    assertTrue(p.isActive(0, 0) && p.isActive(0, 2) && p.isActive(1, 1));
    assertFalse(p.isActive(0, 1) || p.isActive(1, 0));
    assertEquals(0.8f, p.activity(0, 2));
    assertEquals(0.7f, p.activity(1, 1));
    assertArrayEquals(new float[] {110, 111}, p.image(1, 1, 2));
    p.image(1, 1, 2)[0] = 5;
    assertEquals(110, STREAMS[8], "the image is a copy");
  }

  @Test
  void givesActiveSourcesInTheOrderOfTheStreams() {
    assertArrayEquals(
        new float[] {0, 1, 20, 21, 110, 111, 120, 121},
        of(STREAMS, 0b101, 0b110).activeSources(2, 2));
    assertArrayEquals(
        new float[0],
        new Prediction(new int[0], new float[0], new double[0], new float[0]).activeSources(2, 2));
  }

  @Test
  void refusesOtherNumbersOfActiveStreamsAndMissingImages() {
    Prediction p = of(STREAMS, 0b101, 0b111);
    String other =
        assertThrows(IllegalArgumentException.class, () -> p.activeSources(2, 2)).getMessage();
    assertTrue(other.contains("K=2") && other.contains("found 3 in that of data point 1"), other);
    Prediction states = of(null, 0b101, 0b110);
    assertThrows(IllegalStateException.class, () -> states.image(0, 0, 2));
    assertThrows(IllegalStateException.class, () -> states.activeSources(2, 2));
  }
}
