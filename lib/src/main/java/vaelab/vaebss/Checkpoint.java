package vaelab.vaebss;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import vaelab.tensor.Adam;
import vaelab.train.CheckpointFile;
import vaelab.train.History;

/** A training run on disk: what every method's checkpoint holds, and the networks. */
final class Checkpoint {
  private static final CheckpointFile<VaeBssConfig> FILE =
      new CheckpointFile<>("vaelab.vaebss.checkpoint", VaeBssConfig.class);

  private Checkpoint() {}

  static void save(Path file, VaeBss model, Adam adam, VaeBssConfig config, History history)
      throws IOException {
    FILE.save(file, config, history, adam, VaeBssFile.describe(model), VaeBssFile.tensors(model));
  }

  /** Restores model and optimiser, and returns the history so far. */
  static History restore(Path file, VaeBss model, Adam adam, VaeBssConfig config)
      throws IOException {
    try (NDManager scope = model.manager().newSubManager()) {
      CheckpointFile.Saved saved =
          FILE.read(file, scope, config, found -> found.continuedTo(config.epochs()));
      VaeBssFile.restore(file, model, saved.contents());
      return saved.restore(adam);
    }
  }
}
