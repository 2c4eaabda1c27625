package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.DataOrigin;

/** A directory that is taken says what another run would have otherwise. */
class RunDirectoryTest {
  private static final Settings SETTINGS = new Settings(7, 1, List.of(0.1f, 2));

  @TempDir Path directory;

  record Settings(int epochs, long seed, List<Number> rates) {}

  private static DataOrigin data(String checksum) {
    return new DataOrigin("a", true, "some digits", Map.of("images", checksum));
  }

  private String refusal(Object settings, DataOrigin data) {
    return assertThrows(IOException.class, () -> RunDirectory.claim(directory, settings, data))
        .getMessage();
  }

  @Test
  void theErrorNamesTheSettingsThatDifferAndNoOther() throws IOException {
    RunDirectory.claim(directory, SETTINGS, data("0f"));
    RunDirectory.claim(directory, SETTINGS, data("0f"));
    assertEquals(
        directory
            + " holds a run with other settings or on other data (in configuration.json:"
            + " configuration.rates[1]: expected 3, found 2;"
            + " configuration.seed: expected 2, found 1);"
            + " delete it, or give another directory.",
        refusal(new Settings(7, 2, List.of(0.1f, 3)), data("0f")));
    String other = refusal(SETTINGS, data("1f"));
    assertTrue(
        other.contains("(in configuration.json: data.images: expected \"1f\", found \"0f\")"),
        other);
  }

  @Test
  void fieldsOfOtherVersionsAreMissingOrMoreThanExpected() throws IOException {
    RunDirectory.claim(directory, Map.of("seed", 1, "old", true), data("0f"));
    String message = refusal(Map.of("seed", 1, "new", List.of(1, 2)), data("0f"));
    assertTrue(
        message.contains(
            "configuration.new: expected [1,2], found none; configuration.old: expected none, found true)"),
        message);
  }

  @Test
  void aFileThatHoldsNoSettingsIsRefusedToo() throws IOException {
    Files.writeString(directory.resolve("configuration.json"), "[]");
    String message = refusal(Map.of("seed", 1), data("0f"));
    assertTrue(message.contains("configuration.json: expected {"), message);
    assertTrue(message.contains(", found [])"), message);
  }

  @Test
  void modelsOfUnknownSettingsAreNotTakenOver() throws IOException {
    Path model = Files.writeString(directory.resolve("model.safetensors"), "weights");
    String message = refusal(SETTINGS, data("0f"));
    assertTrue(message.contains("found model.safetensors without them"), message);
    assertFalse(Files.exists(directory.resolve("configuration.json")));
    Files.delete(model);
    Files.writeString(directory.resolve("table.txt"), "a table");
    RunDirectory.claim(directory, SETTINGS, data("0f"));
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    RunDirectory.claim(directory, SETTINGS, data("0f"));
    Path file = directory.resolve("configuration.json");
    String half = Files.readString(file).substring(0, 40);
    Files.writeString(file, half);
    String message = refusal(SETTINGS, data("0f"));
    assertTrue(message.contains(file.toString()) && message.contains("damaged"), message);
    assertEquals(half, Files.readString(file), "what is left of it may be of use");
  }

  @Test
  void lookingTakesNoDirectory() throws IOException {
    Path other = directory.resolve("other");
    RunDirectory.requireSame(other, SETTINGS, data("0f"));
    assertFalse(Files.exists(other));
    RunDirectory.claim(other, SETTINGS, data("0f"));
    assertThrows(IOException.class, () -> RunDirectory.requireSame(other, SETTINGS, data("1f")));
  }
}
