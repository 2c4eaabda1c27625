package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
import vaelab.metrics.SeparationScore;
import vaelab.msvae.MsVaeSeparator;
import vaelab.msvae.Refinement;
import vaelab.separation.AverageSeparator;
import vaelab.separation.MaskedSeparator;
import vaelab.separation.Separation;
import vaelab.separation.SourceSeparator;
import vaelab.train.TrainingListener;
import vaelab.vaebss.VaeBssConfig.Preset;
import vaelab.vaebss.VaeBssSeparator;

/**
 * Separation of two, three and four digits by several methods (paper Table 1).
 *
 * <p>Mixtures are noise-free sums of K distinct digits of the test set. Scores are those of {@link
 * SeparationScore}: scikit-image's conventions, best pairing by SSIM.
 */
public final class Comparison implements AutoCloseable {
  private final ComparisonConfig config;
  private final TenDigits full;
  private final TenDigits tenth;
  private final Path directory;
  private final Map<Integer, Mixtures> mixtures = new LinkedHashMap<>();
  private final String commit = ResultFiles.commit();
  private final long start = System.nanoTime();
  private VaeBssTraining baselines;

  /**
   * Prepares the test mixtures.
   *
   * @param config sizes and settings
   * @param full the ten-digit model whose experts saw all labels, trained
   * @param tenth the one whose experts saw a tenth, trained
   * @param directory where the other models and the results go
   * @throws IOException if the directory holds a run with other settings or on other data
   */
  public Comparison(ComparisonConfig config, TenDigits full, TenDigits tenth, Path directory)
      throws IOException {
    this.config = config;
    this.full = full;
    this.tenth = tenth;
    this.directory = directory;
    RunDirectory.claim(directory, config, full.digits().origin());
    for (int k : config.ks()) {
      mixtures.put(
          k,
          MixtureGenerator.fixedK(
              full.digits().test(),
              TenDigitsConfig.classes(),
              k,
              0,
              config.mixtures(),
              config.seed() + k));
    }
  }

  /**
   * Trains the VAE-BSS models, or reads those that the directory holds. No label is used.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void trainBaselines(TrainingListener listener) throws IOException {
    var images = full.digits().train().images();
    int count = Math.min(config.baselineImages(), images.count());
    float[] pixels = Arrays.copyOf(images.pixels(), count * images.dim());
    baselines = VaeBssTraining.run(config.vaeBss(), pixels, images.dim(), directory, listener);
  }

  /** Every system of the table, in its order. */
  List<ComparedSystem> systems() {
    if (baselines == null) {
      throw new IllegalStateException("Expected trained baselines: call trainBaselines first.");
    }
    List<ComparedSystem> systems = new ArrayList<>();
    systems.add(
        ComparedSystem.plain(
            "Average",
            List.of("14.75 / 0.61", "13.48 / 0.47", "12.98 / 0.39"),
            new AverageSeparator()));
    systems.add(
        vaeBss(
            Preset.AS_RELEASED,
            VaeBssSeparator.Scale.AS_RELEASED,
            ", as released",
            List.of("13.92 / 0.54", "11.97 / 0.39", "10.94 / 0.30"),
            List.of("17.01 / 0.75", "12.68 / 0.47", "11.50 / 0.37")));
    systems.add(
        vaeBss(
            Preset.K_MATCHED,
            VaeBssSeparator.Scale.SCALE_MATCHED,
            ", K and scale matched",
            List.of(),
            List.of()));
    systems.add(msVae(full, List.of("16.76 / 0.76", "14.96 / 0.66", "13.64 / 0.58")));
    systems.add(msVae(tenth, List.of("16.87 / 0.72", "15.20 / 0.63", "13.98 / 0.56")));
    systems.add(refined(full, config.refinement()));
    systems.add(refined(tenth, config.refinement()));
    return systems;
  }

  private ComparedSystem vaeBss(
      Preset preset,
      VaeBssSeparator.Scale scale,
      String variant,
      List<String> paper,
      List<String> maskedPaper) {
    return new ComparedSystem(
        "VAE-BSS" + variant,
        paper,
        "VAEM-BSS" + variant,
        maskedPaper,
        true,
        run -> new VaeBssSeparator(baselines.models(preset), scale, config.seed() + run));
  }

  private ComparedSystem msVae(TenDigits digits, List<String> paper) {
    String name = digits.config().modelName();
    return new ComparedSystem(
        name,
        paper,
        name + ", masked",
        List.of(),
        true,
        run -> MsVaeSeparator.sampled(digits.model(), name, config.seed() + run));
  }

  private static ComparedSystem refined(TenDigits digits, Refinement refinement) {
    String name = digits.config().modelName() + ", refined";
    SourceSeparator separator = MsVaeSeparator.mean(digits.model(), name).refined(refinement, name);
    return new ComparedSystem(
        name, List.of(), name + ", masked", List.of(), false, run -> separator);
  }

  /**
   * Scores and times every system and writes the result files.
   *
   * @return scores of all systems, for all K
   * @throws IOException if files cannot be written
   */
  public ComparisonResult evaluate() throws IOException {
    List<SystemScore> scores = new ArrayList<>();
    for (ComparedSystem system : systems()) {
      for (int i = 0; i < config.ks().size(); i++) {
        score(system, config.ks().get(i), i, scores);
      }
    }
    ComparisonResult result = new ComparisonResult(scores, knob());
    ResultFiles files =
        new ResultFiles(directory, "separation", config.scale(), full.digits().origin())
            .put("title", "Separation of K digits: PSNR in dB / SSIM")
            .put("command", "environment/run.sh 03 --scale " + config.scale())
            .put("configuration", config)
            .put("models", List.of(full.config(), tenth.config()))
            .put("commit", commit)
            .put("wallSeconds", Math.round((System.nanoTime() - start) * 1e-9))
            .put("metrics", result);
    files.writeTable(table(result));
    files.writeResult();
    return result;
  }

  private void score(ComparedSystem system, int k, int index, List<SystemScore> scores) {
    Mixtures test = mixtures.get(k);
    Separation truth = truth(test, k);
    List<SeparationScore> plain = new ArrayList<>();
    List<SeparationScore> masked = new ArrayList<>();
    for (int run = 0; run < (system.samples() ? config.runs() : 1); run++) {
      Separation estimate = system.separator().apply(run).separate(test.x(), test.dim(), k);
      plain.add(score(estimate, truth, test));
      if (system.maskedName() != null) {
        masked.add(score(MaskedSeparator.mask(estimate, test.x()), truth, test));
      }
    }
    SourceSeparator separator = system.separator().apply(0);
    scores.add(
        SystemScore.of(
            system.name(),
            paper(system.paper(), index),
            k,
            plain,
            InferenceTime.of(separator, test.x(), test.dim(), k, config.timingSeconds())));
    if (system.maskedName() != null) {
      SourceSeparator mask = new MaskedSeparator(separator, system.maskedName());
      scores.add(
          SystemScore.of(
              system.maskedName(),
              paper(system.maskedPaper(), index),
              k,
              masked,
              InferenceTime.of(mask, test.x(), test.dim(), k, config.timingSeconds())));
    }
  }

  private static String paper(List<String> row, int index) {
    return index < row.size() ? row.get(index) : "";
  }

  private static SeparationScore score(Separation estimate, Separation truth, Mixtures test) {
    return SeparationScore.of(
        estimate.sources(), truth.sources(), truth.count(), truth.k(), test.height(), test.width());
  }

  /** The true sources, in class order. */
  static Separation truth(Mixtures test, int k) {
    float[] sources = new float[test.count() * k * test.dim()];
    int at = 0;
    for (int n = 0; n < test.count(); n++) {
      for (int h = 0; h < test.streams(); h++) {
        if (test.active(n, h)) {
          System.arraycopy(test.source(n, h), 0, sources, at, test.dim());
          at += test.dim();
        }
      }
    }
    return new Separation(sources, test.count(), k, test.dim());
  }

  /** Quality and time of the refined, masked model for each refinement of the knob. */
  private List<ComparisonResult.KnobPoint> knob() {
    List<ComparisonResult.KnobPoint> points = new ArrayList<>();
    for (int k : config.ks()) {
      Mixtures all = mixtures.get(k);
      int count = Math.min(config.knobMixtures(), all.count());
      float[] x = Arrays.copyOf(all.x(), count * all.dim());
      Separation truth = truth(all, k);
      float[] references = Arrays.copyOf(truth.sources(), count * k * all.dim());
      MsVaeSeparator plain = MsVaeSeparator.mean(full.model(), "plain");
      points.add(point(plain, k, 0, 1, x, references, all));
      for (Refinement refinement : config.knob()) {
        points.add(
            point(
                plain.refined(refinement, "refined"),
                k,
                refinement.steps(),
                refinement.states(),
                x,
                references,
                all));
      }
    }
    return points;
  }

  private static ComparisonResult.KnobPoint point(
      SourceSeparator separator,
      int k,
      int steps,
      int states,
      float[] x,
      float[] references,
      Mixtures all) {
    int count = x.length / all.dim();
    long begin = System.nanoTime();
    Separation estimate = separator.separate(x, all.dim(), k);
    double seconds = (System.nanoTime() - begin) * 1e-9 / count;
    Separation masked = MaskedSeparator.mask(estimate, x);
    SeparationScore score =
        SeparationScore.of(masked.sources(), references, count, k, all.height(), all.width());
    return new ComparisonResult.KnobPoint(
        k, steps, states, score.paired().psnr().mean(), score.paired().ssim().mean(), seconds);
  }

  /**
   * The result table: the paper's numbers beside those of this run.
   *
   * @param result what {@link #evaluate} measured
   * @return one row a system
   */
  public Table table(ComparisonResult result) {
    return ComparisonTable.of(config, full.digits().origin().name(), result);
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
    return mixtures.get(k);
  }

  /** Frees the models that this experiment trained; the ten-digit models stay the caller's. */
  @Override
  public void close() {
    if (baselines != null) {
      baselines.close();
    }
  }
}
