package vaelab.experiments;

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
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.DataOrigin;
import vaelab.train.TrainingListener;

class ProofOfConceptTest {
  @TempDir Path directory;

  private static final ProofOfConceptConfig SMOKE = ProofOfConceptConfig.of(Scale.SMOKE, 3);

  /** Counts training steps. */
  private static final class Steps implements TrainingListener {
    final AtomicInteger count = new AtomicInteger();

    @Override
    public void onStep(int epoch, int step, double elbo) {
      count.incrementAndGet();
    }
  }

  private ProofOfConceptResult run(Steps steps) throws IOException {
    try (ProofOfConcept poc = new ProofOfConcept(SMOKE, directory)) {
      poc.pretrain(steps);
      poc.train(steps);
      ProofOfConceptFigures figures = new ProofOfConceptFigures(poc);
      Painted.assertPainted(figures.samples(8));
      Painted.assertPainted(figures.expertReconstructions(4));
      Painted.assertPainted(figures.training());
      Painted.assertPainted(figures.separation(8));
      assertEquals(3, FixedCountTable.of(poc).rowCount(), "one row for each K from 0 to H");
      return poc.evaluate();
    }
  }

  @Test
  void runsToResultFilesAndASecondRunOnlyReads() throws IOException {
    Steps first = new Steps();
    ProofOfConceptResult result = run(first);
    assertTrue(first.count.get() > 10, "training steps: " + first.count.get());

    JsonNode json = new ObjectMapper().readTree(directory.resolve("result.json").toFile());
    assertEquals("smoke", json.path("scale").asText());
    assertEquals(result.elbo(), json.path("metrics").path("elbo").asDouble());
    assertEquals(3, json.path("configuration").path("seed").asInt());
    assertFalse(json.path("data").path("sha256").isEmpty(), "checksums of the data");
    assertFalse(json.path("hardware").path("processor").asText().isEmpty());
    assertFalse(json.path("commit").asText().isEmpty());
    assertTrue(Files.readString(directory.resolve(ResultFiles.TABLE)).contains("smoke scale"));
    assertTrue(Files.exists(directory.resolve("table.csv")));

    Steps second = new Steps();
    ProofOfConceptResult again = run(second);
    assertEquals(0, second.count.get(), "a complete run is trained again");
    assertEquals(result.accuracy(), again.accuracy());
    assertEquals(result.elbo(), again.elbo());
    assertArrayEquals(result.pi(), again.pi());
    assertEquals(result.trainingSeconds(), again.trainingSeconds());
  }

  @Test
  void refusesTheDirectoryOfOtherSettingsAndOfOtherData() throws IOException {
    DataOrigin data = new DataOrigin("a", true, "some digits", Map.of("images", "0f"));
    RunDirectory.claim(directory, SMOKE, data);
    RunDirectory.claim(directory, SMOKE, data);
    DataOrigin other = new DataOrigin("a", true, "some digits", Map.of("images", "1f"));
    assertRefused(SMOKE, other);
    assertRefused(ProofOfConceptConfig.of(Scale.SMOKE, 4), data);
  }

  private void assertRefused(ProofOfConceptConfig config, DataOrigin data) {
    IOException error =
        assertThrows(IOException.class, () -> RunDirectory.claim(directory, config, data));
    assertTrue(error.getMessage().contains("delete it, or give another"), error.getMessage());
  }

  @Test
  void readsScalesByNameAndNamesTheKnownOnes() {
    assertEquals(Scale.PAPER, Scale.of(" Paper "));
    IllegalArgumentException error =
        assertThrows(IllegalArgumentException.class, () -> Scale.of("huge"));
    assertEquals("Expected the scale smoke, quick or paper, found 'huge'.", error.getMessage());
  }
}
