package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import vaelab.basis.NcsnConfig.Preset;
import vaelab.basis.NcsnConfig.Schedule;

/** Hyperparameters of the release, and what of them may change within one run. */
class NcsnConfigTest {

  @Test
  void publishedIsTheRelease() {
    NcsnConfig config = Preset.PUBLISHED.config(3);
    assertEquals(
        new NcsnConfig(ScoreNetworkSizes.PUBLISHED, 200_001, 128, 1e-3, Schedule.CONSTANT, 3),
        config);
    assertEquals(64, config.sizes().features());
    assertEquals(NoiseLevels.RELEASED, config.sizes().levels());
    assertEquals(784, config.sizes().dim());
    assertEquals(1e-3, config.rates().at(200_001));
  }

  @Test
  void iterationsAreCountedInEpochs() {
    assertEquals(427, Preset.PUBLISHED.config(1).epochs(469));
    assertEquals(3, Preset.COMPACT.config(1).epochs(1_875));
    assertEquals(1, Tiny.config(1, 1).epochs(469));
    assertEquals(2, Tiny.config(10, 1).epochs(5));
  }

  @Test
  void aCosineEndsAtAHundredthInTheLastStep() {
    NcsnConfig config = Tiny.config(20, 1).withRates(1e-2, Schedule.COSINE);
    assertEquals(1e-2, config.rates().at(1));
    assertEquals(1e-4, config.rates().at(20), 1e-18);
  }

  @Test
  void aRaisedLimitIsTheSameRunWhereItChangesNoEpoch() {
    assertEquals(Tiny.config(25, 1), Tiny.config(10, 1).continuedTo(25, 5));
    assertNotEquals(Tiny.config(25, 1), Tiny.config(9, 1).continuedTo(25, 5), "an epoch was cut");
    NcsnConfig cosine = Tiny.config(10, 1).withRates(1e-3, Schedule.COSINE);
    assertNotEquals(cosine.withIterations(25), cosine.continuedTo(25, 5));
    assertEquals(cosine, cosine.continuedTo(10, 5));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> Tiny.config(0, 1));
    assertThrows(IllegalArgumentException.class, () -> Tiny.config(1, 1).withBatchSize(1));
    assertThrows(
        IllegalArgumentException.class, () -> Tiny.config(1, 1).withRates(0, Schedule.COSINE));
  }
}
