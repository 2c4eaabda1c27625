package vaelab.vaebss;

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

/** A model comes back from its file as it was; whatever is no such file is refused. */
class VaeBssFileTest {
  @TempDir Path folder;

  @Test
  void everythingComesBack() throws IOException {
    Path file = folder.resolve("model.safetensors");
    VaeBssConfig config = VaeBssConfig.of(VaeBssConfig.Preset.AS_RELEASED, 3, 1, 1);
    try (VaeBss model = Tiny.floats(config, 3)) {
      new VaeBssTrainer(model, config).fit(Tiny.images(40, 1)); // moves running statistics
      VaeBssFile.save(file, model);
      try (VaeBss read = VaeBssFile.load(file)) {
        assertEquals(Tiny.SIZES, read.sizes());
        assertEquals(3, read.slots());
        assertEquals(2, read.digits());
        Tiny.assertSameModel(model, read);
      }
    }
  }

  private interface Change {
    void of(Map<String, String> metadata, Map<String, NDArray> tensors, NDManager manager);
  }

  private Path changed(Change change) throws IOException {
    Path file = folder.resolve("changed.safetensors");
    try (VaeBss model = VaeBss.create(Tiny.SIZES, 2, 2, 3);
        NDManager manager = NDManager.newBaseManager()) {
      Map<String, String> metadata = new LinkedHashMap<>(VaeBssFile.describe(model));
      metadata.put("kind", "vaelab.vaebss.model");
      Map<String, NDArray> tensors = VaeBssFile.tensors(model);
      change.of(metadata, tensors, manager);
      Safetensors.write(file, metadata, tensors);
    }
    return file;
  }

  private static void refused(Path file, String... fragments) {
    IOException e = assertThrows(IOException.class, () -> VaeBssFile.load(file).close());
    for (String fragment : fragments) {
      assertTrue(e.getMessage().contains(fragment), e.getMessage());
    }
  }

  @Test
  void theUnchangedFileLoads() throws IOException {
    VaeBssFile.load(changed((metadata, tensors, manager) -> {})).close();
  }

  @Test
  void filesOfAnotherKindAreRefused() throws IOException {
    refused(changed((metadata, tensors, manager) -> metadata.clear()), "holds no model");
    refused(
        changed((metadata, tensors, manager) -> metadata.put("kind", "vaelab.msvae.model")),
        "model of vaelab.vaebss",
        "vaelab.msvae.model");
    refused(
        changed(
            (metadata, tensors, manager) ->
                metadata.computeIfPresent(
                    "model", (k, v) -> v.replace("\"version\":1", "\"version\":2"))),
        "version 1",
        "version 2");
    refused(
        changed((metadata, tensors, manager) -> metadata.put("model", "{")),
        "changed.safetensors",
        "damaged");
    refused(Files.writeString(folder.resolve("text"), "not a model at all"), "damaged");
    Path none = folder.resolve("none");
    assertThrows(NoSuchFileException.class, () -> VaeBssFile.load(none));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"dim\":6", "\"latent\":2", "\"hidden\":", "\"slots\":2", "\"digits\":2"})
  void missingPartsOfTheDescriptionAreNamed(String part) throws IOException {
    String name = part.replaceAll("\"(.*)\".*", "$1");
    refused(
        changed(
            (metadata, tensors, manager) ->
                metadata.computeIfPresent(
                    "model", (k, v) -> v.replace("\"" + name + "\"", "\"gone\""))),
        "'" + name + "'",
        "changed.safetensors");
  }

  @ParameterizedTest
  @CsvSource({"slots,0", "dim,-1"})
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
    String[] name = new String[1];
    Path missing =
        changed(
            (metadata, tensors, manager) -> {
              name[0] = tensors.keySet().iterator().next();
              tensors.remove(name[0]);
            });
    refused(missing, name[0], "found none", "changed.safetensors");
    Path misshapen =
        changed(
            (metadata, tensors, manager) ->
                tensors.put(name[0], manager.create(new float[] {1, 2, 3})));
    refused(misshapen, name[0], "(3)");
  }
}
