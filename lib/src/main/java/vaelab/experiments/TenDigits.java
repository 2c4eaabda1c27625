package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
import vaelab.data.ClassSplit;
import vaelab.data.Digits;
import vaelab.data.DigitsLoader;
import vaelab.data.LabelledImages;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
import vaelab.metrics.StateAccuracy;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;
import vaelab.nn.NetworkSizes;
import vaelab.train.History;
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
public final class TenDigits implements AutoCloseable {
  /** Seed of the cut of each class, as released. */
  private static final long SPLIT_SEED = 42;

  private static final int PROBE = 1_000;

  private final TenDigitsConfig config;
  private final Path directory;
  private final Digits digits;
  private final Mixtures train;
  private final Mixtures test;
  private final Mixtures held;
  private final SourceTraining training;
  private final long start = System.nanoTime();

  /**
   * Loads the digits and makes the mixtures.
   *
   * @param config sizes and settings
   * @param directory where models, checkpoints and results go
   * @throws IOException if the directory holds a run with other settings or on other data
   */
  public TenDigits(TenDigitsConfig config, Path directory) throws IOException {
    this.config = config;
    this.directory = directory;
    digits = DigitsLoader.load();
    RunDirectory.claim(directory, config, digits.origin());
    training = new SourceTraining(directory);
    train = mixtures(digits.train(), config.trainMixtures(), config.seed());
    test = mixtures(digits.test(), config.testMixtures(), config.seed() + 1);
    held = mixtures(digits.train(), Math.min(PROBE, config.testMixtures()), config.seed() + 2);
  }

  private Mixtures mixtures(LabelledImages pool, int count, long seed) {
    return MixtureGenerator.bernoulli(
        pool, TenDigitsConfig.classes(), config.piArray(), config.b(), count, seed);
  }

  /**
   * Pretrains one expert a digit, or reads those that the directory holds.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void pretrain(TrainingListener listener) throws IOException {
    LabelledImages labelled =
        config.labels() < 1
            ? ClassSplit.of(digits.train(), config.labels(), SPLIT_SEED).first()
            : digits.train();
    Map<String, float[]> sources = new LinkedHashMap<>();
    for (int digit : TenDigitsConfig.classes()) {
      LabelledImages images = labelled.ofClass(digit);
      int count = Math.min(config.expertImages(), images.images().count());
      sources.put(
          "digit " + digit, images.images().select(IntStream.range(0, count).toArray()).pixels());
    }
    NetworkSizes sizes = NetworkSizes.image(digits.train().images().dim());
    training.pretrain(sources, sizes, config.experts(), listener);
  }

  /**
   * Trains the joint model from the experts, or reads it where the directory holds it. No label is
   * used.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void train(TrainingListener listener) throws IOException {
    training.train(train.x(), config.expertEncoders(), config.joint(), this::probe, listener);
  }

  /** Accuracy on other mixtures of training digits: test digits are for the end. */
  private Map<String, Double> probe(MsVae current) {
    int[] states = new Inference(current).predict(held.x()).states();
    return Map.of("accuracy", StateAccuracy.of(states, held.states(), held.streams()).exact());
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
        new ResultFiles(directory, "ten-digits", config.scale(), digits.origin())
            .put("title", TenDigitsTable.title(config))
            .put(
                "command",
                "environment/vaelab train digits --scale %s --labels %s --seed %d"
                    .formatted(config.scale(), config.labels(), config.seed()))
            .put("configuration", config)
            .put("stopped", training.stopReason())
            .put("energies", model().energies().description())
            .put("wallSeconds", Math.round((System.nanoTime() - start) * 1e-9))
            .put("metrics", result);
    files.writeHistory("history", history());
    files.writeTable(table(result));
    files.writeResult();
    return result;
  }

  /**
   * The result table: the paper's numbers beside those of this run.
   *
   * @param result what {@link #evaluate} measured
   * @return one row a quantity
   */
  public Table table(TenDigitsResult result) {
    return TenDigitsTable.of(this, result);
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
   * The digits that experts and mixtures are made of.
   *
   * @return training and test images, and where they come from
   */
  public Digits digits() {
    return digits;
  }

  /**
   * Training mixtures.
   *
   * @return N mixtures of training digits
   */
  public Mixtures trainMixtures() {
    return train;
  }

  /**
   * Test mixtures.
   *
   * @return mixtures of test digits
   */
  public Mixtures testMixtures() {
    return test;
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
        digits.test(),
        TenDigitsConfig.classes(),
        k,
        b,
        config.testMixtures(),
        config.seed() + 10 + k);
  }

  /**
   * The experts.
   *
   * @return one a digit, empty before {@link #pretrain}
   */
  public List<MsVae> experts() {
    return training.experts();
  }

  /**
   * The joint model.
   *
   * @return the model
   * @throws IllegalStateException before {@link #train}
   */
  public MsVae model() {
    return training.model();
  }

  /**
   * Course of the joint training.
   *
   * @return one row an epoch
   * @throws IllegalStateException before {@link #train}
   */
  public History history() {
    return training.history();
  }

  /**
   * Why the joint training stopped.
   *
   * @return convergence or epoch limit, in words
   * @throws IllegalStateException before {@link #train}
   */
  public String stopReason() {
    return training.stopReason();
  }

  /** Frees the models. */
  @Override
  public void close() {
    training.close();
  }
}
