package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.tensor.Safetensors;
import vaelab.tensor.SavedModel;

/** A model comes back from its file as it was; whatever is no such file is refused. */
class JointVaeFileTest {
  @TempDir Path folder;

  @Test
  void everythingComesBack() throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (JointVae model = JointVae.create(Tiny.BARS, 3)) {
      JointVaeFile.save(file, model);
      try (JointVae read = JointVaeFile.load(file)) {
        assertEquals(Tiny.BARS, read.sizes());
        Tiny.assertSameModel(model, read);
      }
    }
  }

  private interface Change {
    void of(Map<String, String> metadata, Map<String, NDArray> tensors, NDManager manager);
  }

  private Path changed(Change change) throws IOException {
    Path file = folder.resolve("changed.safetensors");
    try (JointVae model = JointVae.create(Tiny.SIZES, 3);
        NDManager manager = NDManager.newBaseManager()) {
      Map<String, String> metadata = new LinkedHashMap<>(JointVaeFile.describe(model));
      metadata.put("kind", "vaelab.jointvae.model");
      Map<String, NDArray> tensors = SavedModel.tensors(model.parameters());
      change.of(metadata, tensors, manager);
      Safetensors.write(file, metadata, tensors);
    }
    return file;
  }

  private static void refused(Path file, String... fragments) {
    IOException e = assertThrows(IOException.class, () -> JointVaeFile.load(file).close());
    for (String fragment : fragments) {
      assertTrue(e.getMessage().contains(fragment), e.getMessage());
    }
  }

  @Test
  void theUnchangedFileLoads() throws IOException {
    JointVaeFile.load(changed((metadata, tensors, manager) -> {})).close();
  }

  @Test
  void filesOfAnotherKindAreRefused() throws IOException {
    refused(changed((metadata, tensors, manager) -> metadata.clear()), "holds no model");
    refused(
        changed((metadata, tensors, manager) -> metadata.put("kind", "vaelab.vaebss.model")),
        "model of vaelab.jointvae",
        "vaelab.vaebss.model");
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
    assertThrows(NoSuchFileException.class, () -> JointVaeFile.load(none));
  }

  @Test
  void aTruncatedOrAlteredFileIsRefused() throws IOException {
    Path file = changed((metadata, tensors, manager) -> {});
    byte[] bytes = Files.readAllBytes(file);
    refused(Files.write(file, Arrays.copyOf(bytes, bytes.length - 7)), "damaged");
    bytes[bytes.length - 5] ^= 0x10; // one bit of the last parameter
    refused(Files.write(file, bytes), "changed.safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"side", "encoder", "decoder", "hidden", "latent", "categories"})
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
  @CsvSource({"side,5", "hidden,0", "latent,-1", "categories,1"})
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
