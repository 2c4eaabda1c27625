package vaelab.experiments.ablation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import vaelab.data.Digits;
import vaelab.data.DigitsLoader;
import vaelab.experiments.ExactStates;
import vaelab.experiments.Percent;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigits;
import vaelab.experiments.TenDigitsConfig;
import vaelab.metrics.Spread;
import vaelab.msvae.Inference;
import vaelab.train.TrainingListener;

/** Three changes end to end at smoke scale. */
class AblationTest {
  private static final TenDigitsConfig RECIPE = TenDigitsConfig.of(Scale.SMOKE, 1, 4);

  /** The recipe's experts are wanted before the recipe is measured. */
  private static final List<RecipeChange> MEASURED =
      List.of(RecipeChange.FRESH_ENCODERS, RecipeChange.NONE, RecipeChange.KL_PAPER);

  @TempDir static Path directory;
  private static Digits digits;
  private static Ablation ablation;

  @BeforeAll
  static void measure() throws IOException {
    digits = DigitsLoader.load();
    ablation = new Ablation(RECIPE, digits, directory);
    for (RecipeChange change : MEASURED) {
      ablation.measure(change, TrainingListener.NONE);
    }
  }

  private static byte[] expert(RecipeChange change) throws IOException {
    return Files.readAllBytes(directory.resolve(change.toString()).resolve("expert-3.safetensors"));
  }

  @Test
  void expertsAreSharedWhereTheChangeLeavesThemAlone() throws IOException {
    assertArrayEquals(expert(RecipeChange.NONE), expert(RecipeChange.FRESH_ENCODERS));
    assertFalse(Arrays.equals(expert(RecipeChange.NONE), expert(RecipeChange.KL_PAPER)));
  }

  @Test
  void theTableHasARowForEachChangeThatWasMeasured() throws IOException {
    Table table = ablation.table();
    assertEquals(
        List.of("the recipe as it is", "encoders start fresh", "experts: KL weight 1"),
        table.stringColumn(0).asList());
    assertTrue(table.name().contains("held-out training images"), table.name());
    JsonNode kept = new ObjectMapper().readTree(directory.resolve("kl-paper.json").toFile());
    Row row = table.row(2);
    assertEquals(Percent.of(kept.path("mean").asDouble(), 2), row.getString("mean of z"));
    assertEquals(Percent.of(kept.path("refined").asDouble(), 2), row.getString("refined"));
    assertEquals(
        String.format(Locale.ROOT, "%.4f", kept.path("b").asDouble()),
        row.getString("noise scale b"));
    assertEquals(
        String.format(Locale.ROOT, "%.1f", kept.path("elbo").asDouble()),
        row.getString("training ELBO / nats"));
    assertTrue(Files.exists(directory.resolve("table.csv")));
  }

  @Test
  void scoresAreThoseOfTheModelOnDigitsHeldOut() throws IOException {
    JsonNode kept = new ObjectMapper().readTree(directory.resolve("none.json").toFile());
    try (TenDigits run = new TenDigits(RECIPE, directory.resolve("none"), digits.withoutTest())) {
      run.ensureTrained(TrainingListener.NONE);
      Inference inference = new Inference(run.model());
      assertEquals(ExactStates.of(inference, run.testMixtures()), kept.path("mean").asDouble());
      assertEquals(
          ExactStates.of(inference.withRefinement(RECIPE.refinement()), run.testMixtures()),
          kept.path("refined").asDouble());
      Spread spread = new ObjectMapper().treeToValue(kept.path("sampled"), Spread.class);
      assertEquals(
          Spread.over(
              3,
              i -> ExactStates.of(inference.withSamples(1, RECIPE.seed() + i), run.testMixtures())),
          spread);
      assertEquals(run.history().last("elbo"), kept.path("elbo").asDouble());
      assertEquals(run.model().scale(), kept.path("b").asDouble());
      assertEquals(run.cost().seconds(), kept.path("trainingSeconds").asDouble(), 1e-9);
    }
  }

  @Test
  void whatIsMeasuredStays() throws IOException {
    Path kept = directory.resolve("none.json");
    byte[] before = Files.readAllBytes(kept);
    ablation.measure(RecipeChange.NONE, TrainingListener.NONE);
    assertArrayEquals(before, Files.readAllBytes(kept));
  }

  @Test
  void aResultOfOtherSettingsIsRefused() throws IOException {
    Path kept = directory.resolve("kl-released.json");
    Files.writeString(
        kept,
        Files.readString(directory.resolve("kl-paper.json")).replace("kl-paper", "kl-released"));
    IOException refused =
        assertThrows(
            IOException.class,
            () -> ablation.measure(RecipeChange.KL_RELEASED, TrainingListener.NONE));
    Files.delete(kept);
    assertTrue(refused.getMessage().contains("experts.klWeight"), refused.getMessage());
  }

  @Test
  void testImagesHaveNoSay() throws IOException {
    String claimed = Files.readString(directory.resolve("configuration.json"));
    assertTrue(claimed.contains("train-images"), claimed);
    assertFalse(claimed.contains("t10k"), claimed);
  }

  @Test
  void anotherRecipeIsRefused() {
    Ablation other = new Ablation(TenDigitsConfig.of(Scale.SMOKE, 1, 5), digits, directory);
    IOException refused =
        assertThrows(
            IOException.class, () -> other.measure(RecipeChange.NONE, TrainingListener.NONE));
    assertTrue(refused.getMessage().contains("other settings"), refused.getMessage());
  }

  @Test
  void aRunOnAllDigitsIsNotOneOfAnAblation() {
    IOException refused =
        assertThrows(
            IOException.class, () -> new TenDigits(RECIPE, directory.resolve("none")).close());
    assertTrue(refused.getMessage().contains("t10k"), refused.getMessage());
  }
}
