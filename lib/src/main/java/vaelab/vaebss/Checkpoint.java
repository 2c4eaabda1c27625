package vaelab.vaebss;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import vaelab.tensor.Adam;
import vaelab.train.CheckpointFile;
import vaelab.train.History;
import vaelab.train.RunState;

/**
 * A training run on disk: what every method's checkpoint holds, and the networks.
 *
 * @param model what is trained
 * @param adam its optimiser
 * @param config how it is trained
 */
record Checkpoint(VaeBss model, Adam adam, VaeBssConfig config) implements RunState {
  private static final CheckpointFile<VaeBssConfig> FILE =
      new CheckpointFile<>("vaelab.vaebss.checkpoint", VaeBssConfig.class);

  @Override
  public void save(Path file, History history) throws IOException {
    FILE.save(file, config, history, adam, VaeBssFile.describe(model), VaeBssFile.tensors(model));
  }

  @Override
  public History restore(Path file) throws IOException {
    try (NDManager scope = model.manager().newSubManager()) {
      CheckpointFile.Saved saved =
          FILE.read(file, scope, config, found -> found.continuedTo(config.epochs()));
      VaeBssFile.restore(file, model, saved.contents());
      return saved.restore(adam);
    }
  }
}
