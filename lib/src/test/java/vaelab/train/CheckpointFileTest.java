package vaelab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static vaelab.data.Errors.assertSays;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.tensor.Adam;
import vaelab.tensor.Safetensors;

/** Checkpoints of another version, or damaged ones, are refused by name and with a remedy. */
class CheckpointFileTest {
  private record Config(int epochs, String name) {
    Config {
      if (epochs < 1) {
        throw new IllegalArgumentException("Expected at least 1 epoch, found " + epochs + ".");
      }
    }
  }

  private static final Config CONFIG = new Config(3, "it");
  private static final CheckpointFile<Config> FILES =
      new CheckpointFile<>("vaelab.test.checkpoint", Config.class);

  @TempDir Path folder;
  private NDManager manager;
  private Adam adam;
  private Path file;

  @BeforeEach
  void save() throws IOException {
    manager = NDManager.newBaseManager();
    adam = Adam.create(manager, Map.of());
    file = folder.resolve("run.safetensors");
    History history = new History();
    history.add(1, Map.of("loss", 0.5));
    FILES.save(file, CONFIG, history, adam, Map.of(), Map.of());
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private History restore() throws IOException {
    return FILES.read(file, manager, CONFIG, c -> c).restore(adam);
  }

  /** {@code null} takes the entry away. */
  private void change(String key, String value) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>(Safetensors.read(file, manager).metadata());
    metadata.compute(key, (k, old) -> value);
    Safetensors.write(file, metadata, Map.of());
  }

  private void assertRefused(String... fragments) {
    assertSays(
        IOException.class, this::restore, "run.safetensors is damaged or of another version");
    assertSays(IOException.class, this::restore, "delete the file");
    assertSays(IOException.class, this::restore, fragments);
  }

  @Test
  void theUnchangedFileIsRead() throws IOException {
    assertEquals(0.5, restore().last("loss"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "history", "adamSteps"})
  void missingPartsAreNamed(String key) throws IOException {
    for (String none : new String[] {null, "", "null"}) {
      change(key, none);
      assertRefused("'" + key + "'");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "config | {\"epochs\":3,\"name\":\"it\",\"later\":1} | later",
        "config | {\"epochs\":0,\"name\":\"it\"} | at least 1 epoch",
        "config | {\"epochs\": | end-of-input",
        "history | [{\"epoch\":\"first\"}] | first",
        "history | {} | Object",
        "adamSteps | many | many"
      })
  void partsThatCannotBeReadAreRefused(String key, String value, String why) throws IOException {
    change(key, value);
    assertRefused(why);
  }
}
