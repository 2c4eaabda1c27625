package vaelab.basis;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import vaelab.tensor.Adam;
import vaelab.train.CheckpointFile;
import vaelab.train.History;
import vaelab.train.RunState;

/**
 * A training run on disk: what every method's checkpoint holds, and the network.
 *
 * @param network what is trained
 * @param adam its optimiser
 * @param config how it is trained
 * @param stepsPerEpoch steps of a whole epoch
 */
record Checkpoint(ScoreNetwork network, Adam adam, NcsnConfig config, int stepsPerEpoch)
    implements RunState {
  private static final CheckpointFile<NcsnConfig> FILE =
      new CheckpointFile<>("vaelab.basis.checkpoint", NcsnConfig.class);

  @Override
  public void save(Path file, History history) throws IOException {
    FILE.save(file, config, history, adam, NcsnFile.describe(network), NcsnFile.tensors(network));
  }

  @Override
  public History restore(Path file) throws IOException {
    try (NDManager scope = network.manager().newSubManager()) {
      CheckpointFile.Saved saved =
          FILE.read(
              file, scope, config, found -> found.continuedTo(config.iterations(), stepsPerEpoch));
      NcsnFile.restore(file, network, saved.contents());
      return saved.restore(adam);
    }
  }
}
