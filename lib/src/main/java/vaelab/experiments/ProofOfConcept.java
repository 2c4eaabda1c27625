package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;
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
 * The proof of concept (paper section 3.1): mixtures of zeros and ones under Laplace noise, H = 2.
 *
 * <p>Steps, each of which needs the ones before: {@link #pretrain}, {@link #train}, {@link
 * #evaluate}. Everything is kept in one directory; a run that was interrupted goes on from its last
 * epoch, and one that is complete is only read.
 */
public final class ProofOfConcept implements AutoCloseable {
  private final ProofOfConceptConfig config;
  private final Path directory;
  private final Digits digits;
  private final Mixtures train;
  private final Mixtures test;
  private final long start = System.nanoTime();
  private final SourceTraining training;

  /**
   * Loads the digits and makes the mixtures.
   *
   * @param config sizes and settings
   * @param directory where models, checkpoints and results go
   * @throws IOException if the directory holds a run with other settings or on other data
   */
  public ProofOfConcept(ProofOfConceptConfig config, Path directory) throws IOException {
    this.config = config;
    this.directory = directory;
    digits = DigitsLoader.load();
    RunDirectory.claim(directory, config, digits.origin());
    training = new SourceTraining(directory);
    int[] classes = config.classArray();
    double[] pi = config.piArray();
    train =
        MixtureGenerator.bernoulli(
            digits.train(), classes, pi, config.b(), config.trainMixtures(), config.seed());
    test =
        MixtureGenerator.bernoulli(
            digits.test(), classes, pi, config.b(), config.testMixtures(), config.seed() + 1);
  }

  /**
   * Pretrains one expert a digit, or reads those that the directory holds.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void pretrain(TrainingListener listener) throws IOException {
    Map<String, float[]> sources = new LinkedHashMap<>();
    for (int digit : config.classes()) {
      LabelledImages images = digits.train().ofClass(digit);
      int count = Math.min(config.expertImages(), images.images().count());
      sources.put(
          "digit " + digit, images.images().select(IntStream.range(0, count).toArray()).pixels());
    }
    NetworkSizes sizes = NetworkSizes.image(digits.train().images().dim());
    training.pretrain(sources, sizes, config.experts(), listener);
  }

  /**
   * Trains the joint model from the experts' decoders and, unless configured otherwise, their
   * encoders, or reads it where the directory holds it.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void train(TrainingListener listener) throws IOException {
    training.train(
        train.x(), config.expertEncoders(), List.of(config.joint()), this::probe, listener);
  }

  private Map<String, Double> probe(MsVae current) {
    int[] states = new Inference(current).predict(test.x()).states();
    return Map.of("accuracy", StateAccuracy.of(states, test.states(), test.streams()).exact());
  }

  /**
   * Measures the trained model on the test mixtures and writes the result files.
   *
   * @return what was measured
   * @throws IOException if files cannot be written
   */
  public ProofOfConceptResult evaluate() throws IOException {
    ProofOfConceptResult result = ProofOfConceptResult.measure(this);
    ResultFiles files =
        new ResultFiles(directory, "proof-of-concept", config.scale(), digits.origin())
            .put("title", "Proof of concept: two digits in one image, H = 2")
            .put("command", "environment/vaelab train poc --scale " + config.scale())
            .put("configuration", config)
            .put("stopped", stopReason())
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
  public Table table(ProofOfConceptResult result) {
    return ProofOfConceptTable.of(this, result);
  }

  /**
   * The settings as a table.
   *
   * @return one row a setting
   */
  public Table settings() {
    return ProofOfConceptTable.settings(this);
  }

  /**
   * Settings.
   *
   * @return sizes and settings of this run
   */
  public ProofOfConceptConfig config() {
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
