package vaelab.msvae;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import vaelab.tensor.Adam;
import vaelab.train.CheckpointFile;
import vaelab.train.History;

/**
 * A training run on disk: what every method's checkpoint holds, and weights, running statistics, pi
 * and b.
 */
final class Checkpoint {
  private static final CheckpointFile<TrainingConfig> FILE =
      new CheckpointFile<>("vaelab.msvae.checkpoint", TrainingConfig.class);

  private Checkpoint() {}

  static void save(Path file, MsVae model, Adam adam, TrainingConfig config, History history)
      throws IOException {
    FILE.save(file, config, history, adam, ModelFile.describe(model), ModelFile.tensors(model));
  }

  /** Restores model and optimiser, and returns the history so far. */
  static History restore(Path file, MsVae model, Adam adam, TrainingConfig config)
      throws IOException {
    try (NDManager scope = model.manager().newSubManager()) {
      // A longer limit or another stopping rule continues the same run; anything else is another
      // run.
      CheckpointFile.Saved saved =
          FILE.read(
              file,
              scope,
              config,
              found ->
                  found.with(
                      c -> {
                        // A cosine ends at the limit: with another limit it is another schedule.
                        if (c.schedule != TrainingConfig.Schedule.COSINE) {
                          c.epochs = config.epochs();
                        }
                        c.convergence = config.convergence();
                      }));
      ModelFile.restore(file, model, saved.contents());
      return saved.restore(adam);
    }
  }
}
