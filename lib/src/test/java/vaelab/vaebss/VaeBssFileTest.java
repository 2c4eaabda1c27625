package vaelab.vaebss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static vaelab.data.Errors.assertSays;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.tensor.DamagedModel;
import vaelab.tensor.DamagedModel.Change;

/** A model comes back from its file as it was; whatever is no such file is refused. */
class VaeBssFileTest {
  private static final DamagedModel<VaeBss> FILES =
      new DamagedModel<>(
          "vaelab.vaebss.model",
          () -> VaeBss.create(Tiny.SIZES, 2, 2, 3),
          VaeBssFile::describe,
          VaeBssFile::tensors,
          VaeBssFile::load);

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

  private Path changed(Change change) throws Exception {
    return FILES.changed(folder, change);
  }

  @Test
  void theUnchangedFileLoads() throws Exception {
    VaeBssFile.load(changed(Change.NONE)).close();
  }

  @Test
  void filesOfAnotherKindAreRefused() throws Exception {
    FILES.refused(changed((metadata, tensors, manager) -> metadata.clear()), "holds no model");
    FILES.refused(
        changed((metadata, tensors, manager) -> metadata.put("kind", "vaelab.msvae.model")),
        "model of vaelab.vaebss",
        "vaelab.msvae.model");
    FILES.refused(
        changed(Change.description(v -> v.replace("\"version\":1", "\"version\":2"))),
        "version 1",
        "version 2");
    FILES.refused(
        changed((metadata, tensors, manager) -> metadata.put("model", "{")),
        "changed.safetensors",
        "damaged");
    FILES.refused(Files.writeString(folder.resolve("text"), "not a model at all"), "damaged");
    Path none = folder.resolve("none");
    assertThrows(NoSuchFileException.class, () -> VaeBssFile.load(none));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"dim\":6", "\"latent\":2", "\"hidden\":", "\"slots\":2", "\"digits\":2"})
  void missingPartsOfTheDescriptionAreNamed(String part) throws Exception {
    String name = part.replaceAll("\"(.*)\".*", "$1");
    FILES.refused(
        changed(Change.description(v -> v.replace("\"" + name + "\"", "\"gone\""))),
        "'" + name + "'",
        "changed.safetensors");
  }

  @ParameterizedTest
  @CsvSource({"slots,0", "dim,-1"})
  void impossibleSizesAreRefused(String name, int value) throws Exception {
    FILES.refused(
        changed(
            Change.description(
                v -> v.replaceAll("\"" + name + "\":\\d+", "\"" + name + "\":" + value))),
        "changed.safetensors",
        "damaged");
  }

  @Test
  void sizesFarBeyondTheFileAreRefusedBeforeThereAreNetworks() throws Exception {
    for (String name : new String[] {"slots", "latent"}) {
      FILES.refused(
          changed(
              Change.description(
                  v -> v.replaceAll("\"" + name + "\":\\d+", "\"" + name + "\":2147483647"))),
          "changed.safetensors",
          "values of parameters",
          "damaged");
    }
  }

  @Test
  void moreLatentsThanCanBeCountedAreRefused() {
    assertSays(
        IllegalArgumentException.class,
        () -> VaeBss.create(Tiny.SIZES, Integer.MAX_VALUE, 2, 1),
        "K=2147483647 times Z=2");
  }

  /** What is loaded is a model in float32. */
  @Test
  void aModelOfAnotherTypeIsNotSaved() {
    Path file = folder.resolve("double.safetensors");
    try (VaeBss model = VaeBss.create(Tiny.SIZES, 2, 2, DataType.FLOAT64, 3)) {
      assertThrows(IllegalArgumentException.class, () -> VaeBssFile.save(file, model));
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void missingOrMisshapenParametersAreNamed() throws Exception {
    String[] name = new String[1];
    Path missing =
        changed(
            (metadata, tensors, manager) -> {
              name[0] = tensors.keySet().iterator().next();
              tensors.remove(name[0]);
            });
    FILES.refused(missing, name[0], "found none", "changed.safetensors");
    Path misshapen =
        changed(
            (metadata, tensors, manager) ->
                tensors.put(name[0], manager.create(new float[] {1, 2, 3})));
    FILES.refused(misshapen, name[0], "(3)");
  }
}
