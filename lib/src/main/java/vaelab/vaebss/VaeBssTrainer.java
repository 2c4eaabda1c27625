package vaelab.vaebss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import vaelab.data.Rows;
import vaelab.tensor.Adam;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Scalars;
import vaelab.tensor.Workers;
import vaelab.train.EpochLoop;
import vaelab.train.History;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

/**
 * Trains a model on averages of M images that are drawn anew each epoch, without labels or noise.
 *
 * <p>Every step uses both networks as a whole, so PyTorch's own threads share each operation: rows
 * cannot be dealt out to the cores, because BatchNorm takes its statistics over all of them. At 32
 * mixtures a batch a second thread brings next to nothing, though: whoever trains several models,
 * one for each K, deals whole trainings out with {@link Workers#forEach}, and each then keeps to
 * one core. Sums are rounded in another order there, so a run is repeated to the bit only with as
 * many threads as it began with.
 */
public final class VaeBssTrainer {
  private final VaeBss model;
  private final VaeBssConfig config;
  private final Objective objective;
  private final EpochLoop loop = new EpochLoop();

  /**
   * A trainer of one model.
   *
   * @param model model that is changed in place
   * @param config how to train it
   * @throws IllegalArgumentException if the configuration has another K or M than the model
   */
  public VaeBssTrainer(VaeBss model, VaeBssConfig config) {
    if (config.slots() != model.slots() || config.digits() != model.digits()) {
      throw new IllegalArgumentException(
          "Expected a configuration with K=%d, M=%d as the model has, found K=%d, M=%d; create the model with those of the configuration."
              .formatted(model.slots(), model.digits(), config.slots(), config.digits()));
    }
    this.model = model;
    this.config = config;
    objective = new Objective(model);
  }

  /**
   * Reports progress. Steps and epochs report the ELBO at beta = 1.
   *
   * @param listener told about every step and epoch
   * @return this
   */
  public VaeBssTrainer listener(TrainingListener listener) {
    loop.listener(listener);
    return this;
  }

  /**
   * Keeps a checkpoint that is renewed after every epoch, and continues from it where there is one.
   *
   * @param file checkpoint file
   * @return this
   */
  public VaeBssTrainer checkpoint(Path file) {
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
   * @param images single sources that mixtures are made of, row-major, N x D, values in [0, 1]; N
   *     at least 2 M
   * @return one row an epoch, means over its mixtures in nats: objective, reconstruction, kl, elbo
   *     (of the average mixtures, under Laplace noise of unit variance and with beta = 1), beta,
   *     learningRate, seconds
   * @throws IOException if the checkpoint cannot be read or written, or belongs to another run
   * @throws TrainingFailedException if the objective becomes infinite or undefined
   * @throws IllegalArgumentException if these are no whole rows, or too few of them
   */
  public History fit(float[] images) throws IOException {
    int dim = model.sizes().dim();
    int count = Rows.count(images, dim);
    EpochMixtures mixtures =
        new EpochMixtures(count, config.digits(), config.batchSize(), config.seed());
    try (GradMode off = GradMode.off();
        NDManager run = model.manager().newSubManager()) {
      Adam adam = Adam.create(run, model.trainable());
      NDArray pool = run.create(images, new Shape(count, dim));
      String title =
          "VAE-BSS, K=%d slots, averages of M=%d".formatted(config.slots(), config.digits());
      return loop.run(
          config.epochs(),
          new Checkpoint(model, adam, config),
          first -> new TrainingPlan(title, first, config.epochs(), mixtures.perEpoch()),
          epoch -> epoch(epoch, mixtures, pool, adam));
    }
  }

  private Map<String, Double> epoch(int epoch, EpochMixtures mixtures, NDArray pool, Adam adam) {
    long start = System.nanoTime();
    double learningRate = config.rates().at(epoch);
    double beta = config.beta(epoch);
    double reconstruction = 0;
    double kl = 0;
    int count = 0;
    List<int[][]> batches = mixtures.epoch(epoch);
    for (int step = 1; step <= batches.size(); step++) {
      int[][] rows = batches.get(step - 1);
      Objective.Terms terms = step(epoch, step, rows, pool, adam, learningRate, beta);
      int size = rows[0].length;
      reconstruction += size * terms.reconstruction();
      kl += size * terms.kl();
      count += size;
      loop.stepped(epoch, step, terms.elbo(model.sizes().dim()));
    }
    Objective.Terms means = new Objective.Terms(reconstruction / count, kl / count, beta);
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("objective", means.value());
    row.put("reconstruction", means.reconstruction());
    row.put("kl", means.kl());
    row.put("elbo", means.elbo(model.sizes().dim()));
    row.put("beta", beta);
    row.put("learningRate", learningRate);
    row.put("seconds", (System.nanoTime() - start) * 1e-9);
    return row;
  }

  private Objective.Terms step(
      int epoch,
      int step,
      int[][] rows,
      NDArray pool,
      Adam adam,
      double learningRate,
      double beta) {
    try (NDManager scope = pool.getManager().newSubManager()) {
      NDArray x = average(pool, rows, scope);
      Map<String, Parameter> trainable = model.trainable();
      GradientLeaves leaves = new GradientLeaves(scope, trainable.values());
      Shape shape = new Shape(rows[0].length, (long) model.slots() * model.sizes().latent());
      RandomGenerator generator = new NoiseSource(config.seed()).generator(epoch, step);
      NDArray epsilon = NoiseSource.normal(generator, scope, shape, model.type());
      Objective.Terms[] terms = new Objective.Terms[1];
      // A single piece of work: it gets all of PyTorch's threads.
      Workers.forEach(1, i -> terms[0] = objective.differentiate(leaves, x, epsilon, beta));
      if (!Double.isFinite(terms[0].value())) {
        throw failed(epoch, step, terms[0], isFinite(x));
      }
      adam.step(leaves, learningRate);
      return terms[0];
    }
  }

  /** Averages of M images, (B, D), in the model's type. */
  private NDArray average(NDArray pool, int[][] rows, NDManager scope) {
    NDArray sum = null;
    for (int[] indices : rows) {
      NDArray images = pool.get(scope.create(indices));
      images.attach(scope);
      sum = sum == null ? images : sum.add(images);
    }
    NDArray average = Constants.times(sum, 1.0 / rows.length);
    return average.getDataType() == model.type() ? average : average.toType(model.type(), false);
  }

  private static boolean isFinite(NDArray x) {
    return Double.isFinite(Scalars.number(x.sum()));
  }

  private TrainingFailedException failed(
      int epoch, int step, Objective.Terms terms, boolean dataIsFinite) {
    String cause;
    if (!dataIsFinite) {
      cause = "the images contain NaN or infinite values";
    } else {
      cause =
          "the networks' weights exploded (reconstruction %s, KL %s); try a lower learning rate"
              .formatted(terms.reconstruction(), terms.kl());
    }
    return new TrainingFailedException("objective", epoch, step, terms.value(), cause);
  }
}
