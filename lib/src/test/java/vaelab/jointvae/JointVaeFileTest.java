package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.tensor.DamagedModel;
import vaelab.tensor.DamagedModel.Change;
import vaelab.tensor.SavedModel;

/** A model comes back from its file as it was; whatever is no such file is refused. */
class JointVaeFileTest {
  private static final DamagedModel<JointVae> FILES =
      new DamagedModel<>(
          "vaelab.jointvae.model",
          () -> JointVae.create(Tiny.SIZES, 3),
          JointVaeFile::describe,
          model -> SavedModel.tensors(model.parameters()),
          JointVaeFile::load);

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

  private Path changed(Change change) throws Exception {
    return FILES.changed(folder, change);
  }

  @Test
  void theUnchangedFileLoads() throws Exception {
    JointVaeFile.load(changed(Change.NONE)).close();
  }

  @Test
  void filesOfAnotherKindAreRefused() throws Exception {
    FILES.refused(changed((metadata, tensors, manager) -> metadata.clear()), "holds no model");
    FILES.refused(
        changed((metadata, tensors, manager) -> metadata.put("kind", "vaelab.vaebss.model")),
        "model of vaelab.jointvae",
        "vaelab.vaebss.model");
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
    assertThrows(NoSuchFileException.class, () -> JointVaeFile.load(none));
  }

  @Test
  void aTruncatedOrAlteredFileIsRefused() throws Exception {
    Path file = changed(Change.NONE);
    byte[] bytes = Files.readAllBytes(file);
    FILES.refused(Files.write(file, Arrays.copyOf(bytes, bytes.length - 7)), "damaged");
    bytes[bytes.length - 5] ^= 0x10; // one bit of the last parameter
    FILES.refused(Files.write(file, bytes), "changed.safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"side", "encoder", "decoder", "hidden", "latent", "categories"})
  void missingPartsOfTheDescriptionAreNamed(String name) throws Exception {
    FILES.refused(
        changed(Change.description(v -> v.replace("\"" + name + "\"", "\"gone\""))),
        "'" + name + "'",
        "changed.safetensors");
  }

  @ParameterizedTest
  @CsvSource({"side,5", "hidden,0", "latent,-1", "categories,1"})
  void impossibleSizesAreRefused(String name, int value) throws Exception {
    FILES.refused(
        changed(
            Change.description(
                v -> v.replaceAll("\"" + name + "\":\\d+", "\"" + name + "\":" + value))),
        "changed.safetensors",
        "damaged");
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
