package vaelab.vaebss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import vaelab.vaebss.VaeBssConfig.Preset;
import vaelab.vaebss.VaeBssConfig.Schedule;

/** Hyperparameters of the release, and what of them may change within one run. */
class VaeBssConfigTest {
  private static VaeBssConfig of(int epochs) {
    return VaeBssConfig.of(Preset.AS_RELEASED, 3, epochs, 1);
  }

  @Test
  void theKlWeightRisesOverFiftyEpochsToAHalf() {
    VaeBssConfig config = of(5000);
    assertEquals(0.01, config.beta(1), 1e-15);
    assertEquals(0.25, config.beta(25), 1e-15);
    assertEquals(0.5, config.beta(50));
    assertEquals(0.5, config.beta(5000));
    assertThrows(IllegalArgumentException.class, () -> config.beta(0));
  }

  @Test
  void aShortTrainingWarmsUpOverAllItsEpochs() {
    VaeBssConfig config = of(10);
    for (int epoch = 1; epoch <= 10; epoch++) {
      assertEquals(0.05 * epoch, config.beta(epoch), 1e-15);
    }
  }

  @Test
  void presetsDifferInTheDigitsOfAMixture() {
    for (int slots = 2; slots <= 4; slots++) {
      assertEquals(2, VaeBssConfig.of(Preset.AS_RELEASED, slots, 1, 1).digits());
      assertEquals(slots, VaeBssConfig.of(Preset.K_MATCHED, slots, 1, 1).digits());
    }
  }

  @Test
  void stepSizesDecayAsReleasedOrAsACosine() {
    assertEquals(2e-4, of(10).rates().at(1));
    assertEquals(2e-4 * Math.pow(0.9998, 9), of(10).rates().at(10), 1e-18);
    assertEquals(1e-5, of(100_000).rates().at(100_000));
    VaeBssConfig cosine = of(10).withRates(1e-3, Schedule.COSINE);
    assertEquals(1e-3, cosine.rates().at(1));
    assertEquals(1e-5, cosine.rates().at(10), 1e-18);
  }

  @Test
  void aRaisedLimitIsTheSameRunWhereItChangesNoEpoch() {
    assertEquals(of(200), of(50).continuedTo(200));
    assertNotEquals(of(200), of(49).continuedTo(200), "beta would have risen more slowly");
    VaeBssConfig cosine = of(100).withRates(1e-3, Schedule.COSINE);
    assertNotEquals(cosine.withEpochs(200), cosine.continuedTo(200));
    assertEquals(cosine, cosine.continuedTo(100));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> of(0));
    assertThrows(IllegalArgumentException.class, () -> of(1).withBatchSize(1));
    assertThrows(IllegalArgumentException.class, () -> of(1).withRates(0, Schedule.COSINE));
    assertThrows(IllegalArgumentException.class, () -> of(1).withBeta(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> of(1).withBeta(1, 0));
  }
}
