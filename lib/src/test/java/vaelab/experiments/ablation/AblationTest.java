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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;
import vaelab.data.Digits;
import vaelab.data.DigitsLoader;
import vaelab.experiments.ExactStates;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigits;
import vaelab.experiments.TenDigitsConfig;
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
    digits = DigitsLoader.load().withoutTest();
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
    assertTrue(Files.exists(directory.resolve("table.csv")));
  }

  @Test
  void scoresAreThoseOfTheModelOnDigitsHeldOut() throws IOException {
    JsonNode kept = new ObjectMapper().readTree(directory.resolve("none.json").toFile());
    try (TenDigits run = new TenDigits(RECIPE, directory.resolve("none"), digits)) {
      run.ensureTrained(TrainingListener.NONE);
      assertEquals(
          ExactStates.of(new Inference(run.model()), run.testMixtures()),
          kept.path("mean").asDouble());
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
