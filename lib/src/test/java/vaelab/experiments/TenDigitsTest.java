package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.experiments.TenDigitsConfig.Recipe;
import vaelab.msvae.TrainingConfig;
import vaelab.train.TrainingListener;

/** The ten-digit experiment runs end to end at smoke scale. */
class TenDigitsTest {
  @TempDir static Path directory;

  private static TenDigits full;
  private static TenDigits tenth;

  @BeforeAll
  static void train() throws IOException {
    full = trained("full", TenDigitsConfig.of(Scale.SMOKE, 1, 3));
    tenth = trained("tenth", TenDigitsConfig.of(Scale.SMOKE, 0.1, 3));
  }

  private static TenDigits trained(String name, TenDigitsConfig config) throws IOException {
    TenDigits run = new TenDigits(config, directory.resolve(name));
    run.pretrain(TrainingListener.NONE);
    run.train(TrainingListener.NONE);
    return run;
  }

  @Test
  void measuresWritesAndPaints() throws IOException {
    Files.writeString(directory.resolve("full").resolve("commit.txt"), "0123456789ab");
    TenDigitsResult result = full.evaluate();
    assertEquals(full.config().testMixtures(), Arrays.stream(result.points()).sum());
    double weighted = 0;
    for (int c = 0; c < result.points().length; c++) {
      weighted += result.points()[c] == 0 ? 0 : result.points()[c] * result.byCount()[c];
    }
    assertEquals(result.mean(), weighted / full.config().testMixtures(), 1e-12);
    assertEquals(10, result.perDigit().length);
    JsonNode json =
        new ObjectMapper().readTree(directory.resolve("full").resolve("result.json").toFile());
    assertEquals("smoke", json.path("scale").asText());
    assertEquals(result.b(), json.path("metrics").path("b").asDouble());
    assertEquals("0123456789ab", json.path("trainedCommit").asText());
    assertEquals(
        ResultFiles.commit(), Files.readString(directory.resolve("tenth").resolve("commit.txt")));
    assertTrue(Files.exists(directory.resolve("full").resolve("table.csv")));
    assertTrue(Files.exists(directory.resolve("full").resolve("history.csv")));
    TenDigitsFigures figures = new TenDigitsFigures(full, tenth);
    Painted.assertPainted(figures.samples(8));
    Painted.assertPainted(figures.expertReconstructions(4));
    Painted.assertPainted(figures.training());
    Painted.assertPainted(figures.streams(8));
    TenDigitsResult other = tenth.evaluate();
    Painted.assertPainted(figures.accuracy(result, other));
    BufferedImage one = figures.confusion(result);
    BufferedImage both = figures.confusion(result, other);
    Painted.assertPainted(one);
    Painted.assertPainted(both);
    assertTrue(both.getWidth() > 2 * one.getWidth(), "a matrix a model, and a gap");
    List<String> settings = full.settings().stringColumn("Setting").asList();
    assertTrue(settings.contains("Composed mixtures of an epoch"), settings.toString());
    assertEquals(7, settings.size());
  }

  @Test
  void thePublishedRecipeTrainsToo() throws IOException {
    TenDigitsConfig config = TenDigitsConfig.of(Scale.SMOKE, 1, 3, Recipe.PUBLISHED);
    try (TenDigits run = trained("published", config)) {
      assertEquals(config.joint().get(0).training().epochs(), run.history().size());
      assertTrue(Double.isFinite(run.history().last("elbo")));
    }
  }

  @Test
  void aCompleteRunIsReadAgain() throws IOException {
    try (TenDigits again = new TenDigits(full.config(), directory.resolve("full"))) {
      again.pretrain(TrainingListener.NONE);
      again.train(TrainingListener.NONE);
      assertArrayEquals(full.model().pi(), again.model().pi());
      assertEquals(full.stopReason(), again.stopReason());
      // Trained again, epochs would take other times.
      assertArrayEquals(full.history().column("seconds"), again.history().column("seconds"));
    }
    TenDigitsConfig other = TenDigitsConfig.of(Scale.SMOKE, 1, 4);
    assertThrows(IOException.class, () -> new TenDigits(other, directory.resolve("full")));
  }

  @Test
  void aCompleteModelNeedsItsExpertsNoLonger(@TempDir Path elsewhere) throws IOException {
    for (String name :
        List.of("configuration.json", "model.safetensors", "history.csv", "stop.txt")) {
      Files.copy(directory.resolve("full").resolve(name), elsewhere.resolve(name));
    }
    try (TenDigits again = new TenDigits(full.config(), elsewhere)) {
      again.ensureTrained(TrainingListener.NONE);
      assertArrayEquals(full.model().pi(), again.model().pi());
    }
    assertFalse(Files.exists(elsewhere.resolve("expert-0.safetensors")));
  }

  @Test
  void thePublishedRecipeIsThePapers() {
    TenDigitsConfig paper = TenDigitsConfig.of(Scale.PAPER, 0.1, 1, Recipe.PUBLISHED);
    assertFalse(paper.expertEncoders());
    assertEquals(1e-4, paper.experts().learningRate());
    assertEquals(1, paper.experts().klWeight());
    assertEquals(0, paper.commonEpochs());
    for (double labels : new double[] {0.1, 1}) {
      TenDigitsConfig either = TenDigitsConfig.of(Scale.PAPER, labels, 1, Recipe.PUBLISHED);
      assertEquals(1_000, either.experts().epochs());
      assertEquals(1, either.expertCopies());
    }
    assertTrue(paper.joint().stream().allMatch(p -> p.data() == JointPhase.Data.GIVEN));
    List<TrainingConfig> phases = paper.joint().stream().map(JointPhase::training).toList();
    assertEquals(List.of(100, 50), phases.stream().map(TrainingConfig::epochs).toList());
    assertEquals(List.of(false, true), phases.stream().map(TrainingConfig::trainDecoders).toList());
    for (TrainingConfig phase : phases) {
      assertEquals(2e-4, phase.learningRate());
      assertEquals(TrainingConfig.Statistics.BATCH, phase.decoderStatistics());
      assertEquals(TrainingConfig.MStepSchedule.EPOCH, phase.mStep());
    }
    assertEquals("MS-VAE (10 %, published training)", paper.modelName());
    assertEquals("MS-VAE (10 %)", TenDigitsConfig.of(Scale.PAPER, 0.1, 1).modelName());
  }

  @Test
  void theReleasedRecipeDiffersInTheKlWeightOfTheExperts() {
    for (Scale scale : Scale.values()) {
      TenDigitsConfig published = TenDigitsConfig.of(scale, 1, 1, Recipe.PUBLISHED);
      TenDigitsConfig released = TenDigitsConfig.of(scale, 1, 1, Recipe.RELEASED);
      assertEquals(1 / 128.0, released.experts().klWeight());
      assertEquals(published.experts().with(c -> c.klWeight = 1 / 128.0), released.experts());
      assertEquals(published.joint(), released.joint());
      assertEquals("MS-VAE (100 %, released training)", released.modelName());
      for (Recipe recipe : Recipe.values()) {
        assertEquals(recipe, TenDigitsConfig.of(scale, 1, 1, recipe).recipe());
      }
    }
  }

  /** Composed mixtures teach encoders; pi, which they do not show, is left to the given ones. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1})
  void ourRecipeEndsOnTheGivenMixtures(double labels) {
    List<JointPhase> phases = TenDigitsConfig.of(Scale.PAPER, labels, 1).joint();
    JointPhase.Data middle = labels < 1 ? JointPhase.Data.BOTH : JointPhase.Data.COMPOSED;
    assertEquals(
        List.of(JointPhase.Data.GIVEN, middle, JointPhase.Data.GIVEN),
        phases.stream().map(JointPhase::data).toList());
    assertEquals(
        List.of(
            TrainingConfig.MStepSchedule.EPOCH_AND_LATENT_SCALE,
            TrainingConfig.MStepSchedule.SCALE_ONLY,
            TrainingConfig.MStepSchedule.EPOCH_AND_LATENT_SCALE),
        phases.stream().map(p -> p.training().mStep()).toList());
    assertTrue(phases.stream().noneMatch(p -> p.training().trainDecoders()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.1, 1.1, Double.NaN})
  void refusesSharesOfLabelsOutOfRange(double labels) {
    assertThrows(IllegalArgumentException.class, () -> TenDigitsConfig.of(Scale.SMOKE, labels, 1));
  }
}
