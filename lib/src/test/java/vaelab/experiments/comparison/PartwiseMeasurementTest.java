package vaelab.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigitsModels;
import vaelab.experiments.comparison.PartialResult.Cell;
import vaelab.tensor.Hardware;
import vaelab.train.TrainingListener;

/** A comparison's measurement of a method, interrupted and gone on with. */
class PartwiseMeasurementTest {
  private static final ComparisonConfig CONFIG = ComparisonConfig.of(Scale.SMOKE, 3);
  @TempDir Path directory;

  private TenDigitsModels models() throws IOException {
    return new TenDigitsModels(Scale.SMOKE, 3, directory.resolve("models"));
  }

  /** What an interrupted measurement left is taken as it is, the others are measured. */
  @Test
  void anInterruptedMeasurementGoesOnWhereItWas() throws IOException {
    Path folder = directory.resolve("interrupted");
    MethodFiles files = new MethodFiles(folder);
    try (TenDigitsModels models = models()) {
      Comparison comparison = Comparison.of(CONFIG, models, folder);
      comparison.measure("average", TrainingListener.NONE);
      MethodResult whole = files.read("average").orElseThrow();
      SystemScore other = whole.scores().get(2);
      Cell three = new Cell("Average", 3, List.of(other), List.of(), "0123abcd", 1_000);
      Divergence diverged = new Divergence("Average", "", 4, 3, 1);
      Cell four = new Cell("Average", 4, List.of(), List.of(diverged), "0123abcd", 500);
      Map<String, String> larger = new TreeMap<>(Hardware.describe());
      larger.put("maxHeapGiB", "1000.0");
      Files.delete(files.file("average"));
      files.writePart("average", new PartialResult(List.of(), null, larger, List.of(three, four)));
      comparison.measure("average", TrainingListener.NONE);
      MethodResult resumed = files.read("average").orElseThrow();
      assertEquals(whole.scores().get(0).psnr(), resumed.scores().get(0).psnr());
      assertEquals(List.of(other), resumed.scores().subList(1, resumed.scores().size()));
      assertEquals(List.of(diverged), resumed.diverged());
      assertEquals(whole.commit() + ", 0123abcd", resumed.commit());
      assertTrue(resumed.measuringSeconds() >= 1_500, "seconds of the cells that were left");
      assertFalse(Files.exists(files.partFile("average")), "the result takes the part's place");
    }
  }

  /** Cells after one that is missing outlast another interruption. */
  @Test
  void noCellIsLostWhenAPartGrows() {
    Cell one = new Cell("a", 2, List.of(), List.of(), "", 1);
    Cell two = new Cell("a", 3, List.of(), List.of(), "", 1);
    Cell three = new Cell("b", 2, List.of(), List.of(), "", 1);
    PartialResult now = new PartialResult(List.of(), null, Map.of(), List.of());
    PartialResult left = new PartialResult(List.of(), null, Map.of(), List.of(one, three));
    assertEquals(List.of(one, two, three), left.and(List.of(one, two), now).cells());
  }

  @Test
  void cellsOfAnotherModelAreRefused() {
    PartialResult left = new PartialResult(List.of(), "0123", Map.of(), List.of());
    PartialResult now = new PartialResult(List.of(), "4567", Map.of(), List.of());
    IOException refused =
        assertThrows(IOException.class, () -> left.require(now, directory.resolve("a.part.json")));
    assertTrue(refused.getMessage().contains("expected SHA-256 4567, found 0123"));
  }

  @Test
  void aMeasurementDoesNotGoOnElsewhere() throws IOException {
    Path folder = directory.resolve("on-another-machine");
    MethodFiles files = new MethodFiles(folder);
    try (TenDigitsModels models = models()) {
      Comparison comparison = Comparison.of(CONFIG, models, folder);
      files.writePart(
          "average", new PartialResult(List.of(), null, Map.of("processor", "another"), List.of()));
      assertRefused(comparison, "begun on other hardware");
      files.writePart(
          "average", new PartialResult(List.of(CONFIG), null, Hardware.describe(), List.of()));
      assertRefused(comparison, "settings of the method");
    }
    assertFalse(Files.exists(files.file("average")));
  }

  private static void assertRefused(Comparison comparison, String why) {
    IOException refused =
        assertThrows(IOException.class, () -> comparison.measure("average", TrainingListener.NONE));
    assertTrue(refused.getMessage().contains("average.part.json"), refused.getMessage());
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }
}
