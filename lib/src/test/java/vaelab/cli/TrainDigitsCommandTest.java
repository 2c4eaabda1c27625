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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.Digits;
import vaelab.data.DigitsLoader;
import vaelab.data.MixtureFiles;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
import vaelab.data.Npy;
import vaelab.data.NpyArray;

/**
 * Ten digits by the commands a user types: trained, resumed, states predicted, digits separated.
 */
class TrainDigitsCommandTest {
  private static final int[] CLASSES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  private static final int COUNT = 6;

  @TempDir static Path folder;
  private static Path run;
  private static Mixtures mixtures;

  @TempDir Path out;

  @BeforeAll
  static void train() throws IOException {
    run = folder.resolve("run");
    succeeds(training("--labels", "0.1", "--out", run));
    Digits digits = DigitsLoader.load();
    mixtures = MixtureGenerator.fixedK(digits.test(), CLASSES, 2, 0.1, COUNT, 7);
    MixtureFiles.write(folder.resolve("unseen"), mixtures);
  }

  private static Object[] training(Object... more) {
    return joined(new Object[] {"train", "digits", "--scale", "smoke", "--seed", 2}, more);
  }

  private static Object[] joined(Object[] first, Object... more) {
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  private static Object[] onUnseen(String command, Object... more) {
    Path in = folder.resolve("unseen").resolve(MixtureFiles.MIXTURES);
    return joined(new Object[] {command, "--model", run, "--in", in}, more);
  }

  private NpyArray separated(String name, Object... more) throws IOException {
    Path to = out.resolve(name);
    succeeds(joined(onUnseen("separate", "--k", 2, "--out", to), more));
    return Npy.read(to.resolve(MixtureFiles.SOURCES));
  }

  @Test
  void leavesResultsTablesAndFigures() throws IOException {
    JsonNode result = new ObjectMapper().readTree(run.resolve("result.json").toFile());
    assertEquals("smoke", result.path("scale").asText());
    assertTrue(result.path("command").asText().contains("--labels 0.1"), "command");
    List<String> left = files(run);
    for (String figure :
        List.of("samples", "experts", "training", "streams", "accuracy", "confusion")) {
      assertTrue(left.contains(figure + ".png"), figure);
    }
    assertTrue(left.containsAll(List.of("table.csv", "table.txt", "history.csv")), "" + left);
    assertFalse(left.stream().anyMatch(file -> file.contains("checkpoint")), "" + left);
  }

  @Test
  void resumesACompleteRunWithoutTrainingAgain() throws IOException {
    // Their courses hold seconds, which no second training would repeat.
    Map<String, byte[]> before = models();
    assertTrue(before.keySet().containsAll(List.of("history.csv", "expert-0.csv")), "courses");
    succeeds(training("--labels", "0.1", "--out", run, "--resume"));
    Map<String, byte[]> after = models();
    assertEquals(before.keySet(), after.keySet());
    before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
  }

  private static Map<String, byte[]> models() throws IOException {
    Map<String, byte[]> models = new TreeMap<>();
    for (String file : files(run)) {
      if (file.endsWith(".safetensors") || file.matches("(history|expert).*\\.csv")) {
        models.put(file, Files.readAllBytes(run.resolve(file)));
      }
    }
    return models;
  }

  @Test
  void predictsOneStateAMixture() throws IOException {
    Path to = out.resolve("states.npy");
    succeeds(onUnseen("predict", "--out", to, "--k", 3));
    NpyArray states = Npy.read(to);
    assertArrayEquals(new int[] {COUNT, CLASSES.length}, states.shape());
    for (int n = 0; n < COUNT; n++) {
      int from = n * CLASSES.length;
      float active = 0;
      for (int h = 0; h < CLASSES.length; h++) {
        active += states.data()[from + h];
      }
      assertEquals(3, active, "mixture " + n);
    }
  }

  @Test
  void separatesInEveryVariant() throws IOException {
    NpyArray plain = separated("plain");
    assertArrayEquals(new int[] {COUNT, 2, 28, 28}, plain.shape());
    NpyArray refined = separated("refined", "--refine", 3);
    assertFalse(Arrays.equals(plain.data(), refined.data()), "--refine changes nothing");
    NpyArray masked = separated("masked", "--mask");
    int dim = mixtures.dim();
    for (int i = 0; i < mixtures.x().length; i++) {
      int first = i / dim * 2 * dim + i % dim;
      double sum = masked.data()[first] + (double) masked.data()[first + dim];
      assertEquals(Math.max(0, Math.min(2, mixtures.x()[i])), sum, 1e-5, "value " + i);
    }
  }

  @Test
  void refusesOtherSettingsAndSharesOfLabelsThatAreNone() throws IOException {
    List<String> before = files(run);
    refuses(List.of(training("--labels", "0.1", "--out", run)), "--resume");
    refuses(List.of(training("--out", run, "--resume")), "other settings", "labels");
    for (String share : List.of("0", "-0.1", "1.5", "NaN")) {
      Path other = out.resolve("other");
      refuses(List.of(training("--labels", share, "--out", other)), "share of labels");
      assertEquals(List.of(), files(other));
    }
    assertEquals(before, files(run));
  }
}
