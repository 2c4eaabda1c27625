package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import vaelab.tensor.Adam;
import vaelab.tensor.SavedModel;
import vaelab.train.CheckpointFile;
import vaelab.train.History;
import vaelab.train.RunState;

/**
 * Training runs of the two networks on disk.
 *
 * @param <C> how the network is trained
 */
final class Checkpoints<C> implements RunState {
  private final CheckpointFile<C> format;
  private final NDManager manager;
  private final Map<String, String> description;
  private final Map<String, Parameter> parameters;
  private final Adam adam;
  private final C config;
  private final UnaryOperator<C> sameRun;

  private Checkpoints(
      String network,
      NDManager manager,
      Map<String, String> description,
      Map<String, Parameter> parameters,
      Adam adam,
      C config,
      Class<C> type,
      UnaryOperator<C> sameRun) {
    format = new CheckpointFile<>(LassFile.METHOD + "." + network + ".checkpoint", type);
    this.manager = manager;
    this.description = description;
    this.parameters = parameters;
    this.adam = adam;
    this.config = config;
    this.sameRun = sameRun;
  }

  static Checkpoints<VqVaeStage> vqVae(VqVae model, Adam adam, VqVaeStage stage) {
    return new Checkpoints<>(
        "vqvae",
        model.manager(),
        LassFile.describe(model.sizes(), null),
        model.parameters(),
        adam,
        stage,
        VqVaeStage.class,
        found -> found.continuedTo(stage.stage().epochs()));
  }

  static Checkpoints<Stage> prior(CodePrior model, Adam adam, Stage stage) {
    return new Checkpoints<>(
        "prior",
        model.manager(),
        LassFile.describe(null, model.sizes()),
        model.parameters(),
        adam,
        stage,
        Stage.class,
        found -> found.continuedTo(stage.epochs()));
  }

  @Override
  public void save(Path file, History history) throws IOException {
    Map<String, NDArray> tensors = SavedModel.tensors(parameters);
    format.save(file, config, history, adam, description, tensors);
  }

  @Override
  public History restore(Path file) throws IOException {
    try (NDManager scope = manager.newSubManager()) {
      CheckpointFile.Saved saved = format.read(file, scope, config, sameRun);
      SavedModel.of(file, saved.contents(), LassFile.METHOD, LassFile.VERSION).copyInto(parameters);
      return saved.restore(adam);
    }
  }
}
