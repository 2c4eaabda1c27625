package vaelab.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;
import vaelab.data.LabelledImages;
import vaelab.data.Sha256;
import vaelab.experiments.Painted;
import vaelab.experiments.ResultStore;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigitsModels;
import vaelab.experiments.comparison.SingleDigitsResult.Method;
import vaelab.experiments.comparison.SingleDigitsResult.Score;
import vaelab.jointvae.Encodings;
import vaelab.jointvae.JointVae;
import vaelab.jointvae.JointVaeConfig.Preset;
import vaelab.metrics.CategoryMapping;
import vaelab.msvae.Inference;
import vaelab.msvae.Inference.Prediction;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.train.TrainingListener;

/** The recognition of single digits runs end to end at smoke scale, method by method. */
class SingleDigitsTest {
  private static final SingleDigitsConfig CONFIG =
      SingleDigitsConfig.of(Scale.SMOKE, Preset.COMPACT, 3);
  @TempDir static Path directory;

  private static SingleDigitsResult whole;

  @BeforeAll
  static void measureOneByOne() throws IOException {
    try (TenDigitsModels models = models("models")) {
      for (String method : single(models).methods()) {
        single(models).measure(method, TrainingListener.NONE);
      }
      whole = single(models).result();
    }
  }

  private static TenDigitsModels models(String name) throws IOException {
    return new TenDigitsModels(Scale.SMOKE, 3, directory.resolve(name));
  }

  private static SingleDigits single(TenDigitsModels models) throws IOException {
    return new SingleDigits(CONFIG, models, directory.resolve("single"));
  }

  @Test
  void allSeedsAndBothModelsAreInTheTable() throws IOException {
    assertEquals(
        List.of(
            "JointVAE (tiny), seed 3",
            "JointVAE (tiny), seed 4",
            "JointVAE (tiny), seed 5",
            "MS-VAE (100 %)",
            "MS-VAE (100 %), mean of z",
            "MS-VAE (10 %)",
            "MS-VAE (10 %), mean of z"),
        whole.scores().stream().map(Score::system).toList());
    assertEquals(CONFIG.runs(), whole.scores().get(3).accuracy().runs());
    try (TenDigitsModels models = models("models")) {
      SingleDigits run = single(models);
      Table table = run.table(whole);
      assertEquals("88.7 %", table.stringColumn("published").get(2));
      assertEquals("687,359", table.stringColumn("parameters").get(0));
      assertEquals("none", table.stringColumn("labels").get(0));
      assertEquals("94.72 %", table.stringColumn("published").get(5));
      SingleDigitsFigures figures = new SingleDigitsFigures(run);
      Painted.assertPainted(figures.traversals(1));
      Painted.assertPainted(figures.samples(4));
    }
  }

  /** Counted image by image, of unseen images, by a mapping that the training images gave. */
  @Test
  void accuraciesAreSharesOfUnseenImages() throws IOException {
    try (TenDigitsModels models = models("models")) {
      SingleDigits run = single(models);
      LabelledImages test = models.full().digits().test().first(CONFIG.testImages());
      int[] labels = test.labels();
      try (JointVae model = run.training().load(1)) {
        int[] learned = categories(model, run.train());
        int[] digit =
            CategoryMapping.fit(learned, run.train().labels(), model.sizes().categories())
                .classOf();
        int[] unseen = categories(model, test);
        assertEquals(
            IntStream.range(0, labels.length).filter(n -> digit[unseen[n]] == labels[n]).count(),
            whole.scores().get(1).accuracy().mean() * labels.length,
            1e-6);
      }
      models.tenth().ensureTrained(TrainingListener.NONE);
      Prediction answer =
          new Inference(models.tenth().model())
              .withPrior(new FixedCountPrior(10, 1))
              .predict(test.images().pixels());
      assertEquals(
          IntStream.range(0, labels.length).filter(n -> answer.isActive(n, labels[n])).count(),
          whole.scores().get(6).accuracy().mean() * labels.length,
          1e-6);
    }
  }

  private static int[] categories(JointVae model, LabelledImages images) {
    return Encodings.of(model, SingleDigits.enlarged(images.images())).categories();
  }

  @Test
  void whatIsMeasuredIsOnlyRead() throws IOException {
    try (TenDigitsModels models = models("no-models")) {
      SingleDigits again = single(models);
      for (String method : again.methods()) {
        again.measure(method, TrainingListener.NONE);
      }
      assertEquals(whole.scores(), again.result().scores());
      assertTrue(again.hasJointVae());
      assertThrows(IllegalStateException.class, () -> models.full().model());
    }
  }

  /** The commit, time and machine of the last measurement. */
  @Test
  void resultsAreThoseOfTheDayTheyWereMeasured() throws IOException {
    Path folder = Files.createTempDirectory(directory, "kept");
    ResultStore<Method> kept = new ResultStore<>(folder, Method.class);
    ResultStore<Method> measured = new ResultStore<>(directory.resolve("single"), Method.class);
    for (String name : List.of("joint-vae", "ms-vae-10")) {
      Method method = measured.read(name).orElseThrow();
      boolean joint = name.equals("joint-vae");
      kept.write(
          name,
          new Method(
              name,
              method.configuration(),
              method.modelSha256(),
              method.scores(),
              joint ? "0123abcd" : "4567abcd",
              joint ? "2020-02-02T00:00:00Z" : "2020-01-01T00:00:00Z",
              Map.of("processor", joint ? "fast" : "slow")));
    }
    try (TenDigitsModels models = models("models")) {
      new SingleDigits(CONFIG, models, folder).result();
    }
    JsonNode result = new ObjectMapper().readTree(folder.resolve("result.json").toFile());
    assertEquals("0123abcd", result.path("commit").asText());
    assertEquals("2020-02-02T00:00:00Z", result.path("finished").asText());
    assertEquals("fast", result.path("hardware").path("processor").asText());
  }

  @Test
  void whatWasMeasuredWithOtherSettingsOrModelsIsRefused() throws IOException {
    Path model = directory.resolve("models").resolve("labels-10").resolve("model.safetensors");
    try (TenDigitsModels models = models("models")) {
      assertRefused(
          models, "joint-vae", "\"ramp\" : 2,", "\"ramp\" : 3,", "[0].ramp: expected 2, found 3");
      assertRefused(models, "joint-vae", "seed 4", "seed 9", "'JointVAE (tiny), seed 4'");
      assertRefused(models, "ms-vae-10", Sha256.of(model), "0f", Sha256.of(model));
    }
  }

  /** A result in which something was changed is refused, with an error that says what. */
  private static void assertRefused(
      TenDigitsModels models, String method, String from, String to, String says)
      throws IOException {
    String file = method + ".json";
    String measured = Files.readString(directory.resolve("single").resolve(file));
    assertTrue(measured.contains(from), measured);
    Path folder = Files.createTempDirectory(directory, method);
    Files.writeString(folder.resolve(file), measured.replace(from, to));
    SingleDigits run = new SingleDigits(CONFIG, models, folder);
    IOException error =
        assertThrows(IOException.class, () -> run.measure(method, TrainingListener.NONE));
    for (String part : List.of(says, file, "delete")) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
  }

  @Test
  void refusesAnUnknownMethodBeforeAnyWork() throws IOException {
    try (TenDigitsModels models = models("models")) {
      SingleDigits run = new SingleDigits(CONFIG, models, directory.resolve("other"));
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class, () -> run.measure("kmeans", TrainingListener.NONE));
      assertTrue(error.getMessage().contains("joint-vae"), error.getMessage());
      assertFalse(run.hasJointVae());
    }
    assertFalse(Files.exists(directory.resolve("other")), "something was written");
  }
}
