package vaelab.basis;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import vaelab.tensor.Adam;
import vaelab.train.CheckpointFile;
import vaelab.train.History;

/** A training run on disk: what every method's checkpoint holds, and the network. */
final class Checkpoint {
  private static final CheckpointFile<NcsnConfig> FILE =
      new CheckpointFile<>("vaelab.basis.checkpoint", NcsnConfig.class);

  private Checkpoint() {}

  static void save(Path file, ScoreNetwork network, Adam adam, NcsnConfig config, History history)
      throws IOException {
    FILE.save(file, config, history, adam, NcsnFile.describe(network), NcsnFile.tensors(network));
  }

  /** Restores network and optimiser, and returns the history so far. */
  static History restore(
      Path file, ScoreNetwork network, Adam adam, NcsnConfig config, int stepsPerEpoch)
      throws IOException {
    try (NDManager scope = network.manager().newSubManager()) {
      CheckpointFile.Saved saved =
          FILE.read(
              file, scope, config, found -> found.continuedTo(config.iterations(), stepsPerEpoch));
      NcsnFile.restore(file, network, saved.contents());
      return saved.restore(adam);
    }
  }
}
