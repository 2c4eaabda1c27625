package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import vaelab.data.Digits;
import vaelab.data.Images;
import vaelab.data.LabelledImages;
import vaelab.experiments.Percent;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.ResultStore;
import vaelab.experiments.RunDirectory;
import vaelab.experiments.TenDigits;
import vaelab.experiments.TenDigitsModels;
import vaelab.experiments.TrainingCost;
import vaelab.experiments.comparison.SingleDigitsResult.Method;
import vaelab.experiments.comparison.SingleDigitsResult.Score;
import vaelab.jointvae.BilinearResize;
import vaelab.jointvae.Encodings;
import vaelab.jointvae.JointVae;
import vaelab.jointvae.JointVaeSizes;
import vaelab.metrics.CategoryMapping;
import vaelab.metrics.Spread;
import vaelab.msvae.Inference;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.tensor.Hardware;
import vaelab.train.TrainingListener;

/**
 * Recognition of single digits, K = 1: JointVAE, which finds categories without labels, beside the
 * MS-VAE with the states of one active stream, on noise-free test images.
 *
 * <p>Which digit a category of JointVAE stands for is the one-to-one mapping with the most hits on
 * the training images. Each method is kept in a file when it is measured, as in {@link Comparison}.
 */
public final class SingleDigits {
  static final String JOINT_VAE = "joint-vae";

  /** What the authors of JointVAE print. */
  private static final String JOINT_VAE_PUBLISHED = "88.7 %";

  private final SingleDigitsConfig config;
  private final TenDigitsModels models;
  private final Path directory;
  private final Digits digits;
  private final LabelledImages train;
  private final LabelledImages test;
  private final JointVaeTraining training;
  private final ResultStore<Method> store;

  /**
   * The experiment. It takes its directory when a method is measured or results are written, so
   * that a wrong name leaves none behind.
   *
   * @param config sizes and settings
   * @param models the ten-digit models, trained or not, which stay the caller's
   * @param directory where the models of JointVAE and the results go
   */
  public SingleDigits(SingleDigitsConfig config, TenDigitsModels models, Path directory) {
    digits = models.full().digits();
    this.config = config;
    this.models = models;
    this.directory = directory;
    train = digits.train().first(config.images());
    test = digits.test().first(config.testImages());
    training = new JointVaeTraining(config.jointVae(), directory);
    store = new ResultStore<>(directory, Method.class);
  }

  /**
   * Short names of the methods.
   *
   * @return names for {@link #measure}, in the order of the table
   */
  public List<String> methods() {
    return List.of(JOINT_VAE, models.full().id(), models.tenth().id());
  }

  /**
   * Checks names before hours of work are begun.
   *
   * @param names short names of methods
   * @throws IllegalArgumentException if one of them is no method
   */
  public void requireMethods(List<String> names) {
    for (String name : names) {
      if (!methods().contains(name)) {
        throw new IllegalArgumentException(
            "Expected one of the methods %s, found '%s'."
                .formatted(String.join(", ", methods()), name));
      }
    }
  }

  /**
   * Trains and measures a method, unless that has been done with the same settings and model.
   *
   * @param method short name of the method
   * @param listener told about the progress of its training
   * @throws IOException if the directory holds a run with other settings or on other data, or if
   *     files cannot be read or written, or hold a result of the method with other settings, of
   *     another model, or without a score that it has now
   * @throws IllegalArgumentException if there is no such method
   */
  public void measure(String method, TrainingListener listener) throws IOException {
    requireMethods(List.of(method));
    claim();
    boolean joint = method.equals(JOINT_VAE);
    TenDigits run = method.equals(models.full().id()) ? models.full() : models.tenth();
    Object configuration = joint ? config.jointVae() : run.config();
    Optional<Path> model = joint ? Optional.empty() : Optional.of(run.modelFile());
    Optional<Method> measured = store.read(method);
    if (measured.isPresent()) {
      Method kept = measured.get();
      new MeasuredWith(kept.configuration(), kept.modelSha256(), kept.systems())
          .require(
              new MeasuredWith(
                  configuration,
                  MeasuredWith.checksum(model),
                  joint ? jointVaeSystems() : msVaeSystems(run)),
              store.file(method));
      return;
    }
    String commit = ResultFiles.commit();
    List<Score> scores = joint ? jointVae(listener) : msVae(run, listener);
    store.write(
        method,
        new Method(
            method,
            configuration,
            MeasuredWith.checksum(model),
            scores,
            commit,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Hardware.describe()));
  }

  private void claim() throws IOException {
    RunDirectory.claim(directory, config, digits.origin());
  }

  private List<String> jointVaeSystems() {
    return config.jointVae().stream()
        .map(c -> "JointVAE (%s), seed %d".formatted(config.size(), c.seed()))
        .toList();
  }

  private static List<String> msVaeSystems(TenDigits run) {
    String name = run.config().modelName();
    return List.of(name, name + ", mean of z");
  }

  private List<Score> jointVae(TrainingListener listener) throws IOException {
    Images images = enlarged(train.images());
    training.run(images, listener);
    Images unseen = enlarged(test.images());
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < config.jointVae().size(); i++) {
      try (JointVae model = training.load(i)) {
        int classes = model.sizes().categories();
        CategoryMapping mapping =
            CategoryMapping.fit(Encodings.of(model, images).categories(), train.labels(), classes);
        double accuracy = mapping.accuracy(Encodings.of(model, unseen).categories(), test.labels());
        scores.add(
            new Score(
                jointVaeSystems().get(i),
                JOINT_VAE_PUBLISHED,
                Spread.of(accuracy),
                TrainingCost.of(training.seconds(i), model.size(), TrainingCost.NO_LABELS)));
      }
    }
    return scores;
  }

  /** 28 x 28 images at the size that JointVAE takes. */
  static Images enlarged(Images images) {
    return BilinearResize.resize(images, JointVaeSizes.RELEASED.side());
  }

  private List<Score> msVae(TenDigits run, TrainingListener listener) throws IOException {
    run.ensureTrained(listener);
    int streams = run.model().streams().size();
    Inference single = new Inference(run.model()).withPrior(new FixedCountPrior(streams, 1));
    List<String> names = msVaeSystems(run);
    String printed = run.config().labels() == 1 ? "95.82 %" : "94.72 %";
    return List.of(
        new Score(
            names.get(0),
            printed,
            Spread.over(config.runs(), i -> accuracy(single.withSamples(1, config.seed() + i))),
            run.cost()),
        new Score(names.get(1), "", Spread.of(accuracy(single)), run.cost()));
  }

  private double accuracy(Inference inference) {
    int[] states = inference.predict(test.images().pixels()).states();
    int[] labels = test.labels();
    int hits = 0;
    for (int n = 0; n < labels.length; n++) {
      hits += states[n] == 1 << labels[n] ? 1 : 0;
    }
    return (double) hits / labels.length;
  }

  /**
   * What has been measured so far, written into the result files.
   *
   * @return scores of the measured methods, in the order of the table
   * @throws IOException if the directory holds a run with other settings or on other data, or if
   *     files cannot be read or written
   */
  public SingleDigitsResult result() throws IOException {
    claim();
    List<Method> measured = new ArrayList<>();
    for (String method : methods()) {
      store.read(method).ifPresent(measured::add);
    }
    SingleDigitsResult result = new SingleDigitsResult(measured);
    ResultFiles files =
        new ResultFiles(directory, "single-digits", config.scale(), digits.origin())
            .put("title", "Recognition of single digits, K = 1")
            .variant(models.variant())
            .put(
                "command",
                "environment/vaelab compare-single --scale %s --size %s %s --seed %d"
                    .formatted(
                        config.scale(),
                        config.isPublished() ? "published" : "compact",
                        models.options(),
                        config.seed()))
            .put("configuration", config)
            .put("metrics", result)
            .note(HardwareNote.of(measured.stream().map(Method::hardware)));
    measured.stream()
        .max(Comparator.comparing(Method::finished))
        .ifPresent(last -> files.measured(last.commit(), last.finished(), last.hardware()));
    files.writeTable(table(result));
    files.writeResult();
    return result;
  }

  /**
   * The result table: published numbers beside those of this run.
   *
   * @param result what {@link #result} gave
   * @return one row a model
   */
  public Table table(SingleDigitsResult result) {
    Table table =
        Table.create(
            String.format(
                Locale.ROOT,
                "Single digits, %,d noise-free test images (%s scale, %s): accuracy%s",
                test.images().count(),
                config.scale(),
                digits.origin().name(),
                HardwareNote.inTitle(result.methods().stream().map(Method::hardware))));
    List<String> columns =
        List.of("System", "published", "here", "labels", "parameters", "training / min");
    columns.forEach(name -> table.addColumns(StringColumn.create(name)));
    for (Score score : result.scores()) {
      List<String> cells =
          Arrays.asList(
              score.system(),
              score.published(),
              score.accuracy().runs() == 1
                  ? Percent.of(score.accuracy().mean(), 2)
                  : Percent.of(score.accuracy()),
              score.cost().labels(),
              String.format(Locale.ROOT, "%,d", score.cost().parameters()),
              score.cost().minutes());
      for (int i = 0; i < cells.size(); i++) {
        table.stringColumn(i).append(cells.get(i));
      }
    }
    return table;
  }

  /**
   * Whether there are figures to draw of JointVAE. Its result may be there without its weights,
   * which are too large to be kept with results.
   *
   * @return whether the weights of all its models are there
   */
  public boolean hasJointVae() {
    return training.complete();
  }

  /** The trainings of JointVAE. */
  JointVaeTraining training() {
    return training;
  }

  /** Images that JointVAE is trained on; their labels name its categories. */
  LabelledImages train() {
    return train;
  }

  /**
   * Settings.
   *
   * @return sizes and settings of this run
   */
  public SingleDigitsConfig config() {
    return config;
  }
}
