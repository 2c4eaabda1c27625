package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import vaelab.data.Rows;
import vaelab.tensor.Adam;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;
import vaelab.train.History;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;

/** Trains a VQ-VAE on single images. PyTorch's own threads share every operation. */
public final class VqVaeTrainer {
  /** Images among whose latents unused codes are placed. */
  private static final int REVIVAL_IMAGES = 256;

  private final VqVae model;
  private final VqVaeStage stage;
  private final StageLoop loop;
  private final VqVaeObjective objective;

  /**
   * A trainer of one model.
   *
   * @param model model that is changed in place
   * @param stage how to train it
   */
  public VqVaeTrainer(VqVae model, VqVaeStage stage) {
    this.model = model;
    this.stage = stage;
    loop =
        new StageLoop(
            "LASS, VQ-VAE",
            stage.stage(),
            "the images contain NaN or infinite values, or the weights exploded; check the images, then try a lower learning rate");
    objective = new VqVaeObjective(model);
  }

  /**
   * Reports progress. There is no ELBO here: steps report the objective, the lower the better.
   *
   * @param listener told about every step and epoch
   * @return this
   */
  public VqVaeTrainer listener(TrainingListener listener) {
    loop.listener(listener);
    return this;
  }

  /**
   * Keeps a checkpoint that is renewed after every epoch, and continues from it where there is one.
   *
   * @param file checkpoint file
   * @return this
   */
  public VqVaeTrainer checkpoint(Path file) {
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
   * @param images single sources, row-major, N x D, values in [0, 1]; N at least 2
   * @return one row an epoch, means over its images: objective, reconstruction (squared error a
   *     pixel), quantisation (squared distance of latents to their codes), perplexity (of the codes
   *     of a batch), learningRate, seconds
   * @throws IOException if the checkpoint cannot be read or written, or belongs to another run
   * @throws TrainingFailedException if the objective becomes infinite or undefined
   * @throws IllegalArgumentException if these are no whole rows, or fewer than two
   */
  public History fit(float[] images) throws IOException {
    int dim = model.sizes().dim();
    int count = Rows.count(images, dim);
    try (GradMode off = GradMode.off();
        NDManager run = model.manager().newSubManager()) {
      Adam adam = Adam.create(run, model.trainable());
      NDArray pool = run.create(images, new Shape(count, dim));
      return loop.run(count, Checkpoints.vqVae(model, adam, stage), new Steps(pool, count, adam));
    }
  }

  /** The steps of a run, and what follows each epoch. */
  private final class Steps implements StageLoop.Step {
    private final NDArray pool;
    private final int count;
    private final Adam adam;
    private final CodebookRevival revival = new CodebookRevival(model);

    Steps(NDArray pool, int count, Adam adam) {
      this.pool = pool;
      this.count = count;
      this.adam = adam;
    }

    @Override
    public Map<String, Double> on(int[] images, double learningRate) {
      try (NDManager scope = pool.getManager().newSubManager()) {
        NDArray x = images(scope, images);
        GradientLeaves leaves = new GradientLeaves(scope, model.trainable().values());
        VqVaeObjective.Terms[] terms = new VqVaeObjective.Terms[1];
        // A single piece of work: it gets all of PyTorch's threads.
        Workers.forEach(1, i -> terms[0] = objective.differentiate(leaves, x));
        if (Double.isFinite(terms[0].value())) {
          adam.step(leaves, learningRate);
        }
        revival.count(terms[0].used());
        return terms[0].row();
      }
    }

    @Override
    public void epochEnded(int epoch) {
      if (epoch <= stage.revivals()) {
        RandomGenerator generator = new NoiseSource(stage.stage().seed()).generator(epoch, 0);
        try (NDManager scope = pool.getManager().newSubManager()) {
          int[] drawn = generator.ints(REVIVAL_IMAGES, 0, count).toArray();
          revival.revive(images(scope, drawn), generator);
        }
      }
    }

    private NDArray images(NDManager scope, int[] rows) {
      NDArray x = pool.get(scope.create(rows));
      x.attach(scope);
      return x.toType(model.type(), false);
    }
  }
}
