package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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

/** A network comes back from its file as it was; whatever is no such file is refused. */
class NcsnFileTest {
  private static final DamagedModel<ScoreNetwork> FILES =
      new DamagedModel<>(
          "vaelab.basis.model",
          () -> Tiny.floats(3),
          NcsnFile::describe,
          NcsnFile::tensors,
          NcsnFile::load);

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

  private Path changed(Change change) throws Exception {
    return FILES.changed(folder, change);
  }

  @Test
  void theUnchangedFileLoads() throws Exception {
    NcsnFile.load(changed(Change.NONE)).close();
  }

  @Test
  void filesOfAnotherKindAreRefused() throws Exception {
    FILES.refused(
        changed((metadata, tensors, manager) -> metadata.put("kind", "vaelab.msvae.model")),
        "model of vaelab.basis",
        "vaelab.msvae.model");
    FILES.refused(
        changed(Change.description(v -> v.replace("\"version\":1", "\"version\":2"))),
        "version 1",
        "version 2");
    FILES.refused(Files.writeString(folder.resolve("text"), "not a model at all"), "damaged");
    Path none = folder.resolve("none");
    assertThrows(NoSuchFileException.class, () -> NcsnFile.load(none));
  }

  @ParameterizedTest
  @ValueSource(strings = {"height", "width", "features", "largestSigma", "smallestSigma", "levels"})
  void missingPartsOfTheDescriptionAreNamed(String name) throws Exception {
    FILES.refused(
        changed(Change.description(v -> v.replace("\"" + name + "\"", "\"gone\""))),
        "'" + name + "'",
        "changed.safetensors");
  }

  @ParameterizedTest
  @CsvSource({"height,3", "features,0", "levels,0"})
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
    String name = "res2.0.shortcut.weight";
    FILES.refused(
        changed((metadata, tensors, manager) -> tensors.remove(name)), name, "found none");
    FILES.refused(
        changed(
            (metadata, tensors, manager) ->
                tensors.put(name, manager.create(new float[] {1, 2, 3}))),
        name,
        "(3)");
  }
}
