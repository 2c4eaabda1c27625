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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;
import vaelab.data.Mixtures;
import vaelab.data.Sha256;
import vaelab.experiments.Painted;
import vaelab.experiments.RunDirectory;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigitsConfig;
import vaelab.experiments.TenDigitsModels;
import vaelab.metrics.ImageScores;
import vaelab.separation.AverageSeparator;
import vaelab.separation.MaskedSeparator;
import vaelab.separation.Separation;
import vaelab.train.TrainingListener;
import vaelab.vaebss.VaeBssConfig;

/** The comparison of separation methods runs end to end at smoke scale, in parts or at once. */
class ComparisonTest {
  private static final ComparisonConfig CONFIG = ComparisonConfig.of(Scale.SMOKE, 3);
  @TempDir static Path directory;

  private static ComparisonResult whole;

  @BeforeAll
  static void measureOneByOne() throws IOException {
    try (TenDigitsModels models = models()) {
      for (String method : comparison(models).methods()) {
        // Each in a comparison of its own, as on different days.
        comparison(models).measure(method, TrainingListener.NONE);
      }
      whole = comparison(models).result();
    }
  }

  private static TenDigitsModels models() throws IOException {
    return new TenDigitsModels(Scale.SMOKE, 3, directory.resolve("models"));
  }

  private static Comparison comparison(TenDigitsModels models) throws IOException {
    return Comparison.of(CONFIG, models, directory.resolve("comparison"));
  }

  @Test
  void allSystemsAreComparedAtEveryK() throws IOException {
    assertEquals(18, whole.systems().size());
    // LASS stops at K = 3; BASIS with c = 2 diverges at K = 4.
    assertEquals(18 * 3 - 3 - 1, whole.scores().size());
    for (SystemScore score : whole.scores()) {
      assertTrue(Double.isFinite(score.psnr().mean()), score.system());
      assertTrue(score.secondsBatch() > 0 && score.secondsSingle() > 0);
      // The best pairing by SSIM is at least as good in SSIM as the order of the classes.
      assertTrue(score.ssim().mean() >= score.classOrderSsim() - 1e-9, score.system());
      boolean counts = score.unseen() != null && score.unseen() >= 0 && score.unseen() <= 1;
      assertEquals(score.system().startsWith("LASS"), counts, score.toString());
    }
    assertEquals(3 * (1 + CONFIG.knob().size()), whole.knob().size());
    try (TenDigitsModels models = models()) {
      Comparison comparison = comparison(models);
      assertEquals(18, comparison.table(whole).rowCount());
      ComparisonFigures figures = new ComparisonFigures(comparison, whole);
      Painted.assertPainted(figures.separations(2, 3));
      Painted.assertPainted(figures.separations(4, 5));
      Painted.assertPainted(figures.qualityAgainstTime());
      Painted.assertPainted(figures.systemsAgainstTime());
      Painted.assertPainted(figures.priors());
    }
  }

  @Test
  void onAGpuThePublishedSizesTakeThePlaceOfTheCompactOnes() throws IOException {
    List<String> compact =
        List.of("average", "vae-bss", "lass", "basis", "ms-vae-100", "ms-vae-10");
    Path folder = directory.resolve("gpu");
    try (TenDigitsModels models = models()) {
      assertEquals(compact, Comparison.of(CONFIG, models, folder, false).methods());
      Comparison published = Comparison.of(CONFIG, models, folder, true);
      assertEquals(
          compact.stream().map(id -> id.matches("lass|basis") ? id + "-published" : id).toList(),
          published.methods());
      published.measure("average", TrainingListener.NONE);
      published.result();
      assertEquals("", methodsOfTheCommand(folder));
      MethodFiles files = new MethodFiles(folder);
      files.write(named("basis-published", files.read("average").orElseThrow()));
      published.result();
      assertEquals(" --method average --method basis-published", methodsOfTheCommand(folder));
    }
  }

  private static MethodResult named(String name, MethodResult result) {
    return new MethodResult(
        name,
        result.configuration(),
        null,
        result.scores(),
        result.diverged(),
        result.costs(),
        result.priors(),
        result.knob(),
        result.commit(),
        result.finished(),
        result.hardware(),
        result.measuringSeconds());
  }

  private static String methodsOfTheCommand(Path folder) throws IOException {
    JsonNode result = new ObjectMapper().readTree(folder.resolve("result.json").toFile());
    String command = result.path("command").asText();
    return command.substring(command.indexOf(" --seed 3") + " --seed 3".length());
  }

  @Test
  void aSystemThatDivergesSaysSoInTableAndFile() throws IOException {
    String system = "BASIS (tiny), c = 2, as released";
    assertTrue(whole.score(system, 4).isEmpty());
    assertEquals(new Divergence(system, "NaN", 4, 3, 3), whole.divergence(system, 4).orElseThrow());
    assertTrue(whole.divergence(system, 2).isEmpty());
    try (TenDigitsModels models = models()) {
      Table table = comparison(models).table(whole);
      int row = table.stringColumn("System").asList().indexOf(system);
      assertEquals("diverged", table.stringColumn("K = 4, here").get(row));
      assertEquals("NaN", table.stringColumn("K = 4, paper").get(row));
      assertEquals("3", table.stringColumn("mixtures a K").get(row));
      assertEquals("10,077", table.stringColumn("parameters").get(row));
      String part =
          "-?\\d+\\.\\d\\d \\(s\\.e\\. \\d+\\.\\d\\d\\) / -?\\d\\.\\d{3} \\(s\\.e\\. \\d\\.\\d{3}\\)";
      String basis = table.stringColumn("K = 2, here").get(row);
      assertTrue(basis.matches(part), basis);
      SystemScore score = whole.score(system, 2).orElseThrow();
      assertTrue(basis.contains(String.format(Locale.ROOT, "s.e. %.2f", score.psnrError())), basis);
      int lass = table.stringColumn("System").asList().indexOf("LASS (tiny), refined");
      assertEquals("", table.stringColumn("K = 4, here").get(lass));
      assertTrue(table.stringColumn("one at a time").get(lass).endsWith("(K = 3)"));
      String drawn = table.stringColumn("K = 3, here").get(lass);
      assertTrue(
          drawn.matches(part.replace(" \\(s", " ± \\d+\\.\\d{2,3} \\(s")),
          "several runs: " + drawn);
      int tenth = table.stringColumn("System").asList().indexOf("MS-VAE (10 %), masked");
      assertEquals("10 %", table.stringColumn("labels").get(tenth));
      assertFalse(table.stringColumn("K = 2, here").get(tenth).contains("s.e."));
      assertEquals("32,114,240", table.stringColumn("parameters").get(tenth));
      assertTrue(table.stringColumn("training / min").get(tenth).matches("\\d+\\.\\d"));
    }
  }

  /** Slow systems have no scores but those of the first mixtures; there, others have them too. */
  @Test
  void allSystemsAreComparedOnTheFirstMixtures() throws IOException {
    for (SystemScore score : whole.scores()) {
      assertEquals(3, score.leading().mixtures(), score.system());
      if (score.mixtures() == 3) {
        assertEquals(score.ssimError(), score.leading().ssim().standardError(), 1e-9);
        boolean draws = score.system().startsWith("LASS");
        assertEquals(draws ? CONFIG.runs() : 1, score.psnr().runs(), score.system());
        if (!draws) {
          assertEquals(score.psnr().mean(), score.leading().psnr().mean(), 1e-9, score.system());
        }
      }
    }
    try (TenDigitsModels models = models()) {
      Comparison comparison = comparison(models);
      Mixtures mixtures = comparison.testMixtures(2);
      float[] first = Arrays.copyOf(mixtures.x(), 3 * mixtures.dim());
      Separation average = new AverageSeparator().separate(first, mixtures.dim(), 2);
      ImageScores expected = comparison.test().score(average).paired();
      SystemScore score = whole.score("Average", 2).orElseThrow();
      assertEquals(new LeadingScore(3, expected.psnr(), expected.ssim()), score.leading());
      Table table = comparison.leadingTable(whole);
      assertTrue(table.name().startsWith("The first 3 mixtures"), table.name());
      assertEquals(whole.systems(), table.stringColumn("System").asList());
      String cell = table.stringColumn("K = 2").get(0);
      assertEquals(
          String.format(
              Locale.ROOT,
              "%.2f ± %.2f / %.3f ± %.3f",
              expected.psnr().mean(),
              expected.psnr().standardError(),
              expected.ssim().mean(),
              expected.ssim().standardError()),
          cell);
      int basis = whole.systems().indexOf("BASIS (tiny), c = 2, as released");
      assertEquals("diverged", table.stringColumn("K = 4").get(basis));
      int lass = whole.systems().indexOf("LASS (tiny), refined");
      assertEquals("", table.stringColumn("K = 4").get(lass));
    }
    assertTrue(Files.exists(directory.resolve("comparison").resolve("table-leading.csv")));
  }

  /** Files of earlier versions lack divergences, costs and priors, and still give the same rows. */
  @Test
  void resultsOfEarlierVersionsKeepTheirRows() throws Exception {
    Path folder = Path.of(getClass().getResource("earlier-version/table.csv").toURI()).getParent();
    Table kept =
        Table.read()
            .usingOptions(
                CsvReadOptions.builder(folder.resolve("table.csv").toFile())
                    .columnTypes(name -> ColumnType.STRING));
    List<MethodResult> methods = new ArrayList<>();
    for (String name : List.of("average", "ms-vae-10")) {
      methods.add(new MethodFiles(folder).read(name).orElseThrow());
    }
    ComparisonConfig config = ComparisonConfig.of(Scale.PAPER, 1);
    Table table = ComparisonTable.of(config, "mnist", new ComparisonResult(methods));
    assertEquals(5, table.rowCount());
    List<String> systems = kept.stringColumn("System").asList();
    for (String column : kept.columnNames()) {
      for (int row = 0; row < table.rowCount(); row++) {
        String before =
            kept.stringColumn(column).get(systems.indexOf(table.stringColumn(0).get(row)));
        assertEquals(before, table.stringColumn(column).get(row), column);
      }
    }
    assertEquals("5,000", table.stringColumn("mixtures a K").get(0));
    assertEquals("", table.stringColumn("parameters").get(0));
  }

  @Test
  void theModelsOfAMethodBelongToItsSettings() throws IOException {
    Path other = directory.resolve("other");
    Files.createDirectories(other.resolve("basis"));
    Files.writeString(other.resolve("basis").resolve("configuration.json"), "{}");
    try (TenDigitsModels models = models()) {
      Comparison comparison = Comparison.of(CONFIG, models, other);
      assertThrows(IOException.class, () -> comparison.measure("basis", TrainingListener.NONE));
      assertFalse(comparison.methods().contains("basis-published"));
      comparison.requireMethods(List.of("basis-published", "lass-published"));
    }
  }

  @Test
  void aDirectoryBelongsToOneConfiguration() throws IOException {
    Path other = directory.resolve("other-settings");
    try (TenDigitsModels models = models()) {
      RunDirectory.claim(
          other, ComparisonConfig.of(Scale.SMOKE, 4), models.full().digits().origin());
      Comparison comparison = Comparison.of(CONFIG, models, other);
      for (Executable use :
          List.<Executable>of(
              () -> comparison.measure("average", TrainingListener.NONE), comparison::result)) {
        IOException error = assertThrows(IOException.class, use);
        assertTrue(
            error.getMessage().contains("configuration.seed: expected 3, found 4"),
            error.getMessage());
      }
    }
    assertFalse(Files.exists(other.resolve("average.json")));
    assertFalse(Files.exists(other.resolve("result.json")));
  }

  @Test
  void whatIsMeasuredIsReadAgainWithoutItsModels() throws IOException {
    Path elsewhere = directory.resolve("elsewhere");
    Files.createDirectories(elsewhere);
    for (String file : List.of("configuration.json", "ms-vae-10.json", "ms-vae-100.json")) {
      String measured = Files.readString(directory.resolve("comparison").resolve(file));
      String day = file.equals("ms-vae-10.json") ? "2020-02-02T00:00:00Z" : "2020-01-01T00:00:00Z";
      Files.writeString(
          elsewhere.resolve(file),
          measured.replaceAll("\"finished\" : \"[^\"]*", "\"finished\" : \"" + day));
    }
    Path noModels = directory.resolve("no-models");
    try (TenDigitsModels models = new TenDigitsModels(Scale.SMOKE, 3, noModels)) {
      Comparison comparison = Comparison.of(CONFIG, models, elsewhere);
      comparison.measure("ms-vae-100", TrainingListener.NONE);
      assertThrows(IllegalStateException.class, () -> models.full().model());
      ComparisonResult part = comparison.result();
      assertEquals(
          whole.systems().subList(10, 18), part.systems(), "in the order of the whole table");
      assertEquals(whole.scores().subList(26, 50), part.scores());
      assertEquals(whole.knob(), part.knob());
      String result = Files.readString(elsewhere.resolve("result.json"));
      assertTrue(result.indexOf("\"finished\" : \"2020-02-02") < result.indexOf("\"metrics\""));
      assertTrue(result.contains("\"finished\" : \"2020-02-02"), "of the last measurement");
    }
  }

  @Test
  void whatWasMeasuredWithOtherSettingsOrModelsIsRefused() throws IOException {
    Path measured = directory.resolve("comparison").resolve("ms-vae-10.json");
    Path model = directory.resolve("models").resolve("labels-10").resolve("model.safetensors");
    String kept = "\"modelSha256\" : \"" + Sha256.of(model) + "\",";
    assertTrue(Files.readString(measured).contains(kept));
    try (TenDigitsModels models = models()) {
      assertRefused(
          copy(models, "basis", "\"iterations\" : 4,", "\"iterations\" : 5,"),
          "basis",
          "[0].training.iterations: expected 4, found 5");
      assertRefused(
          copy(models, "lass", "(tiny), top 32", "(tiny), top 64"),
          "lass",
          "expected 'LASS (tiny), top 32' too, found 'LASS (tiny), top 64', 'LASS (tiny)',");
      assertRefused(
          copy(models, "ms-vae-10", kept, "\"modelSha256\" : \"0f\","),
          "ms-vae-10",
          "expected SHA-256 " + Sha256.of(model) + ", found 0f");
      // Files of earlier versions do not say which model it was.
      copy(models, "ms-vae-10", kept, "").measure("ms-vae-10", TrainingListener.NONE);
    }
  }

  /** A comparison that holds nothing but the result of a method, in which something is changed. */
  private static Comparison copy(TenDigitsModels models, String method, String from, String to)
      throws IOException {
    Path folder = Files.createTempDirectory(directory, method);
    String file = method + ".json";
    String measured = Files.readString(directory.resolve("comparison").resolve(file));
    assertTrue(measured.contains(from), measured);
    Files.writeString(folder.resolve(file), measured.replace(from, to));
    return Comparison.of(CONFIG, models, folder);
  }

  private static void assertRefused(Comparison comparison, String method, String says) {
    IOException error =
        assertThrows(IOException.class, () -> comparison.measure(method, TrainingListener.NONE));
    for (String part : List.of(says, method + ".json", "delete")) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
  }

  @Test
  void theNamesOfVaeBssSayHowLongItWasTrained() {
    assertTrue(whole.systems().contains("VAEM-BSS (1 epoch), as released"));
    VaeBssMethod paper = new VaeBssMethod(ComparisonConfig.of(Scale.PAPER, 1), null, null);
    assertEquals(
        List.of(
            "VAE-BSS (60 epochs), as released",
            "VAEM-BSS (60 epochs), as released",
            "VAE-BSS (60 epochs), K and scale matched",
            "VAEM-BSS (60 epochs), K, scale and bound matched"),
        paper.systems().stream().flatMap(s -> s.names().stream()).toList());
    assertEquals(
        List.of(MaskedSeparator.UNBOUNDED, 1f),
        paper.systems().stream().map(s -> s.mask().bound()).toList());
  }

  /** The release warms up over 50 epochs, a hundredth of the paper's training. */
  @Test
  void shortTrainingsOfVaeBssHaveNoWarmUp() {
    for (Scale scale : Scale.values()) {
      for (VaeBssConfig config : ComparisonConfig.of(scale, 1).vaeBss()) {
        assertEquals(config.betaMax(), config.beta(1), "at full weight from the first epoch");
        assertEquals(0.5, config.betaMax());
      }
    }
  }

  @Test
  void theResultNamesTheModelsAndTheirTraining() throws IOException {
    JsonNode ours = result(TenDigitsConfig.Recipe.TUNED);
    assertEquals(
        "environment/vaelab compare --scale smoke --models runs/02-ten-digits-smoke --seed 3",
        ours.path("command").asText());
    assertEquals("", ours.path("variant").asText());
    JsonNode papers = result(TenDigitsConfig.Recipe.PUBLISHED);
    assertEquals(
        "environment/vaelab compare --scale smoke --models runs/02-ten-digits-smoke-published --recipe published --seed 3",
        papers.path("command").asText());
    assertEquals("the paper's training", papers.path("variant").asText());
  }

  private static JsonNode result(TenDigitsConfig.Recipe recipe) throws IOException {
    Path folder = directory.resolve(recipe + "-recipe");
    try (TenDigitsModels models =
        new TenDigitsModels(Scale.SMOKE, 3, recipe, folder.resolve("models"))) {
      Comparison.of(CONFIG, models, folder.resolve("comparison")).result();
    }
    return new ObjectMapper()
        .readTree(folder.resolve("comparison").resolve("result.json").toFile());
  }

  @Test
  void refusesAnUnknownMethodBeforeAnyWork() throws IOException {
    try (TenDigitsModels models = models()) {
      Comparison comparison = Comparison.of(CONFIG, models, directory.resolve("untouched"));
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class,
              () -> comparison.measure("nmf", TrainingListener.NONE));
      assertTrue(error.getMessage().contains("ms-vae-100"), error.getMessage());
    }
    assertFalse(Files.exists(directory.resolve("untouched")), "something was written");
  }
}
