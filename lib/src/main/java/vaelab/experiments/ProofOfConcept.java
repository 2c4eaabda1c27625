package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import tech.tablesaw.api.Table;
import vaelab.data.DigitsLoader;
import vaelab.data.Images;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;
import vaelab.nn.NetworkSizes;
import vaelab.train.TrainingListener;

/**
 * The proof of concept (paper section 3.1): mixtures of zeros and ones under Laplace noise, H = 2.
 *
 * <p>Steps, each of which needs the ones before: {@link #pretrain}, {@link #train}, {@link
 * #evaluate}. Everything is kept in one directory; a run that was interrupted goes on from its last
 * epoch, and one that is complete is only read.
 */
public final class ProofOfConcept extends DigitsExperiment {
  private final ProofOfConceptConfig config;

  /**
   * Loads the digits and makes the mixtures.
   *
   * @param config sizes and settings
   * @param directory where models, checkpoints and results go
   * @throws IOException if the directory holds a run with other settings or on other data
   */
  public ProofOfConcept(ProofOfConceptConfig config, Path directory) throws IOException {
    super(
        directory,
        config,
        new Spec(
            config.classArray(),
            config.piArray(),
            config.b(),
            config.trainMixtures(),
            config.testMixtures(),
            config.seed()),
        DigitsLoader.load());
    this.config = config;
  }

  /**
   * Pretrains one expert a digit, or reads those that the directory holds.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void pretrain(TrainingListener listener) throws IOException {
    Images images = digits().train().images();
    claim();
    training.pretrain(
        sources(digits().train(), config.classArray(), config.expertImages()),
        NetworkSizes.image(images.height(), images.width()),
        config.experts(),
        listener);
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
        trainMixtures().x(), config.expertEncoders(), config.joint(), this::probe, listener);
  }

  private Map<String, Double> probe(MsVae current) {
    return Map.of("accuracy", ExactStates.of(new Inference(current), testMixtures()));
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
        new ResultFiles(directory(), "proof-of-concept", config.scale(), digits().origin())
            .put("title", "Proof of concept: two digits in one image, H = 2")
            .put(
                "command",
                "environment/vaelab train poc --scale %s --seed %d"
                    .formatted(config.scale(), config.seed()));
    write(files, config, result, table(result));
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
}
