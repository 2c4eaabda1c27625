package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import vaelab.tensor.Adam;
import vaelab.tensor.SavedModel;
import vaelab.train.CheckpointFile;
import vaelab.train.History;

/** Training runs of the two networks on disk. */
final class Checkpoints implements EpochLoop.Run {
  private final CheckpointFile<Stage> format;
  private final NDManager manager;
  private final Map<String, String> description;
  private final Map<String, Parameter> parameters;
  private final Adam adam;
  private final Stage stage;

  private Checkpoints(
      String network,
      NDManager manager,
      Map<String, String> description,
      Map<String, Parameter> parameters,
      Adam adam,
      Stage stage) {
    format = new CheckpointFile<>(LassFile.METHOD + "." + network + ".checkpoint", Stage.class);
    this.manager = manager;
    this.description = description;
    this.parameters = parameters;
    this.adam = adam;
    this.stage = stage;
  }

  static Checkpoints vqVae(VqVae model, Adam adam, Stage stage) {
    return new Checkpoints(
        "vqvae",
        model.manager(),
        LassFile.describe(model.sizes(), null),
        model.parameters(),
        adam,
        stage);
  }

  static Checkpoints prior(CodePrior model, Adam adam, Stage stage) {
    return new Checkpoints(
        "prior",
        model.manager(),
        LassFile.describe(null, model.sizes()),
        model.parameters(),
        adam,
        stage);
  }

  @Override
  public void save(Path file, History history) throws IOException {
    Map<String, NDArray> tensors = SavedModel.tensors(parameters);
    format.save(file, stage, history, adam, description, tensors);
  }

  @Override
  public History restore(Path file) throws IOException {
    try (NDManager scope = manager.newSubManager()) {
      CheckpointFile.Saved saved =
          format.read(file, scope, stage, found -> found.continuedTo(stage.epochs()));
      SavedModel.of(file, saved.contents(), LassFile.METHOD, LassFile.VERSION).copyInto(parameters);
      return saved.restore(adam);
    }
  }
}
