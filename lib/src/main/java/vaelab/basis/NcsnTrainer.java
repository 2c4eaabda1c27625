package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import vaelab.data.Rows;
import vaelab.tensor.Adam;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;
import vaelab.train.EpochLoop;
import vaelab.train.History;
import vaelab.train.LearningRateSchedule;
import vaelab.train.Minibatches;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

/**
 * Trains a score network on single sources by denoising score matching ({@link ScoreMatching}).
 *
 * <p>Each step draws a noise level for every image of the batch, and every image anew as x 255/256
 * + U/256, which turns 256 grey levels into a density.
 *
 * <p>No layer mixes images, so a batch is cut into parts of at most {@value #PART} images that are
 * dealt out to the cores, each with leaves of its own; their gradients are added in a fixed order.
 * There are at least two: PyTorch's own threads would meet after each of a thousand operations.
 */
public final class NcsnTrainer {
  private static final int PART = 32;

  private final ScoreNetwork network;
  private final NcsnConfig config;
  private final int part;
  private final ScoreMatching objective;
  private final EpochLoop loop = new EpochLoop();

  /**
   * A trainer of one network.
   *
   * @param network network that is changed in place
   * @param config how to train it
   * @throws IllegalArgumentException if the configuration is for a network of other sizes
   */
  public NcsnTrainer(ScoreNetwork network, NcsnConfig config) {
    this(network, config, Math.min(PART, (config.batchSize() + 1) / 2));
  }

  /** The same with parts of at most so many images. */
  NcsnTrainer(ScoreNetwork network, NcsnConfig config, int part) {
    if (!config.sizes().equals(network.sizes())) {
      throw new IllegalArgumentException(
          "Expected a configuration for %s as the network has, found %s; create the network with the sizes of the configuration."
              .formatted(network.sizes(), config.sizes()));
    }
    this.network = network;
    this.config = config;
    this.part = part;
    objective = new ScoreMatching(network::forward, config.sizes().levels());
  }

  /**
   * Reports progress. A score network has no ELBO: steps report the loss.
   *
   * @param listener told about every step and epoch
   * @return this
   */
  public NcsnTrainer listener(TrainingListener listener) {
    loop.listener(listener);
    return this;
  }

  /**
   * Keeps a checkpoint that is renewed after every epoch, and continues from it where there is one.
   *
   * @param file checkpoint file
   * @return this
   */
  public NcsnTrainer checkpoint(Path file) {
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
   * @return one row an epoch: loss (mean over its images), learningRate (of its last step),
   *     iterations (steps so far), seconds
   * @throws IOException if the checkpoint cannot be read or written, or belongs to another run
   * @throws TrainingFailedException if the loss becomes infinite or undefined
   * @throws IllegalArgumentException if these are no whole rows, or too few of them
   */
  public History fit(float[] images) throws IOException {
    int dim = network.sizes().dim();
    Minibatches batches =
        new Minibatches(Rows.count(images, dim), config.batchSize(), config.seed());
    try (GradMode off = GradMode.off();
        NDManager run = network.manager().newSubManager()) {
      Adam adam = Adam.create(run, network.parameters());
      int perEpoch = batches.perEpoch();
      int epochs = config.epochs(perEpoch);
      String title = "NCSN, %d channels".formatted(config.sizes().features());
      return loop.run(
          epochs,
          new Checkpoint(network, adam, config, perEpoch),
          first -> new TrainingPlan(title, first, epochs, perEpoch, TrainingPlan.LOSS),
          epoch -> epoch(epoch, batches, images, adam));
    }
  }

  private Map<String, Double> epoch(int epoch, Minibatches batches, float[] images, Adam adam) {
    long start = System.nanoTime();
    LearningRateSchedule rates = config.rates();
    double sum = 0;
    int count = 0;
    int done = (epoch - 1) * batches.perEpoch();
    int steps = Math.min(batches.perEpoch(), config.iterations() - done);
    List<int[]> rows = batches.epoch(epoch);
    for (int step = 1; step <= steps; step++) {
      int[] batch = rows.get(step - 1);
      double rate = rates.at(done + step);
      double loss = step(epoch, step, draw(epoch, step, batch, images), adam, rate);
      sum += batch.length * loss;
      count += batch.length;
      loop.stepped(epoch, step, loss);
    }
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("loss", sum / count);
    row.put("learningRate", rates.at(done + steps));
    row.put("iterations", (double) (done + steps));
    row.put("seconds", (System.nanoTime() - start) * 1e-9);
    return row;
  }

  /** Images with their grey levels spread, noise and levels of a step, in host memory. */
  record Draws(float[] x, float[] noise, int[] levels) {}

  /** What a step is computed of; seed, epoch and step decide all draws. */
  Draws draw(int epoch, int step, int[] rows, float[] images) {
    RandomGenerator generator = new NoiseSource(config.seed()).generator(epoch, step);
    int dim = network.sizes().dim();
    float[] x = new float[rows.length * dim];
    float[] noise = new float[x.length];
    int[] levels = new int[rows.length];
    for (int b = 0; b < rows.length; b++) {
      levels[b] = generator.nextInt(config.sizes().levels().count());
      for (int d = 0; d < dim; d++) {
        float pixel = images[rows[b] * dim + d];
        x[b * dim + d] = pixel * 255 / 256 + generator.nextFloat() / 256;
        noise[b * dim + d] = (float) generator.nextGaussian();
      }
    }
    return new Draws(x, noise, levels);
  }

  private double step(int epoch, int step, Draws draws, Adam adam, double learningRate) {
    int count = draws.levels().length;
    int parts = (count + part - 1) / part;
    double[] losses = new double[parts];
    try (NDManager scope = network.manager().newSubManager()) {
      Collection<Parameter> parameters = network.parameters().values();
      List<GradientLeaves> leaves = new ArrayList<>();
      List<NDManager> scopes = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        scopes.add(scope.newSubManager());
        leaves.add(new GradientLeaves(scopes.get(i), parameters));
      }
      Workers.forEach(
          parts,
          i -> {
            ScoreMatching.Batch batch = part(draws, i, scopes.get(i));
            losses[i] = objective.differentiate(leaves.get(i), batch, count);
          });
      double loss = IntStream.range(0, parts).mapToDouble(i -> losses[i]).sum();
      if (!Double.isFinite(loss)) {
        throw failed(epoch, step, loss, draws.x());
      }
      addUp(leaves, parameters);
      adam.step(leaves.get(0), learningRate);
      return loss;
    }
  }

  private ScoreMatching.Batch part(Draws draws, int index, NDManager scope) {
    ScoreNetworkSizes sizes = network.sizes();
    int from = index * part;
    int until = Math.min(draws.levels().length, from + part);
    Shape shape = new Shape(until - from, 1, sizes.height(), sizes.width());
    int[] levels = Arrays.copyOfRange(draws.levels(), from, until);
    return new ScoreMatching.Batch(
        tensor(draws.x(), from, until, shape, scope),
        tensor(draws.noise(), from, until, shape, scope),
        levels);
  }

  private NDArray tensor(float[] values, int from, int until, Shape shape, NDManager scope) {
    int dim = network.sizes().dim();
    float[] rows = Arrays.copyOfRange(values, from * dim, until * dim);
    NDArray array = scope.create(rows, shape);
    return network.type() == DataType.FLOAT32 ? array : array.toType(network.type(), false);
  }

  /** Leaves the sum of all parts' gradients on the first part's leaves. */
  private static void addUp(List<GradientLeaves> leaves, Collection<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      try (NDArray sum = leaves.get(0).gradient(parameter)) {
        for (GradientLeaves other : leaves.subList(1, leaves.size())) {
          try (NDArray gradient = other.gradient(parameter)) {
            sum.addi(gradient);
          }
        }
      }
    }
  }

  private TrainingFailedException failed(int epoch, int step, double loss, float[] x) {
    boolean finite = IntStream.range(0, x.length).allMatch(i -> Float.isFinite(x[i]));
    String cause =
        finite
            ? "the network's weights exploded; try a lower learning rate"
            : "the images contain NaN or infinite values";
    return new TrainingFailedException("loss", epoch, step, loss, cause);
  }
}
