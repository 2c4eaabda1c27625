package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.train.TrainingListener;

/** The comparison of separation methods runs end to end at smoke scale, in parts or at once. */
class ComparisonTest {
  private static final ComparisonConfig CONFIG = ComparisonConfig.of(Scale.SMOKE, 3);
  @TempDir static Path directory;

  private static ComparisonResult whole;

  @BeforeAll
  static void measureOneByOne() throws IOException {
    try (TenDigitsModels models = models()) {
      for (String method : comparison(models).methods()) {
        // Each in a comparison of its own, as on different days.
        comparison(models).measure(method, TrainingListener.NONE);
      }
      whole = comparison(models).result();
    }
  }

  private static TenDigitsModels models() throws IOException {
    return new TenDigitsModels(Scale.SMOKE, 3, directory.resolve("models"));
  }

  private static Comparison comparison(TenDigitsModels models) throws IOException {
    return Comparison.of(CONFIG, models, directory.resolve("comparison"));
  }

  @Test
  void allSystemsAreComparedAtEveryK() throws IOException {
    assertEquals(13, whole.systems().size());
    assertEquals(13 * 3, whole.scores().size());
    for (SystemScore score : whole.scores()) {
      assertTrue(Double.isFinite(score.psnr().mean()), score.system());
      assertTrue(score.secondsBatch() > 0 && score.secondsSingle() > 0);
      // The best pairing by SSIM is at least as good in SSIM as the order of the classes.
      assertTrue(score.ssim().mean() >= score.classOrderSsim() - 1e-9, score.system());
    }
    assertEquals(3 * (1 + CONFIG.knob().size()), whole.knob().size());
    try (TenDigitsModels models = models()) {
      Comparison comparison = comparison(models);
      assertEquals(13, comparison.table(whole).rowCount());
      ComparisonFigures figures = new ComparisonFigures(comparison, whole);
      Painted.assertPainted(figures.separations(2, 3));
      Painted.assertPainted(figures.qualityAgainstTime());
    }
  }

  @Test
  void whatIsMeasuredIsReadAgainWithoutItsModels() throws IOException {
    Path elsewhere = directory.resolve("elsewhere");
    Files.createDirectories(elsewhere);
    for (String file : List.of("configuration.json", "ms-vae-10.json", "ms-vae-100.json")) {
      Files.copy(directory.resolve("comparison").resolve(file), elsewhere.resolve(file));
    }
    Path noModels = directory.resolve("no-models");
    try (TenDigitsModels models = new TenDigitsModels(Scale.SMOKE, 3, noModels)) {
      Comparison comparison = Comparison.of(CONFIG, models, elsewhere);
      comparison.measure("ms-vae-100", TrainingListener.NONE);
      assertThrows(IllegalStateException.class, () -> models.full().model());
      ComparisonResult part = comparison.result();
      assertEquals(
          whole.systems().subList(5, 13), part.systems(), "in the order of the whole table");
      assertEquals(whole.scores().subList(15, 39), part.scores());
      assertEquals(whole.knob(), part.knob());
    }
  }

  @Test
  void refusesAnUnknownMethodBeforeAnyWork() throws IOException {
    try (TenDigitsModels models = models()) {
      Comparison comparison = comparison(models);
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class,
              () -> comparison.measure("nmf", TrainingListener.NONE));
      assertTrue(error.getMessage().contains("ms-vae-100"), error.getMessage());
    }
    assertFalse(Files.exists(directory.resolve("comparison").resolve("nmf.json")));
  }
}
