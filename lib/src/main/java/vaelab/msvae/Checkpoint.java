package vaelab.msvae;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import vaelab.tensor.Adam;
import vaelab.train.CheckpointFile;
import vaelab.train.History;
import vaelab.train.RunState;

/**
 * A training run on disk: what every method's checkpoint holds, and weights, running statistics, pi
 * and b.
 *
 * @param model what is trained
 * @param adam its optimiser
 * @param config how it is trained
 */
record Checkpoint(MsVae model, Adam adam, TrainingConfig config) implements RunState {
  private static final CheckpointFile<TrainingConfig> FILE =
      new CheckpointFile<>("vaelab.msvae.checkpoint", TrainingConfig.class);

  @Override
  public void save(Path file, History history) throws IOException {
    FILE.save(file, config, history, adam, ModelFile.describe(model), ModelFile.tensors(model));
  }

  @Override
  public History restore(Path file) throws IOException {
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
