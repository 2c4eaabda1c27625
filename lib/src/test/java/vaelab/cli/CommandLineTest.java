package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import vaelab.data.Npy;
import vaelab.data.NpyArray;
import vaelab.experiments.SourceTraining;
import vaelab.msvae.ModelFile;
import vaelab.msvae.MsVae;
import vaelab.nn.NetworkSizes;

class CommandLineTest {
  private static final int COUNT = 3;

  @TempDir Path directory;
  private Path model;
  private Path mixtures;
  private String errors;

  @BeforeEach
  void makeModelAndMixtures() throws IOException {
    model = Files.createDirectory(directory.resolve("model"));
    NetworkSizes sizes = new NetworkSizes(List.of(28, 28), List.of(8), 2);
    try (MsVae untrained = MsVae.create(sizes, List.of("a", "b", "c"), 1)) {
      ModelFile.save(model.resolve(SourceTraining.MODEL), untrained);
    }
    mixtures = directory.resolve("mixtures.npy");
    float[] x = new float[COUNT * 784];
    Arrays.setAll(new Object[x.length], i -> x[i] = i % 7 / 7f);
    Npy.write(mixtures, x, COUNT, 28, 28);
  }

  private int run(Object... arguments) {
    StringWriter text = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(text, true));
    int code = line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    errors = text.toString();
    return code;
  }

  @Test
  void predictWritesOneRowOfBitsAMixture() throws IOException {
    Path out = directory.resolve("states.npy");
    assertEquals(0, run("predict", "--model", model, "--in", mixtures, "--out", out), errors);
    NpyArray states = Npy.read(out);
    assertArrayEquals(new int[] {COUNT, 3}, states.shape());
    for (float bit : states.data()) {
      assertTrue(bit == 0 || bit == 1, "found " + bit);
    }
  }

  @Test
  void predictWithKFindsExactlyKStreams() throws IOException {
    Path out = directory.resolve("states.npy");
    for (int k = 0; k <= 3; k++) {
      assertEquals(
          0, run("predict", "--model", model, "--in", mixtures, "--out", out, "--k", k), errors);
      float[] states = Npy.read(out).data();
      for (int n = 0; n < COUNT; n++) {
        assertEquals(k, states[3 * n] + states[3 * n + 1] + states[3 * n + 2]);
      }
    }
  }

  @Test
  void separateWritesKSourcesInTheShapeOfTheMixtures() throws IOException {
    Path out = directory.resolve("separated");
    assertEquals(
        0, run("separate", "--model", model, "--k", 2, "--in", mixtures, "--out", out), errors);
    NpyArray sources = Npy.read(out.resolve("sources.npy"));
    assertArrayEquals(new int[] {COUNT, 2, 28, 28}, sources.shape());
    assertArrayEquals(new int[] {COUNT, 3}, Npy.read(out.resolve("states.npy")).shape());
    for (float pixel : sources.data()) {
      assertTrue(pixel >= 0 && pixel <= 1, "a sigmoid output of " + pixel);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, -1})
  void separateRefusesKOutOfRange(int k) {
    Path out = directory.resolve("separated");
    assertEquals(
        Main.BAD_INPUT,
        run("separate", "--model", model, "--k", k, "--in", mixtures, "--out", out));
    assertTrue(errors.contains("expected K from 1 to the model's H=3 streams, found " + k), errors);
    assertFalse(Files.exists(out), "something was written");
  }

  @Test
  void predictRefusesKBeyondTheStreams() {
    Path out = directory.resolve("states.npy");
    assertEquals(
        Main.BAD_INPUT, run("predict", "--model", model, "--in", mixtures, "--out", out, "--k", 4));
    assertTrue(errors.contains("H=3"), errors);
    assertFalse(Files.exists(out), "something was written");
  }

  @Test
  void refusesMixturesOfAnotherSize() throws IOException {
    Npy.write(mixtures, new float[2 * 100], 2, 10, 10);
    assertBadMixtures("expected 784 pixels a mixture", "found 100 [2, 10, 10]");
  }

  @Test
  void refusesMixturesOfAsManyPixelsInOtherProportions() throws IOException {
    Npy.write(mixtures, new float[2 * 784], 2, 14, 56);
    assertBadMixtures("expected 784 pixels a mixture (28 x 28)", "found 784 [2, 14, 56]");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void refusesPixelsThatAreNoNumbers(float pixel) throws IOException {
    float[] x = new float[2 * 784];
    x[784 + 5] = pixel;
    Npy.write(mixtures, x, 2, 784);
    assertBadMixtures("expected finite pixels", "found " + pixel + " at index [1, 5]");
  }

  @Test
  void refusesPixelsOnAnotherScale() throws IOException {
    float[] bytes = new float[2 * 784];
    Arrays.fill(bytes, 33);
    Npy.write(mixtures, bytes, 2, 784);
    assertBadMixtures("pixels in [0, 1]", "found a mean value of 33", "255");
  }

  private void assertBadMixtures(String... words) {
    Path out = directory.resolve("out");
    for (Object[] command : new Object[][] {{"predict"}, {"separate", "--k", 2}}) {
      List<Object> line = new ArrayList<>(List.of(command));
      line.addAll(List.of("--model", model, "--in", mixtures, "--out", out));
      assertEquals(Main.BAD_INPUT, run(line.toArray()), errors);
      for (String word : words) {
        assertTrue(errors.contains(word), "no '" + word + "' in: " + errors);
      }
      assertFalse(Files.exists(out), "something was written");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--refine-states 2 | expected --refine STEPS together with --refine-states, found",
        "--refine 0 --refine-states 2 | expected --refine STEPS together with --refine-states",
        "--refine 2 --refine-states 0 | expected --refine-states of at least 1 state, found 0",
        "--refine 2 --refine-states -1 | found -1",
        "--refine -1 | expected --refine of 0 (off) or more steps, found -1"
      })
  void refusesARefinementThatIsNone(String line) {
    String[] options = line.substring(0, line.indexOf(" | ")).split(" ");
    String expected = line.substring(line.indexOf(" | ") + 3);
    for (Object[] command : new Object[][] {{"predict"}, {"separate", "--k", 2}}) {
      Path out = directory.resolve("out");
      List<Object> words = new ArrayList<>(List.of(command));
      words.addAll(List.of("--model", model, "--in", mixtures, "--out", out));
      words.addAll(List.of(options));
      assertEquals(Main.BAD_INPUT, run(words.toArray()), errors);
      assertTrue(errors.contains(expected), errors);
      assertFalse(Files.exists(out), "something was written");
    }
  }

  @Test
  void anAnswerGoesToAFile() {
    assertEquals(
        Main.BAD_INPUT, run("predict", "--model", model, "--in", mixtures, "--out", directory));
    assertTrue(errors.contains("found the directory " + directory), errors);
  }

  @Test
  void namesAMissingModelAndADamagedOne() throws IOException {
    Path out = directory.resolve("states.npy");
    Path nowhere = directory.resolve("nowhere");
    assertEquals(
        Main.BAD_INPUT, run("predict", "--model", nowhere, "--in", mixtures, "--out", out));
    assertTrue(errors.contains("expected a trained model at"), errors);

    Path file = model.resolve(SourceTraining.MODEL);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 10));
    assertEquals(Main.BAD_INPUT, run("predict", "--model", model, "--in", mixtures, "--out", out));
    assertTrue(errors.contains("damaged"), errors);
  }

  @Test
  void compareRefusesAnUnknownMethodBeforeAnyTraining() {
    Path models = directory.resolve("models");
    Path out = directory.resolve("table");
    assertEquals(
        Main.BAD_INPUT,
        run(
            "compare",
            "--scale",
            "smoke",
            "--models",
            models,
            "--out",
            out,
            "--method",
            "average",
            "--method",
            "nmf"));
    assertTrue(errors.contains("ms-vae-100") && errors.contains("'nmf'"), errors);
    assertFalse(Files.exists(out), "the corrected command would be refused without --resume");
    assertFalse(Files.exists(models), "train digits would be refused");
  }

  @Test
  void compareMeasuresWhatNeedsNoTraining() throws IOException {
    Path out = directory.resolve("table");
    Path models = directory.resolve("models");
    assertEquals(
        0,
        run("compare", "--scale", "smoke", "--models", models, "--out", out, "--method", "average"),
        errors);
    assertTrue(Files.readString(out.resolve("table.txt")).contains("Average"));
    assertTrue(Files.exists(out.resolve("separations-4.png")));
    assertFalse(Files.exists(out.resolve("quality-against-time.png")));
    assertFalse(Files.exists(models), "no model was needed");
  }

  @Test
  void trainRefusesADirectoryInUseUnlessResuming() {
    assertEquals(Main.BAD_INPUT, run("train", "poc", "--scale", "smoke", "--out", directory));
    assertTrue(errors.contains("--resume"), errors);
  }

  private static Stream<String> commands() {
    return commands("", Main.commandLine());
  }

  private static Stream<String> commands(String path, CommandLine line) {
    return Stream.concat(
        Stream.of(path),
        line.getSubcommands().entrySet().stream()
            .flatMap(sub -> commands((path + " " + sub.getKey()).trim(), sub.getValue())));
  }

  @Test
  void commandsOfCommandsAreFound() {
    List<String> all = commands().toList();
    assertTrue(all.containsAll(List.of("", "train", "train digits", "score der")), all.toString());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(String command) {
    StringWriter text = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(text, true));
    String[] words = (command + " --help").trim().split(" ");
    assertEquals(0, line.execute(words));
    assertTrue(text.toString().startsWith("Usage: vaelab"), text.toString());
  }
}
