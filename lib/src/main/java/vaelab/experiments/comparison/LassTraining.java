package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import vaelab.experiments.TrainingCost;
import vaelab.lass.CodePrior;
import vaelab.lass.Lass;
import vaelab.lass.LassConfig;
import vaelab.lass.LassFile;
import vaelab.lass.MixtureTable;
import vaelab.lass.PriorTrainer;
import vaelab.lass.VqVae;
import vaelab.lass.VqVaeTrainer;
import vaelab.train.History;
import vaelab.train.StopReason;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingListeners;
import vaelab.train.TrainingPlan;

/**
 * Trains the parts of LASS one after the other, VQ-VAE, prior over its codes, tables of mixtures,
 * and keeps them in one file with the course of each beside it. An interrupted training goes on
 * from its last epoch; only the tables are counted from the beginning.
 */
final class LassTraining {
  private static final List<String> PARTS = List.of("vq-vae", "code-prior", "tables");

  private final Path directory;
  private final LassConfig config;
  private final long seed;

  /**
   * Training into a directory.
   *
   * @param directory where model, courses and checkpoints go
   * @param config sizes and trainings
   * @param seed seed of the initial weights
   */
  LassTraining(Path directory, LassConfig config, long seed) {
    this.directory = directory;
    this.config = config;
    this.seed = seed;
  }

  /** File of the trained parts in a directory, whether it is there or not. */
  static Path file(Path directory) {
    return directory.resolve("lass.safetensors");
  }

  /**
   * Trains, or reads what the directory holds.
   *
   * @param images single sources, row-major N x D, values in [0, 1]
   * @param listener told about one part after the other
   * @return the trained parts, to be closed by the caller
   * @throws IOException if files cannot be read or written
   */
  Lass run(float[] images, TrainingListener listener) throws IOException {
    Path file = file(directory);
    if (Files.exists(file)) {
      return LassFile.load(file);
    }
    VqVae vqVae = VqVae.create(config.image(), seed);
    CodePrior prior = CodePrior.create(config.sequence(), seed);
    try {
      VqVaeTrainer first =
          new VqVaeTrainer(vqVae, config.vqVae()).checkpoint(checkpoint(0)).listener(listener);
      first.fit(images).toCsv(course(0));
      PriorTrainer second =
          new PriorTrainer(prior, config.prior()).checkpoint(checkpoint(1)).listener(listener);
      second.fit(vqVae.codes(images)).toCsv(course(1));
      Lass lass = new Lass(vqVae, prior, count(vqVae, images, listener));
      // The model last: where it is, the training is complete.
      LassFile.save(file, lass);
      Files.deleteIfExists(checkpoint(0));
      Files.deleteIfExists(checkpoint(1));
      return lass;
    } catch (IOException | RuntimeException e) {
      vqVae.close();
      prior.close();
      throw e;
    }
  }

  private List<MixtureTable> count(VqVae vqVae, float[] images, TrainingListener listener)
      throws IOException {
    History passes = new History();
    listener.onStart(new TrainingPlan("LASS, counting tables", 1, config.counting().passes(), 1));
    List<MixtureTable> tables;
    try {
      tables = config.counting().count(vqVae, images, timed(passes, listener));
    } catch (RuntimeException | Error e) {
      TrainingListeners.stopped(listener, e);
      throw e;
    }
    listener.onStop(StopReason.epochLimit(passes.size()));
    passes.toCsv(course(2));
    return tables;
  }

  private static IntConsumer timed(History passes, TrainingListener listener) {
    long[] last = {System.nanoTime()};
    return pass -> {
      long now = System.nanoTime();
      passes.add(pass, Map.of("seconds", (now - last[0]) * 1e-9));
      last[0] = now;
      listener.onStep(pass, 1, Double.NaN);
      listener.onEpoch(passes);
    };
  }

  /** Time that all parts took. */
  double seconds() throws IOException {
    double sum = 0;
    for (int part = 0; part < PARTS.size(); part++) {
      sum += TrainingCost.seconds(History.fromCsv(course(part)));
    }
    return sum;
  }

  private Path checkpoint(int part) {
    return directory.resolve(PARTS.get(part) + ".checkpoint.safetensors");
  }

  private Path course(int part) {
    return directory.resolve(PARTS.get(part) + ".csv");
  }
}
