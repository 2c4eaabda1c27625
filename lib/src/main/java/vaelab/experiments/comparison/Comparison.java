package vaelab.experiments.comparison;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tech.tablesaw.api.Table;
import vaelab.data.Digits;
import vaelab.data.Mixtures;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.RunDirectory;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigitsModels;
import vaelab.experiments.TrainingCost;
import vaelab.experiments.comparison.PartialResult.Cell;
import vaelab.tensor.Hardware;
import vaelab.train.TrainingListener;

/**
 * Separation of two, three and four digits by several methods (paper Table 1), by the protocol of
 * {@link SeparationProtocol}.
 *
 * <p>Each method is trained and measured by itself and then kept in a file: a comparison that was
 * interrupted goes on with the methods that are missing, and one that is complete is only read.
 */
public final class Comparison {
  /** Mixtures whose estimates are kept for figures. */
  static final int SHOWN = 10;

  /** Images a row that show a prior. */
  static final int PRIOR_IMAGES = 20;

  private static final String PUBLISHED = "-published";

  private final ComparisonConfig config;
  private final boolean published;
  private final TenDigitsModels models;
  private final Digits digits;
  private final Path directory;
  private final List<ComparedMethod> methods;
  private final SeparationProtocol test;
  private final MethodFiles files;

  private Comparison(
      ComparisonConfig config,
      boolean published,
      TenDigitsModels models,
      Path directory,
      List<ComparedMethod> methods) {
    this.config = config;
    this.published = published;
    this.models = models;
    digits = models.full().digits();
    this.directory = directory;
    this.methods = methods;
    int leading =
        methods.stream()
            .flatMap(method -> method.systems().stream())
            .mapToInt(system -> system.limits().mixtures())
            .min()
            .orElse(config.mixtures());
    test = new SeparationProtocol(config, digits.test(), leading);
    files = new MethodFiles(directory);
  }

  /**
   * The comparison of Table 1. It takes its directory when a method is measured or results are
   * written, so that a wrong name leaves none behind.
   *
   * @param config sizes and settings
   * @param models the ten-digit models, trained or not, which stay the caller's
   * @param directory where the other models and the results go
   * @return the comparison
   */
  public static Comparison of(ComparisonConfig config, TenDigitsModels models, Path directory) {
    return of(config, models, directory, config.scale().hasPublishedSizes());
  }

  /**
   * The same, with the published sizes of LASS and BASIS in the table, or those two cores train.
   */
  static Comparison of(
      ComparisonConfig config, TenDigitsModels models, Path directory, boolean published) {
    Digits digits = models.full().digits();
    Scale scale = config.scale();
    long seed = config.seed();
    return new Comparison(
        config,
        published,
        models,
        directory,
        List.of(
            new AverageMethod(),
            new VaeBssMethod(config, digits.train().images(), directory),
            lass("lass", LassSettings.of(scale, seed), digits, directory),
            lass("lass" + PUBLISHED, LassSettings.published(seed), digits, directory),
            basis("basis", BasisSettings.of(scale, seed), digits, directory),
            basis("basis" + PUBLISHED, BasisSettings.published(seed), digits, directory),
            new MsVaeMethod(
                config, models.full(), List.of("16.76 / 0.76", "14.96 / 0.66", "13.64 / 0.58")),
            new MsVaeMethod(
                config, models.tenth(), List.of("16.87 / 0.72", "15.20 / 0.63", "13.98 / 0.56"))));
  }

  /** Each has a directory of its own, which belongs to its settings. */
  private static LassMethod lass(String id, LassSettings settings, Digits digits, Path directory) {
    return new LassMethod(id, settings, digits, directory.resolve(id));
  }

  private static BasisMethod basis(
      String id, BasisSettings settings, Digits digits, Path directory) {
    return new BasisMethod(id, settings, digits, directory.resolve(id));
  }

  /**
   * Short names of the methods of the table.
   *
   * @return names for {@link #measure}, in the order of the table
   */
  public List<String> methods() {
    List<String> all = names();
    return all.stream()
        .filter(id -> published ? !all.contains(id + PUBLISHED) : !id.endsWith(PUBLISHED))
        .toList();
  }

  /** Short names of all methods: of two sizes of one, the other is measured when asked for. */
  private List<String> names() {
    return methods.stream().map(ComparedMethod::id).toList();
  }

  /**
   * Checks names before hours of work are begun.
   *
   * @param names short names of methods
   * @throws IllegalArgumentException if one of them is no method
   */
  public void requireMethods(List<String> names) {
    names.forEach(this::method);
  }

  /**
   * Trains and measures a method, unless that has been done with the same settings and models. What
   * was interrupted goes on with the systems and K that are missing. Models that it keeps in the
   * comparison's directory are freed afterwards; the ten-digit models stay the caller's.
   *
   * @param method short name of the method
   * @param listener told about the progress of its training
   * @throws IOException if the directory holds a run with other settings or on other data, or if
   *     files cannot be read or written, or hold a result of the method with other settings, of
   *     another model, or without a system that it has now
   * @throws IllegalArgumentException if there is no such method
   */
  public void measure(String method, TrainingListener listener) throws IOException {
    ComparedMethod chosen = method(method);
    claim();
    Optional<MethodResult> measured = files.read(method);
    if (measured.isPresent()) {
      requireSame(measured.get(), chosen);
      files.removePart(method);
      return;
    }
    PartwiseMeasurement measurement = new PartwiseMeasurement(config.ks(), test, files);
    try (chosen) {
      chosen.train(listener);
      List<Cell> cells = measurement.of(chosen);
      Map<String, TrainingCost> costs = new LinkedHashMap<>();
      for (ComparedSystem system : chosen.systems()) {
        for (String name : system.names()) {
          costs.put(name, system.cost().get());
        }
      }
      long start = System.nanoTime();
      Map<String, float[]> priors = chosen.prior(PRIOR_IMAGES);
      for (var row : priors.entrySet()) {
        files.writePrior(method, row.getKey(), row.getValue(), digits.test().images().dim());
      }
      files.write(
          new MethodResult(
              method,
              chosen.configuration(),
              MeasuredWith.checksum(chosen.model()),
              cells.stream().flatMap(c -> c.scores().stream()).toList(),
              cells.stream().flatMap(c -> c.diverged().stream()).toList(),
              costs,
              List.copyOf(priors.keySet()),
              chosen.knob(test),
              cells.stream().map(Cell::commit).distinct().collect(joining(", ")),
              Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
              Hardware.describe(),
              Math.round(
                  (System.nanoTime() - start) * 1e-9
                      + cells.stream().mapToDouble(Cell::seconds).sum())));
    }
  }

  private void claim() throws IOException {
    RunDirectory.claim(directory, config, digits.origin());
  }

  private void requireSame(MethodResult measured, ComparedMethod method) throws IOException {
    List<String> systems = method.systems().stream().flatMap(s -> s.names().stream()).toList();
    new MeasuredWith(measured.configuration(), measured.modelSha256(), measured.systems())
        .require(
            new MeasuredWith(
                method.configuration(), MeasuredWith.checksum(method.model()), systems),
            files.file(method.id()));
  }

  private ComparedMethod method(String name) {
    return methods.stream()
        .filter(m -> m.id().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected one of the methods %s, found '%s'."
                        .formatted(String.join(", ", names()), name)));
  }

  /**
   * What has been measured so far, written into the result files.
   *
   * @return scores of the measured methods, in the order of the table
   * @throws IOException if the directory holds a run with other settings or on other data, or if
   *     files cannot be read or written
   */
  public ComparisonResult result() throws IOException {
    claim();
    List<MethodResult> measured = new ArrayList<>();
    for (String method : names()) {
      files.read(method).ifPresent(measured::add);
    }
    ComparisonResult result = new ComparisonResult(measured);
    ResultFiles written =
        new ResultFiles(directory, "separation", config.scale(), digits.origin())
            .put("title", "Separation of K digits: PSNR in dB / SSIM")
            .variant(models.variant())
            .put(
                "command",
                "environment/vaelab compare --scale %s %s --seed %d%s"
                    .formatted(config.scale(), models.options(), config.seed(), options(measured)))
            .put("configuration", config)
            .put("metrics", result)
            .note(HardwareNote.of(measured.stream().map(MethodResult::hardware)));
    measured.stream()
        .max(Comparator.comparing(MethodResult::finished))
        .ifPresent(last -> written.measured(last.commit(), last.finished(), last.hardware()));
    written.writeTable(table(result));
    written.writeTable("table-leading", leadingTable(result));
    written.writeResult();
    return result;
  }

  /** Names all methods where published sizes are among them, which only a GPU trains unasked. */
  private static String options(List<MethodResult> measured) {
    List<String> names = measured.stream().map(MethodResult::method).toList();
    return names.stream().anyMatch(name -> name.endsWith(PUBLISHED))
        ? " --method " + String.join(" --method ", names)
        : "";
  }

  /**
   * The result table: the paper's numbers beside those of this run.
   *
   * @param result what {@link #result} gave
   * @return one row a system
   */
  public Table table(ComparisonResult result) {
    return ComparisonTable.of(config, digits.origin().name(), result);
  }

  /**
   * The scores of the first mixtures, which all systems were scored on: of slow systems the result
   * table has no others.
   *
   * @param result what {@link #result} gave
   * @return one row a system
   */
  public Table leadingTable(ComparisonResult result) {
    return LeadingTable.of(config, result);
  }

  /**
   * Settings.
   *
   * @return sizes and settings of this run
   */
  public ComparisonConfig config() {
    return config;
  }

  /**
   * Test mixtures.
   *
   * @param k number of digits in each, one of the configured ones
   * @return noise-free mixtures
   */
  public Mixtures testMixtures(int k) {
    return test.mixtures(k);
  }

  /** The protocol. */
  SeparationProtocol test() {
    return test;
  }

  /** The files of the methods. */
  MethodFiles files() {
    return files;
  }
}
