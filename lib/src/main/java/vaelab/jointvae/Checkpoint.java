package vaelab.jointvae;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import vaelab.tensor.Adam;
import vaelab.tensor.SavedModel;
import vaelab.train.CheckpointFile;
import vaelab.train.History;

/** A training run on disk: what every method's checkpoint holds, and the networks. */
final class Checkpoint {
  private static final CheckpointFile<JointVaeConfig> FILE =
      new CheckpointFile<>("vaelab.jointvae.checkpoint", JointVaeConfig.class);

  private Checkpoint() {}

  static void save(Path file, JointVae model, Adam adam, JointVaeConfig config, History history)
      throws IOException {
    FILE.save(
        file,
        config,
        history,
        adam,
        JointVaeFile.describe(model),
        SavedModel.tensors(model.parameters()));
  }

  /** Restores model and optimiser, and returns the history so far. */
  static History restore(Path file, JointVae model, Adam adam, JointVaeConfig config)
      throws IOException {
    try (NDManager scope = model.manager().newSubManager()) {
      CheckpointFile.Saved saved =
          FILE.read(file, scope, config, found -> found.withEpochs(config.epochs()));
      JointVaeFile.restore(file, model, saved.contents());
      return saved.restore(adam);
    }
  }
}
