package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import vaelab.lass.LassConfig.Preset;

/** Hyperparameters of the release. */
class LassConfigTest {
  @Test
  void publishedIsTheRelease() {
    assertEquals(
        new LassConfig(
            new VqVaeSizes(28, 128, 256),
            new PriorSizes(256, 49, 128, 3, 2),
            new VqVaeStage(new Stage(500, 64, 1e-4, Stage.Schedule.CONSTANT, 7), 0),
            new Stage(500, 128, 2e-4, Stage.Schedule.CONSTANT, 7),
            new TableCounting(2, 500, false, 7),
            new LassSampling(256, 0, LassSampling.Unseen.PRIOR, 500)),
        LassConfig.of(Preset.PUBLISHED, 2, 7));
  }

  @Test
  void aPriorOverOtherCodesIsRefused() {
    LassConfig config = LassConfig.of(Preset.COMPACT, 2, 1);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new LassConfig(
                config.image(),
                new PriorSizes(128, 49, 128, 3, 2),
                config.vqVae(),
                config.prior(),
                config.counting(),
                config.sampling()));
  }
}
