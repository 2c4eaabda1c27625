package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import tech.tablesaw.api.Table;
import vaelab.data.AffineJitter;
import vaelab.data.ClassSplit;
import vaelab.data.Digits;
import vaelab.data.DigitsLoader;
import vaelab.data.LabelledImages;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;
import vaelab.nn.NetworkSizes;
import vaelab.train.TrainingListener;

/**
 * Ten digits in one image (paper section 3.2): H = 10 experts, each pretrained on all or a tenth of
 * its class, joined into one model.
 *
 * <p>Steps, each of which needs the ones before: {@link #pretrain}, {@link #train}, {@link
 * #evaluate}. Everything is kept in one directory; a run that was interrupted goes on from its last
 * epoch, and one that is complete is only read.
 *
 * <p>Training mixtures draw on all training images, of both models. (With all images in
 * pretraining, the paper's pool of "remaining" ones would be empty.)
 */
public final class TenDigits extends DigitsExperiment {
  /** Seed of the cut of each class, as released. */
  private static final long SPLIT_SEED = 42;

  private static final int PROBE = 1_000;

  private final TenDigitsConfig config;
  private final Mixtures held;

  /**
   * Loads the digits and makes the mixtures.
   *
   * @param config sizes and settings
   * @param directory where models, checkpoints and results go
   * @throws IOException if the directory holds a run with other settings or on other data
   */
  public TenDigits(TenDigitsConfig config, Path directory) throws IOException {
    this(config, directory, DigitsLoader.load());
  }

  /**
   * Makes the mixtures of digits at hand.
   *
   * @param config sizes and settings
   * @param directory where models, checkpoints and results go
   * @param digits training and test images
   * @throws IOException if the directory holds a run with other settings or on other data
   */
  public TenDigits(TenDigitsConfig config, Path directory, Digits digits) throws IOException {
    super(directory, config, spec(config), digits);
    this.config = config;
    int count = Math.min(PROBE, config.testMixtures());
    held = spec(config).of(digits.train(), count, config.seed() + 2);
  }

  private static Spec spec(TenDigitsConfig config) {
    return new Spec(
        TenDigitsConfig.classes(),
        config.piArray(),
        config.b(),
        config.trainMixtures(),
        config.testMixtures(),
        config.seed());
  }

  /**
   * Pretrains one expert a digit, or reads those that the directory holds.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void pretrain(TrainingListener listener) throws IOException {
    LabelledImages labelled = labelled();
    int height = labelled.images().height();
    int width = labelled.images().width();
    int copies = config.expertCopies();
    Map<String, float[]> sources =
        sources(labelled, TenDigitsConfig.classes(), config.expertImages());
    claim();
    training.pretrain(
        sources,
        new ExpertPretraining(NetworkSizes.image(height, width), config.experts(), directory())
            .fromCommonStart(config.commonEpochs())
            .augmented(
                copies,
                (images, seed) -> AffineJitter.DIGITS.copies(images, height, width, copies, seed)),
        listener);
  }

  /**
   * Trains the joint model from the experts, or reads it where the directory holds it. The given
   * mixtures come without any label; composed ones are made of the images that experts saw.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void train(TrainingListener listener) throws IOException {
    SourcePool pool =
        new SourcePool(
            labelled(), TenDigitsConfig.classes(), AffineJitter.DIGITS, config.composedCopies());
    training.train(
        config.expertEncoders(),
        config.joint().stream().map(phase -> phase.over(trainMixtures().x(), pool)).toList(),
        this::probe,
        listener);
  }

  /** The images whose class is known. */
  private LabelledImages labelled() {
    LabelledImages all = digits().train();
    return config.labels() < 1 ? ClassSplit.of(all, config.labels(), SPLIT_SEED).first() : all;
  }

  /**
   * Pretrains and trains what has been neither trained nor loaded yet.
   *
   * @param listener told about the progress of both
   * @throws IOException if files cannot be read or written
   */
  public void ensureTrained(TrainingListener listener) throws IOException {
    if (!training.trained()) {
      claim();
      // A complete model needs its experts no longer.
      if (!Files.exists(modelFile())) {
        pretrain(listener);
      }
      train(listener);
    }
  }

  /**
   * Short name of the method among those that are compared, also of its files.
   *
   * @return for example {@code ms-vae-10} for a tenth of the labels
   */
  public String id() {
    return "ms-vae-" + Math.round(100 * config.labels());
  }

  /**
   * File of the joint model.
   *
   * @return its place, whether it is there or not
   */
  public Path modelFile() {
    return directory().resolve(SourceTraining.MODEL);
  }

  /**
   * What the trained model took: its experts, which had a core each, and the joint training.
   *
   * @return time, parameters and labels
   * @throws IOException if the course of an expert cannot be read
   */
  public TrainingCost cost() throws IOException {
    OptionalDouble experts = expertSeconds();
    List<String> unknown = experts.isEmpty() ? List.of("experts") : List.of();
    String labels = config.labels() == 1 ? "all" : Percent.of(config.labels(), 0);
    return new TrainingCost(
        experts.orElse(0) + TrainingCost.seconds(history()), unknown, model().size(), labels);
  }

  /** Time of pretraining; empty where its course was not kept. */
  OptionalDouble expertSeconds() throws IOException {
    return ExpertPretraining.seconds(directory(), TenDigitsConfig.classes().length);
  }

  /** Accuracy on other mixtures of training digits: test digits are for the end. */
  private Map<String, Double> probe(MsVae current) {
    return Map.of("accuracy", ExactStates.of(new Inference(current), held));
  }

  /**
   * Measures the trained model on the test mixtures and writes the result files.
   *
   * @return what was measured
   * @throws IOException if files cannot be written
   */
  public TenDigitsResult evaluate() throws IOException {
    TenDigitsResult result = TenDigitsResult.measure(this);
    ResultFiles files =
        new ResultFiles(directory(), "ten-digits", config.scale(), digits().origin())
            .put("title", TenDigitsTable.title(config))
            .variant(config.recipe().variant())
            .put(
                "command",
                "environment/vaelab train digits --scale %s --labels %s --recipe %s --seed %d"
                    .formatted(config.scale(), config.labels(), config.recipe(), config.seed()));
    write(files, config, result, table(result));
    return result;
  }

  /**
   * The result table: the paper's numbers beside those of this run.
   *
   * @param result what {@link #evaluate} measured
   * @return one row a quantity
   */
  public Table table(TenDigitsResult result) {
    return TenDigitsTable.of(config, digits().origin().name(), result);
  }

  /**
   * The settings as a table.
   *
   * @return one row a setting
   */
  public Table settings() {
    return TenDigitsTable.settings(this);
  }

  /**
   * Settings.
   *
   * @return sizes and settings of this run
   */
  public TenDigitsConfig config() {
    return config;
  }

  /**
   * Test images of exactly K digits.
   *
   * @param k K
   * @param b noise scale, 0 for none
   * @return as many as there are test mixtures
   */
  public Mixtures testMixtures(int k, double b) {
    return MixtureGenerator.fixedK(
        digits().test(),
        TenDigitsConfig.classes(),
        k,
        b,
        config.testMixtures(),
        config.seed() + 10 + k);
  }
}
