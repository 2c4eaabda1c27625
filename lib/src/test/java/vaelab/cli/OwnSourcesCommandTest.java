package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.cli.Commands.files;
import static vaelab.cli.Commands.refuses;
import static vaelab.cli.Commands.succeeds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.LabelledImages;
import vaelab.data.MixtureFiles;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
import vaelab.data.Npy;
import vaelab.data.NpyArray;
import vaelab.data.Shapes;
import vaelab.data.SourceFiles;
import vaelab.metrics.SeparationScore;
import vaelab.metrics.StateAccuracy;
import vaelab.separation.AverageSeparator;

/** From images in files to states and sources that are right, by the commands a user types. */
class OwnSourcesCommandTest {
  private static final int SIDE = 12;
  private static final int STREAMS = Shapes.NAMES.size();
  private static final int[] CLASSES = {0, 1, 2};
  private static final double[] RATES = {0.5, 0.4, 0.6};
  private static final double NOISE = 0.05;

  @TempDir static Path folder;
  private static LabelledImages unseen;

  @TempDir Path out;

  @BeforeAll
  static void trainOnShapes() throws IOException {
    LabelledImages shapes = Shapes.generate(400, SIDE, SIDE, 1);
    unseen = Shapes.generate(100, SIDE, SIDE, 2);
    SourceFiles.write(folder, shapes, Shapes.NAMES);
    MixtureFiles.write(folder, MixtureGenerator.bernoulli(shapes, CLASSES, RATES, NOISE, 1_000, 3));
    succeeds(training("--out", folder.resolve("run")));
  }

  private static Object[] training(Object... more) {
    List<Object> arguments = new ArrayList<>(List.of("train", "sources"));
    for (String name : Shapes.NAMES) {
      arguments.addAll(List.of("--source", name + "=" + folder.resolve(name + ".npy")));
    }
    arguments.addAll(List.of("--mixtures", folder.resolve(MixtureFiles.MIXTURES)));
    arguments.addAll(List.of("--hidden", "64,32", "--latent", 6, "--batch", 50));
    arguments.addAll(List.of("--expert-epochs", 40, "--epochs", 20, "--learning-rate", "2e-3"));
    arguments.addAll(List.of(more));
    return arguments.toArray();
  }

  private Mixtures write(Mixtures mixtures) throws IOException {
    MixtureFiles.write(out.resolve("new"), mixtures);
    return mixtures;
  }

  private Object[] command(String name, Object... more) {
    return Stream.concat(
            Stream.of(
                name,
                "--model",
                folder.resolve("run"),
                "--in",
                out.resolve("new").resolve(MixtureFiles.MIXTURES)),
            Stream.of(more))
        .toArray();
  }

  /** Reads states as numbers, bit h for stream h. */
  private static int[] states(Path file) throws IOException {
    NpyArray bits = Npy.read(file);
    assertArrayEquals(new int[] {bits.count(), STREAMS}, bits.shape());
    int[] states = new int[bits.count()];
    for (int i = 0; i < bits.data().length; i++) {
      states[i / STREAMS] |= (int) bits.data()[i] << i % STREAMS;
    }
    return states;
  }

  @Test
  void findsTheSourcesOfUnseenMixtures() throws IOException {
    Mixtures test = write(MixtureGenerator.bernoulli(unseen, CLASSES, RATES, NOISE, 300, 4));
    Path found = out.resolve("found.npy");
    succeeds(command("predict", "--out", found));
    int[] plain = states(found);
    double exact = StateAccuracy.of(plain, test.states(), STREAMS).exact();
    assertTrue(exact > 0.7, "one of 8 states is right by chance, found " + exact);
    succeeds(command("predict", "--refine", 5, "--out", found));
    double refined = StateAccuracy.of(states(found), test.states(), STREAMS).exact();
    assertTrue(refined > 0.7, "refined " + refined);
    assertFalse(Arrays.equals(plain, states(found)), "--refine changes nothing");
  }

  @Test
  void separatesBetterThanTheAverage() throws IOException {
    Mixtures test = write(MixtureGenerator.fixedK(unseen, CLASSES, 2, NOISE, 200, 5));
    double average =
        score(new AverageSeparator().separate(test.x(), test.dim(), 2).sources(), test);
    List<float[]> found = new ArrayList<>();
    for (String[] variant : new String[][] {{}, {"--mask"}, {"--refine", "5"}}) {
      Path to = out.resolve("separated" + variant.length + String.join("", variant));
      Object[] options =
          Stream.concat(Stream.of("--k", "2", "--out", to), Stream.of(variant)).toArray();
      succeeds(command("separate", options));
      NpyArray sources = Npy.read(to.resolve(MixtureFiles.SOURCES));
      assertArrayEquals(new int[] {200, 2, SIDE, SIDE}, sources.shape());
      double psnr = score(sources.data(), test);
      assertTrue(psnr > average + 1, psnr + " dB, average " + average + " dB, " + to);
      for (float[] other : found) {
        assertFalse(Arrays.equals(other, sources.data()), "an option changes nothing: " + to);
      }
      found.add(sources.data());
      for (int state : states(to.resolve(MixtureFiles.STATES))) {
        assertEquals(2, Integer.bitCount(state));
      }
    }
  }

  @Test
  void triesAsManyStatesAsItIsTold() throws IOException {
    write(MixtureGenerator.bernoulli(unseen, CLASSES, RATES, NOISE, 300, 7));
    int[] usual = predicted("--refine", 5);
    assertArrayEquals(usual, predicted("--refine", 5, "--refine-states", 3));
    assertFalse(Arrays.equals(usual, predicted("--refine", 5, "--refine-states", 1)));
    float[] sources = separated("--refine", 5);
    assertArrayEquals(sources, separated("--refine", 5, "--refine-states", 3));
    assertFalse(Arrays.equals(sources, separated("--refine", 5, "--refine-states", 1)));
  }

  @Test
  void knowsTheProportionsOfItsImages() throws IOException {
    Path mixtures = Files.createDirectory(out.resolve("new")).resolve(MixtureFiles.MIXTURES);
    Path to = out.resolve("predicted.npy");
    Npy.write(mixtures, new float[9 * 16], 1, 9, 16);
    refuses(List.of(command("predict", "--out", to)), "(12 x 12)", "[1, 9, 16]");
    Npy.write(mixtures, new float[SIDE * SIDE], 1, SIDE * SIDE);
    succeeds(command("predict", "--out", to));
  }

  private int[] predicted(Object... options) throws IOException {
    Path to = out.resolve("predicted.npy");
    succeeds(with(command("predict", "--out", to), options));
    return states(to);
  }

  private float[] separated(Object... options) throws IOException {
    Path to = out.resolve("two");
    succeeds(with(command("separate", "--k", 2, "--out", to), options));
    return Npy.read(to.resolve(MixtureFiles.SOURCES)).data();
  }

  private static Object[] with(Object[] command, Object... options) {
    return Stream.of(command, options).flatMap(Stream::of).toArray();
  }

  /** PSNR against the true sources that lie beside the mixtures. */
  private double score(float[] estimates, Mixtures test) throws IOException {
    float[] truth = Npy.read(out.resolve("new").resolve(MixtureFiles.SOURCES)).data();
    return SeparationScore.of(estimates, truth, test.count(), 2, SIDE, SIDE).paired().psnr().mean();
  }

  @Test
  void maskedSourcesSumToTheMixture() throws IOException {
    Mixtures test = write(MixtureGenerator.fixedK(unseen, CLASSES, 2, NOISE, 20, 6));
    succeeds(command("separate", "--k", 2, "--mask", "--out", out.resolve("masked")));
    float[] sources = Npy.read(out.resolve("masked").resolve(MixtureFiles.SOURCES)).data();
    for (int i = 0; i < test.x().length; i++) {
      int first = i / test.dim() * 2 * test.dim() + i % test.dim();
      double sum = sources[first] + sources[first + test.dim()];
      // Noise may lift a mixture above what two images can make, 1 each.
      assertEquals(Math.max(0, Math.min(2, test.x()[i])), sum, 1e-5, "value " + i);
    }
  }

  @Test
  void separatesFlatRowsAndOtherNumbersOfSources() throws IOException {
    float[] x = new float[3 * SIDE * SIDE];
    Path rows = out.resolve("rows.npy");
    Npy.write(rows, x, 3, SIDE * SIDE);
    for (int k = 1; k <= STREAMS; k++) {
      Path to = out.resolve("k" + k);
      succeeds("separate", "--model", folder.resolve("run"), "--in", rows, "--k", k, "--out", to);
      assertArrayEquals(
          new int[] {3, k, SIDE * SIDE}, Npy.read(to.resolve(MixtureFiles.SOURCES)).shape());
    }
  }

  @Test
  void leavesWhatIsKnownWithoutGroundTruth() throws IOException {
    Path run = folder.resolve("run");
    JsonNode result = new ObjectMapper().readTree(run.resolve("result.json").toFile());
    assertEquals(400, result.path("metrics").path("images").path("rings").asInt());
    for (int h = 0; h < STREAMS; h++) {
      String name = Shapes.NAMES.get(h);
      assertEquals(RATES[h], result.path("metrics").path("pi").path(name).asDouble(), 0.15, name);
    }
    // What the decoders cannot draw is noise to the model, too.
    double b = result.path("metrics").path("b").asDouble();
    assertTrue(b > 0.9 * NOISE && b < 2.2 * NOISE, "b = " + b);
    assertEquals(64, result.path("data").path("sha256").path("mixtures").asText().length());
    assertEquals(20, result.path("metrics").path("epochs").asInt());
    assertTrue(Files.readString(run.resolve("table.txt")).contains("Activity rate π of bars"));
  }

  @Test
  void resumesACompleteRunWithoutTrainingAgain() throws IOException {
    // Trained again, the model would be the same, but its epochs would take other times.
    Path course = folder.resolve("run").resolve("history.csv");
    byte[] before = Files.readAllBytes(course);
    succeeds(training("--out", folder.resolve("run"), "--resume"));
    assertArrayEquals(before, Files.readAllBytes(course));
  }

  @Test
  void refusesToResumeOnOtherFilesOrSettings() throws IOException {
    Path run = folder.resolve("run");
    List<String> before = files(run);
    refuses(List.of(training("--out", run)), "--resume");
    refuses(List.of(training("--out", run, "--resume", "--seed", 2)), "other settings");
    Path bars = folder.resolve("bars.npy");
    byte[] bytes = Files.readAllBytes(bars);
    try {
      NpyArray images = Npy.read(bars);
      images.data()[0] = 0.5f;
      Npy.write(bars, images.data(), images.shape());
      refuses(List.of(training("--out", run, "--resume")), "other data", "configuration.json");
    } finally {
      Files.write(bars, bytes);
    }
    assertEquals(before, files(run));
  }
}
