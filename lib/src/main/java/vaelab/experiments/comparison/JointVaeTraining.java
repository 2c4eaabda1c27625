package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import vaelab.data.Images;
import vaelab.experiments.TrainingCost;
import vaelab.jointvae.JointVae;
import vaelab.jointvae.JointVaeConfig;
import vaelab.jointvae.JointVaeFile;
import vaelab.jointvae.JointVaeSizes;
import vaelab.jointvae.JointVaeTrainer;
import vaelab.train.History;
import vaelab.train.Minibatches;
import vaelab.train.SideBySide;
import vaelab.train.TrainingListener;

/**
 * Trains JointVAE from several seeds, side by side on the cores, and keeps each model in a file of
 * its own with its course beside it; an interrupted training goes on from its last epoch.
 */
final class JointVaeTraining {
  private final List<JointVaeConfig> configs;
  private final Path directory;

  /**
   * Trainings into a directory.
   *
   * @param configs how each model is trained, no two with the same seed
   * @param directory where models, courses and checkpoints go
   */
  JointVaeTraining(List<JointVaeConfig> configs, Path directory) {
    this.configs = configs;
    this.directory = directory;
  }

  /**
   * Trains the models that the directory does not hold yet.
   *
   * @param images 32 x 32 images
   * @param listener told about all trainings together
   * @throws IOException if files cannot be read or written
   */
  void run(Images images, TrainingListener listener) throws IOException {
    SideBySide course =
        new SideBySide(
            "JointVAE, %d seeds".formatted(configs.size()),
            configs.stream().map(c -> "seed " + c.seed()).toList(),
            IntStream.range(0, configs.size()).map(i -> steps(i, images)).toArray(),
            configs.stream().mapToInt(JointVaeConfig::epochs).max().orElse(1),
            List.of("elbo", "klZ", "klC"),
            listener);
    course.run(i -> train(i, images, course));
  }

  /** Steps in an epoch; none are left of a training that is complete. */
  private int steps(int index, Images images) {
    JointVaeConfig config = configs.get(index);
    return Files.exists(file(index))
        ? 0
        : new Minibatches(images.count(), config.batchSize(), config.seed()).perEpoch();
  }

  private void train(int index, Images images, SideBySide course) throws IOException {
    if (Files.exists(file(index))) {
      return;
    }
    JointVaeConfig config = configs.get(index);
    Path checkpoint = directory.resolve(name(index) + ".checkpoint.safetensors");
    try (JointVae model = JointVae.create(JointVaeSizes.RELEASED, config.seed())) {
      new JointVaeTrainer(model, config)
          .checkpoint(checkpoint)
          .listener(course.of(index))
          .fit(images)
          .toCsv(course(index));
      // The model last: where it is, the training is complete.
      JointVaeFile.save(file(index), model);
    }
    Files.deleteIfExists(checkpoint);
  }

  /** Whether all trained models are there. */
  boolean complete() {
    return IntStream.range(0, configs.size()).allMatch(i -> Files.exists(file(i)));
  }

  /** Reads a trained model, to be closed by the caller. */
  JointVae load(int index) throws IOException {
    return JointVaeFile.load(file(index));
  }

  /** Time that the training of a model took, one of several side by side where cores allow. */
  double seconds(int index) throws IOException {
    return TrainingCost.seconds(History.fromCsv(course(index)));
  }

  private String name(int index) {
    return "joint-vae-seed" + configs.get(index).seed();
  }

  private Path file(int index) {
    return directory.resolve(name(index) + ".safetensors");
  }

  private Path course(int index) {
    return directory.resolve(name(index) + ".csv");
  }
}
