package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import vaelab.tensor.Adam;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.Workers;
import vaelab.train.History;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;

/** Trains the prior on the codes of single images. PyTorch's own threads share every operation. */
public final class PriorTrainer {
  private final CodePrior model;
  private final Stage stage;
  private final StageLoop loop;
  private final PriorObjective objective;

  /**
   * A trainer of one model.
   *
   * @param model model that is changed in place
   * @param stage how to train it
   */
  public PriorTrainer(CodePrior model, Stage stage) {
    this.model = model;
    this.stage = stage;
    loop =
        new StageLoop(
            "LASS, prior over codes", stage, "the weights exploded; try a lower learning rate");
    objective = new PriorObjective(model);
  }

  /**
   * Reports progress. There is no ELBO here: steps report -log p(c) in nats an image.
   *
   * @param listener told about every step and epoch
   * @return this
   */
  public PriorTrainer listener(TrainingListener listener) {
    loop.listener(listener);
    return this;
  }

  /**
   * Keeps a checkpoint that is renewed after every epoch, and continues from it where there is one.
   *
   * @param file checkpoint file
   * @return this
   */
  public PriorTrainer checkpoint(Path file) {
    loop.checkpoint(file);
    return this;
  }

  /**
   * Why the last training stopped.
   *
   * @return epoch limit or failure; {@code null} before the first
   */
  public StopReason stopReason() {
    return loop.stopReason();
  }

  /**
   * Trains.
   *
   * @param codes codes of the training images, as {@link VqVae#codes} gives them, N rows of L
   * @return one row an epoch, means over its images: objective (-log p(c) in nats an image),
   *     learningRate, seconds
   * @throws IOException if the checkpoint cannot be read or written, or belongs to another run
   * @throws TrainingFailedException if the objective becomes infinite or undefined
   * @throws IllegalArgumentException if codes have another length or vocabulary than the model, or
   *     there are fewer than two rows
   */
  public History fit(int[][] codes) throws IOException {
    check(codes);
    try (GradMode off = GradMode.off();
        NDManager run = model.manager().newSubManager()) {
      Adam adam = Adam.create(run, model.parameters());
      return loop.run(
          codes.length,
          Checkpoints.prior(model, adam, stage),
          (rows, rate) -> step(run, codes, rows, adam, rate));
    }
  }

  private void check(int[][] codes) {
    PriorSizes sizes = model.sizes();
    for (int[] row : codes) {
      if (row.length != sizes.length()
          || Arrays.stream(row).anyMatch(code -> code < 0 || code >= sizes.codes())) {
        throw new IllegalArgumentException(
            "Expected rows of L=%d codes in [0, %d), found %s; encode with the VQ-VAE that the prior is for."
                .formatted(sizes.length(), sizes.codes(), Arrays.toString(row)));
      }
    }
  }

  private Map<String, Double> step(
      NDManager run, int[][] codes, int[] rows, Adam adam, double learningRate) {
    int[][] chosen = Arrays.stream(rows).mapToObj(row -> codes[row]).toArray(int[][]::new);
    try (NDManager scope = run.newSubManager()) {
      NDArray batch = VqVae.codes(scope, chosen, 0, chosen.length);
      GradientLeaves leaves = new GradientLeaves(scope, model.parameters().values());
      double[] value = new double[1];
      // A single piece of work: it gets all of PyTorch's threads.
      Workers.forEach(1, i -> value[0] = objective.differentiate(leaves, batch));
      if (Double.isFinite(value[0])) {
        adam.step(leaves, learningRate);
      }
      Map<String, Double> row = new LinkedHashMap<>();
      row.put(StageLoop.OBJECTIVE, value[0]);
      return row;
    }
  }
}
