package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.jointvae.JointVaeConfig.Preset;

/** Presets, the corners of the capacities, and what is refused. */
class JointVaeConfigTest {
  private static final JointVaeConfig PUBLISHED = Preset.PUBLISHED.config(7);

  @Test
  void publishedValues() {
    assertEquals(new JointVaeConfig(100, 64, 5e-4, 0.67, 30, 5, 5, 25_000, 7), PUBLISHED);
  }

  /** The ramp ends within the training, and nothing else is changed. */
  @Test
  void compactIsPublishedInShort() {
    JointVaeConfig compact = Preset.COMPACT.config(7);
    assertTrue(compact.ramp() < compact.epochs() * 60_000 / compact.batchSize());
    assertTrue(compact.epochs() < PUBLISHED.epochs());
    assertEquals(PUBLISHED, compact.withEpochs(100).withRamp(25_000));
  }

  /** Slope 5 / 25,000 a step; the category's line is cut at ln 10 after 11,512.9 steps. */
  @ParameterizedTest
  @CsvSource({
    "0,0,0",
    "1,0.0002,0.0002",
    "11512,2.3024,2.3024",
    "11513,2.3026,2.302585092994046",
    "24999,4.9998,2.302585092994046",
    "25000,5,2.302585092994046",
    "25001,5,2.302585092994046",
    "93800,5,2.302585092994046"
  })
  void capacitiesRiseAndStop(long step, double z, double c) {
    Capacities capacities = PUBLISHED.capacities(step, 10);
    assertEquals(z, capacities.z(), 1e-12);
    assertEquals(c, capacities.c(), 1e-12);
  }

  @Test
  void aCapacityBelowTheBoundIsNotCut() {
    JointVaeConfig low = new JointVaeConfig(1, 64, 5e-4, 0.67, 30, 5, 1, 100, 7);
    assertEquals(1, low.capacities(1000, 10).c(), 0);
    assertEquals(0.5, low.capacities(50, 10).c(), 1e-15);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> PUBLISHED.withEpochs(0));
    assertThrows(IllegalArgumentException.class, () -> PUBLISHED.withBatchSize(1));
    assertThrows(IllegalArgumentException.class, () -> PUBLISHED.withRamp(0));
    assertThrows(IllegalArgumentException.class, () -> PUBLISHED.withLearningRate(0));
    assertThrows(IllegalArgumentException.class, () -> PUBLISHED.withLearningRate(Double.NaN));
    for (double[] bad :
        new double[][] {{0, 30, 5, 5}, {1, -1, 5, 5}, {1, 1, -1, 5}, {1, 1, 5, -1}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new JointVaeConfig(1, 2, 1e-3, bad[0], bad[1], bad[2], bad[3], 1, 0));
    }
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    List<Integer> two = List.of(2, 2);
    List<Integer> one = List.of(2);
    refused(() -> new JointVaeSizes(6, two, one, 4, 2, 3), "multiple of 4", "S=6");
    refused(() -> new JointVaeSizes(8, two, two, 4, 2, 3), "[2, 2]");
    refused(() -> new JointVaeSizes(8, List.of(), List.of(), 4, 2, 3), "1 to 16");
    refused(() -> new JointVaeSizes(8, two, List.of(0), 4, 2, 3), "positive");
    refused(() -> new JointVaeSizes(8, two, one, 0, 2, 3), "hidden=0");
    refused(() -> new JointVaeSizes(8, two, one, 4, 0, 3), "Z=0");
    refused(() -> new JointVaeSizes(8, two, one, 4, 2, 1), "C=1");
    refused(() -> new JointVaeSizes(0, two, one, 4, 2, 3), "S=0");
  }

  private static void refused(Runnable action, String... fragments) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    for (String fragment : fragments) {
      assertTrue(message.contains(fragment), message);
    }
  }
}
