package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.cli.Commands.files;
import static vaelab.cli.Commands.refuses;
import static vaelab.cli.Commands.run;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.data.Npy;
import vaelab.experiments.SourceTraining;
import vaelab.msvae.ModelFile;
import vaelab.msvae.MsVae;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.Safetensors;

/** Models that are missing, altered or of another make, and answers that would destroy input. */
class ModelDirectoryTest {
  private static final int DIM = 9;

  @TempDir Path folder;
  private Path file;
  private Path mixtures;
  private Path out;

  @BeforeEach
  void makeModelAndMixtures() throws IOException {
    out = folder.resolve("out");
    file = folder.resolve("model").resolve(SourceTraining.MODEL);
    try (MsVae model = MsVae.create(new NetworkSizes(DIM, List.of(4), 2), List.of("a", "b"), 1)) {
      ModelFile.save(file, model);
    }
    mixtures = folder.resolve("in").resolve("mixtures.npy");
    Npy.write(mixtures, new float[3 * DIM], 3, 3, 3);
  }

  @AfterEach
  void nothingIsWritten() throws IOException {
    assertEquals(List.of(), files(out));
  }

  private List<Object> predict() {
    return List.of(
        "predict", "--model", file.getParent(), "--in", mixtures, "--out", out.resolve("s.npy"));
  }

  private List<Object> separate() {
    return List.of(
        "separate", "--model", file.getParent(), "--in", mixtures, "--k", 1, "--out", out);
  }

  private void bothRefuse(String... words) {
    refuses(predict(), words);
    refuses(separate(), words);
  }

  @Test
  void namesAMissingFile() throws IOException {
    Files.delete(file);
    bothRefuse("expected a trained model at " + file);
  }

  /** Cut anywhere: in the length of the header, in the header, in the values. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.002, 0.3, 0.9})
  void namesATruncatedFile(double share) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (share * bytes.length)));
    bothRefuse(file.toString(), "damaged");
  }

  @Test
  void namesAFileWithMoreThanItsModel() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length + 4));
    bothRefuse(file.toString(), "damaged");
  }

  /** One bit anywhere, in the length, the description, the shapes or a weight. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.02, 0.1, 0.2, 0.4, 0.6, 0.8, 0.999})
  void namesAFileWithOneAlteredBit(double place) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (place * bytes.length)] ^= 1;
    Files.write(file, bytes);
    bothRefuse(file.toString());
  }

  @ParameterizedTest
  @CsvSource({"b,2", "latent,3", "dim,8"})
  void namesADescriptionThatWasEdited(String field, String digit) throws IOException {
    String all = Files.readString(file, StandardCharsets.ISO_8859_1);
    String key = "\\\"" + field + "\\\":";
    int at = all.indexOf(key) + key.length();
    assertTrue(at > key.length(), "no " + key);
    String edited = all.substring(0, at) + digit + all.substring(at + 1);
    Files.writeString(file, edited, StandardCharsets.ISO_8859_1);
    bothRefuse(file.toString(), "damaged");
  }

  /** Writes the model again with one part of its metadata replaced. */
  private void rewrite(String key, String from, String to) throws IOException {
    try (NDManager manager = NDManager.newBaseManager()) {
      Safetensors.Contents contents = Safetensors.read(file, manager);
      Map<String, String> metadata = new LinkedHashMap<>(contents.metadata());
      metadata.computeIfPresent(key, (k, text) -> text.replace(from, to));
      Safetensors.write(file, metadata, contents.tensors());
    }
  }

  @Test
  void namesAnotherVersion() throws IOException {
    rewrite("model", "\"version\":1", "\"version\":2");
    bothRefuse("format version 1", "found version 2");
  }

  @Test
  void namesAModelOfAnotherMethod() throws IOException {
    rewrite("kind", "vaelab.msvae", "vaelab.vaebss");
    bothRefuse("vaelab.msvae", "found vaelab.vaebss.model");
  }

  @Test
  void namesAModelOfOtherSizesThanItsWeights() throws IOException {
    rewrite("model", "\"latent\":2", "\"latent\":3");
    bothRefuse("of shape", file.toString());
  }

  @Test
  void namesAFileThatIsNoModel() throws IOException {
    Files.copy(mixtures, file, StandardCopyOption.REPLACE_EXISTING);
    bothRefuse(file.toString(), "no safetensors file");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3})
  void namesKOutOfRange(int k) {
    List<Object> arguments = new ArrayList<>(predict());
    arguments.addAll(List.of("--k", k));
    refuses(arguments, "expected K from 0 to the model's H=2 streams, found " + k);
  }

  @Test
  void namesANegativeNumberOfSteps() {
    List<Object> arguments = new ArrayList<>(separate());
    arguments.addAll(List.of("--refine", -1));
    refuses(arguments, "--refine", "found -1");
  }

  /** The answer's files are called like those of the ground truth. */
  @Test
  void keepsTheInputAndWhatLiesBesideIt() throws IOException {
    byte[] before = Files.readAllBytes(mixtures);
    byte[] model = Files.readAllBytes(file);
    refuses(
        List.of("predict", "--model", file, "--in", mixtures, "--out", mixtures), "overwritten");
    for (Path named : List.of(file, file.getParent())) {
      refuses(
          List.of("predict", "--model", named, "--in", mixtures, "--out", file),
          "other than the model");
    }
    refuses(
        List.of(
            "separate", "--model", file, "--in", mixtures, "--k", 1, "--out", mixtures.getParent()),
        "ground truth");
    refuses(
        List.of("separate", "--model", file, "--in", mixtures, "--k", 1, "--out", file),
        "expected a directory");
    assertArrayEquals(before, Files.readAllBytes(mixtures));
    assertArrayEquals(model, Files.readAllBytes(file));
    assertEquals(List.of("mixtures.npy"), files(mixtures.getParent()));
  }

  @Test
  void trainWithoutAnExperimentExplainsItself() {
    Commands.Outcome outcome = run("train");
    assertEquals(Main.BAD_INPUT, outcome.code());
    for (String experiment : List.of("poc", "digits", "sources")) {
      assertTrue(outcome.errors().contains(experiment), outcome.errors());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1.5", "-0.1", "NaN"})
  void trainDigitsNamesAShareOfLabelsOutOfRange(String labels) {
    refuses(
        List.of("train", "digits", "--labels", labels, "--out", out), "share of labels", labels);
  }
}
