package vaelab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.cli.Commands.succeeds;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.DataOrigin;
import vaelab.data.DigitsLoader;
import vaelab.experiments.RunDirectory;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigitsConfig;
import vaelab.experiments.TrainingCost;
import vaelab.experiments.comparison.SingleDigitsConfig;
import vaelab.experiments.comparison.SingleDigitsResult.Method;
import vaelab.experiments.comparison.SingleDigitsResult.Score;
import vaelab.jointvae.JointVaeConfig;
import vaelab.metrics.Spread;

/** Results without the weights that they were measured with, as the project keeps them. */
class CompareSingleCommandTest {
  private static final SingleDigitsConfig CONFIG =
      SingleDigitsConfig.of(Scale.SMOKE, JointVaeConfig.Preset.COMPACT, 1);

  private static DataOrigin digits;

  @TempDir Path directory;
  private Path out;

  @BeforeAll
  static void findOutWhichDigits() {
    digits = DigitsLoader.load().origin();
  }

  @BeforeEach
  void keepResultsAlone() throws IOException {
    out = directory.resolve("single");
    RunDirectory.claim(out, CONFIG, digits);
    TenDigitsConfig config = TenDigitsConfig.of(Scale.SMOKE, 1, 1);
    keep("ms-vae-100", config, "MS-VAE (100 %)", "MS-VAE (100 %), mean of z");
  }

  private void keep(String method, Object configuration, String... systems) throws IOException {
    Method result =
        new Method(
            method,
            configuration,
            null,
            Arrays.stream(systems)
                .map(s -> new Score(s, "", Spread.of(0.5), TrainingCost.of(60, 10, "all")))
                .toList(),
            "0123abcd",
            "2020-02-02T00:00:00Z",
            Map.of());
    new ObjectMapper().writeValue(out.resolve(method + ".json").toFile(), result);
  }

  /** Runs the command for the method that is measured already, and gives what it says. */
  private String resume() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(said, true, UTF_8));
    try {
      succeeds(
          "compare-single",
          "--scale",
          "smoke",
          "--models",
          directory.resolve("models"),
          "--out",
          out,
          "--method",
          "ms-vae-100",
          "--resume");
    } finally {
      System.setErr(before);
    }
    return said.toString(UTF_8);
  }

  @Test
  void figuresOfJointVaeAreKeptWhereItsWeightsAreNot() throws IOException {
    keep(
        "joint-vae",
        CONFIG.jointVae(),
        "JointVAE (tiny), seed 1",
        "JointVAE (tiny), seed 2",
        "JointVAE (tiny), seed 3");
    Path figure = out.resolve("samples.png");
    Files.writeString(figure, "drawn before");
    String said = resume();
    assertTrue(said.contains("kept as they are: its weights are not in " + out), said);
    assertEquals("drawn before", Files.readString(figure));
    assertFalse(Files.exists(out.resolve("traversals-1.png")));
    assertTrue(Files.readString(out.resolve("table.txt")).contains("JointVAE (tiny), seed 3"));
  }

  @Test
  void nothingIsSaidOfAMethodThatIsNotMeasured() throws IOException {
    String said = resume();
    assertFalse(said.contains("JointVAE"), said);
    assertFalse(Files.readString(out.resolve("table.txt")).contains("JointVAE"));
    assertFalse(Files.exists(out.resolve("samples.png")));
  }
}
