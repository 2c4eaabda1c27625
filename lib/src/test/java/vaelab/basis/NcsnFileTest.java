package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.tensor.Safetensors;

/** A network comes back from its file as it was; whatever is no such file is refused. */
class NcsnFileTest {
  @TempDir Path folder;

  @Test
  void everythingComesBack() throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (ScoreNetwork network = Tiny.floats(3)) {
      NcsnFile.save(file, network);
      try (ScoreNetwork read = NcsnFile.load(file)) {
        assertEquals(Tiny.SIZES, read.sizes());
        Tiny.assertSameNetwork(network, read);
      }
    }
  }

  private interface Change {
    void of(Map<String, String> metadata, Map<String, NDArray> tensors, NDManager manager);
  }

  private Path changed(Change change) throws IOException {
    Path file = folder.resolve("changed.safetensors");
    try (ScoreNetwork network = Tiny.floats(3);
        NDManager manager = NDManager.newBaseManager()) {
      Map<String, String> metadata = new LinkedHashMap<>(NcsnFile.describe(network));
      metadata.put("kind", "vaelab.basis.model");
      Map<String, NDArray> tensors = NcsnFile.tensors(network);
      change.of(metadata, tensors, manager);
      Safetensors.write(file, metadata, tensors);
    }
    return file;
  }

  private static void refused(Path file, String... fragments) {
    IOException e = assertThrows(IOException.class, () -> NcsnFile.load(file).close());
    for (String fragment : fragments) {
      assertTrue(e.getMessage().contains(fragment), e.getMessage());
    }
  }

  @Test
  void theUnchangedFileLoads() throws IOException {
    NcsnFile.load(changed((metadata, tensors, manager) -> {})).close();
  }

  @Test
  void filesOfAnotherKindAreRefused() throws IOException {
    refused(
        changed((metadata, tensors, manager) -> metadata.put("kind", "vaelab.msvae.model")),
        "model of vaelab.basis",
        "vaelab.msvae.model");
    refused(
        changed(
            (metadata, tensors, manager) ->
                metadata.computeIfPresent(
                    "model", (k, v) -> v.replace("\"version\":1", "\"version\":2"))),
        "version 1",
        "version 2");
    refused(Files.writeString(folder.resolve("text"), "not a model at all"), "damaged");
    Path none = folder.resolve("none");
    assertThrows(NoSuchFileException.class, () -> NcsnFile.load(none));
  }

  @ParameterizedTest
  @ValueSource(strings = {"height", "width", "features", "largestSigma", "smallestSigma", "levels"})
  void missingPartsOfTheDescriptionAreNamed(String name) throws IOException {
    refused(
        changed(
            (metadata, tensors, manager) ->
                metadata.computeIfPresent(
                    "model", (k, v) -> v.replace("\"" + name + "\"", "\"gone\""))),
        "'" + name + "'",
        "changed.safetensors");
  }

  @ParameterizedTest
  @CsvSource({"height,3", "features,0", "levels,0"})
  void impossibleSizesAreRefused(String name, int value) throws IOException {
    refused(
        changed(
            (metadata, tensors, manager) ->
                metadata.computeIfPresent(
                    "model",
                    (k, v) -> v.replaceAll("\"" + name + "\":\\d+", "\"" + name + "\":" + value))),
        "changed.safetensors",
        "damaged");
  }

  @Test
  void missingOrMisshapenParametersAreNamed() throws IOException {
    String name = "res2.0.shortcut.weight";
    refused(changed((metadata, tensors, manager) -> tensors.remove(name)), name, "found none");
    refused(
        changed(
            (metadata, tensors, manager) ->
                tensors.put(name, manager.create(new float[] {1, 2, 3}))),
        name,
        "(3)");
  }
}
