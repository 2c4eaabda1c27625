package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.DamagedModel;
import vaelab.tensor.DamagedModel.Change;
import vaelab.tensor.Safetensors;

/** A model comes back from its file as it was; whatever is no such file is refused. */
class ModelFileTest {
  private static final DamagedModel<MsVae> FILES =
      new DamagedModel<>(
          "vaelab.msvae.model",
          () -> Tiny.floats(2, 3),
          ModelFile::describe,
          ModelFile::tensors,
          ModelFile::load);

  @TempDir Path folder;

  @Test
  void everythingComesBack() throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (MsVae model = Tiny.floats(2, 3)) {
      new Trainer(model, Tiny.config(1, 1, 1)).fit(Tiny.data(24, 1)); // moves running statistics
      model.setScale(1 / 3.0);
      model.setPrior(new BernoulliPrior(new double[] {1 / 3.0, 0.1}));
      ModelFile.save(file, model);
      try (MsVae read = ModelFile.load(file)) {
        assertEquals(model.sizes(), read.sizes());
        assertEquals(model.sources(), read.sources());
        assertEquals(1 / 3.0, read.scale());
        assertArrayEquals(model.pi(), read.pi(), 0);
        model
            .parameters()
            .forEach(
                (name, p) ->
                    assertArrayEquals(
                        p.getArray().toFloatArray(),
                        read.parameters().get(name).getArray().toFloatArray(),
                        name));
        float[] x = Tiny.data(9, 2);
        assertArrayEquals(
            new Inference(model).separate(x).streams(), new Inference(read).separate(x).streams());
      }
    }
  }

  @Test
  void aKnownNumberOfStreamsComesBack() throws IOException {
    Path file = folder.resolve("expert.safetensors");
    try (MsVae expert = MsVae.expert(Tiny.SIZES, "seven", 3)) {
      ModelFile.save(file, expert);
      try (MsVae read = ModelFile.load(file)) {
        assertEquals(1, assertInstanceOf(FixedCountPrior.class, read.prior()).count());
        assertEquals(Math.sqrt(0.5), read.scale());
        assertEquals(List.of("seven"), read.sources());
      }
    }
  }

  @Test
  void theShapeOfAnObservationComesBackAndOlderFilesHaveNone() throws Exception {
    Path file = folder.resolve("image.safetensors");
    NetworkSizes image = new NetworkSizes(List.of(2, 3), List.of(4), 2);
    try (MsVae model = MsVae.create(image, List.of("a"), 1)) {
      ModelFile.save(file, model);
    }
    try (MsVae read = ModelFile.load(file)) {
      assertEquals(image, read.sizes());
    }
    String shape = "\"shape\":[5],";
    Path older =
        changed(
            Change.description(
                v -> {
                  assertTrue(v.contains(shape), v);
                  return v.replace(shape, "");
                }));
    try (MsVae read = ModelFile.load(older)) {
      assertEquals(List.of(5), read.sizes().shape());
    }
  }

  private Path changed(Change change) throws Exception {
    return FILES.changed(folder, change);
  }

  @Test
  void theUnchangedFileLoads() throws Exception {
    ModelFile.load(changed(Change.NONE)).close();
  }

  @Test
  void filesOfAnotherKindAreRefused() throws Exception {
    FILES.refused(changed((metadata, tensors, manager) -> metadata.clear()), "holds no model");
    FILES.refused(
        changed(Change.description(v -> v.replace("\"version\":1", "\"version\":2"))),
        "version 1",
        "version 2");
    FILES.refused(
        changed((metadata, tensors, manager) -> metadata.put("kind", "vaelab.other.model")),
        "model of vaelab.msvae",
        "vaelab.other.model");
    FILES.refused(Files.writeString(folder.resolve("text"), "not a model at all"), "damaged");
    Path none = folder.resolve("none");
    assertThrows(NoSuchFileException.class, () -> ModelFile.load(none));
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

  @ParameterizedTest
  @ValueSource(strings = {"\"b\":1.0", "\"pi\":[0.5,0.5]", "\"dim\":5", "\"sources\":"})
  void damagedDescriptionsAreRefusedAsSuch(String part) throws Exception {
    Path file =
        changed(
            (metadata, tensors, manager) -> {
              String text = metadata.get("model");
              assertTrue(text.contains(part), text);
              metadata.put("model", text.replace(part, "\"gone\":" + part.replaceAll(".*:", "")));
            });
    FILES.refused(file, "changed.safetensors");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"dim\":5 | \"dim\":0",
        "\"shape\":[5] | \"shape\":[2,3]",
        "\"shape\":[5] | \"shape\":[-1,-5]",
        "\"shape\":[5] | \"shape\":[65536,65536]",
        "\"b\":1.0 | \"b\":-1.0",
        "\"pi\":[0.5,0.5] | \"pi\":[0.5]",
        "\"pi\":[0.5,0.5] | \"pi\":[0.5,2.0]"
      })
  void impossibleValuesAreRefused(String possible, String impossible) throws Exception {
    Path file =
        changed(
            (metadata, tensors, manager) -> {
              String text = metadata.get("model");
              assertTrue(text.contains(possible), text);
              metadata.put("model", text.replace(possible, impossible));
            });
    FILES.refused(file, "changed.safetensors", "damaged");
  }

  @Test
  void sizesFarBeyondTheFileAreRefusedBeforeThereAreNetworks() throws Exception {
    FILES.refused(
        changed(
            Change.description(
                v -> v.replace("\"hidden\":[4,3]", "\"hidden\":[2147483647,2147483647]"))),
        "changed.safetensors",
        "values of parameters",
        "damaged");
  }

  @Test
  void parametersOfAnotherTypeAreRefused() throws Exception {
    FILES.refused(
        changed(
            (metadata, tensors, manager) -> {
              String name = tensors.keySet().iterator().next();
              NDArray doubles = tensors.get(name).toType(DataType.FLOAT64, true);
              doubles.attach(manager);
              tensors.put(name, doubles);
            }),
        "changed.safetensors",
        "float32",
        "float64");
  }

  @Test
  void aFileThatDoesNotFitChangesNothing() throws Exception {
    Path file =
        changed(
            (metadata, tensors, manager) -> {
              List<String> names = List.copyOf(tensors.keySet());
              tensors.put(names.get(names.size() - 1), manager.create(new float[] {1, 2, 3}));
            });
    try (MsVae model = Tiny.floats(2, 4);
        NDManager scope = model.manager().newSubManager()) {
      NDArray first = model.parameters().values().iterator().next().getArray();
      float[] before = first.toFloatArray();
      Safetensors.Contents contents = Safetensors.read(file, scope);
      assertThrows(IOException.class, () -> ModelFile.restore(file, model, contents));
      assertArrayEquals(before, first.toFloatArray());
    }
  }

  /** What is loaded is a sum under Laplace noise in float32; another would come back changed. */
  @Test
  void aModelOfAnotherKindIsNotSavedAsTheUsualOne() {
    try (MsVae maximum =
            Tiny.of(2, DataType.FLOAT32, 1, new Extensions.Maximum(), new LaplaceNoise());
        MsVae doubles = Tiny.doubles(2, 1);
        MsVae prior = Tiny.floats(2, 1)) {
      prior.setPrior(new Extensions.NeverSilent(2));
      Path file = folder.resolve("other.safetensors");
      for (MsVae other : List.of(maximum, doubles, prior)) {
        assertThrows(IllegalArgumentException.class, () -> ModelFile.save(file, other));
        assertFalse(Files.exists(file));
      }
      assertSays(IllegalArgumentException.class, () -> ModelFile.describe(prior), "NeverSilent");
    }
  }
}
