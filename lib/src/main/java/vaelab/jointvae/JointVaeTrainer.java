package vaelab.jointvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.data.Images;
import vaelab.data.LabelledImages;
import vaelab.metrics.CategoryMapping;
import vaelab.tensor.Adam;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;
import vaelab.train.EpochLoop;
import vaelab.train.History;
import vaelab.train.Minibatches;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

/**
 * Trains a model on images without labels.
 *
 * <p>PyTorch's own threads share each operation. Whoever trains models of several seeds deals whole
 * trainings out with {@link Workers#forEach}, and each then keeps to one core. Sums are rounded in
 * another order there, so a run is repeated to the bit only with as many threads as it began with.
 */
public final class JointVaeTrainer {
  private final JointVae model;
  private final JointVaeConfig config;
  private final Objective objective;
  private final EpochLoop loop = new EpochLoop();
  private LabelledImages probe;

  /**
   * A trainer of one model.
   *
   * @param model model that is changed in place
   * @param config how to train it
   */
  public JointVaeTrainer(JointVae model, JointVaeConfig config) {
    this.model = model;
    this.config = config;
    objective = new Objective(model, config.temperature(), config.gamma());
  }

  /**
   * Reports progress.
   *
   * @param listener told about every step and epoch; a step's ELBO takes grey pixels for
   *     probabilities, as the method does
   * @return this
   */
  public JointVaeTrainer listener(TrainingListener listener) {
    loop.listener(listener);
    return this;
  }

  /**
   * Keeps a checkpoint that is renewed after every epoch, and continues from it where there is one.
   *
   * @param file checkpoint file
   * @return this
   */
  public JointVaeTrainer checkpoint(Path file) {
    loop.checkpoint(file);
    return this;
  }

  /**
   * Measures the unsupervised accuracy after every epoch; nothing is learned from these labels.
   *
   * @param images S x S images whose labels are 0 to C - 1; categories are paired with labels on
   *     these very images, anew each time
   * @return this
   * @throws IllegalArgumentException if the images or the labels do not fit the model
   */
  public JointVaeTrainer probe(LabelledImages images) {
    Encodings.check(model, images.images());
    for (int label : images.labels()) {
      if (label >= model.sizes().categories()) {
        throw new IllegalArgumentException(
            "Expected labels from 0 to %d, one for each category, found %d."
                .formatted(model.sizes().categories() - 1, label));
      }
    }
    probe = images;
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
   * @param images S x S images, at least two; see {@link BilinearResize}
   * @return one row an epoch, means over its images in nats: objective, reconstruction, klZ, klC,
   *     elbo; capacityZ and capacityC of its last step; accuracy in [0, 1] if there is a probe;
   *     seconds, the probe's not counted
   * @throws IOException if the checkpoint cannot be read or written, or belongs to another run
   * @throws TrainingFailedException if the objective becomes infinite or undefined
   * @throws IllegalArgumentException if the images have another size, or are too few
   */
  public History fit(Images images) throws IOException {
    Encodings.check(model, images);
    Minibatches batches = new Minibatches(images.count(), config.batchSize(), config.seed());
    try (GradMode off = GradMode.off();
        NDManager run = model.manager().newSubManager()) {
      Adam adam = Adam.create(run, model.parameters());
      String title = "JointVAE, seed %d".formatted(config.seed());
      return loop.run(
          config.epochs(),
          new Checkpoint(model, adam, config),
          first -> new TrainingPlan(title, first, config.epochs(), batches.perEpoch()),
          epoch -> epoch(epoch, batches, images, adam, run));
    }
  }

  private Map<String, Double> epoch(
      int epoch, Minibatches batches, Images images, Adam adam, NDManager run) {
    long start = System.nanoTime();
    double value = 0;
    double reconstruction = 0;
    double klZ = 0;
    double klC = 0;
    List<int[]> order = batches.epoch(epoch);
    for (int step = 1; step <= order.size(); step++) {
      int[] rows = order.get(step - 1);
      Objective.Terms terms = step(epoch, step, images.select(rows), adam, run);
      double share = (double) rows.length / images.count();
      value += share * terms.value();
      reconstruction += share * terms.reconstruction();
      klZ += share * terms.klZ();
      klC += share * terms.klC();
      loop.stepped(epoch, step, terms.elbo());
    }
    double seconds = (System.nanoTime() - start) * 1e-9;
    Capacities last = config.capacities(adam.steps(), model.sizes().categories());
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("objective", value);
    row.put("reconstruction", reconstruction);
    row.put("klZ", klZ);
    row.put("capacityZ", last.z());
    row.put("klC", klC);
    row.put("capacityC", last.c());
    row.put("elbo", -reconstruction - klZ - klC);
    if (probe != null) {
      row.put("accuracy", accuracy());
    }
    row.put("seconds", seconds);
    return row;
  }

  private Objective.Terms step(int epoch, int step, Images batch, Adam adam, NDManager run) {
    JointVaeSizes sizes = model.sizes();
    try (NDManager scope = run.newSubManager()) {
      NDArray x = Encodings.tensor(batch, scope, model.type());
      GradientLeaves leaves = new GradientLeaves(scope, model.parameters().values());
      Noise noise =
          Noise.draw(
              new NoiseSource(config.seed()).generator(epoch, step),
              scope,
              batch.count(),
              sizes,
              model.type());
      // The optimiser's count goes on where a resumed run left it.
      Capacities capacities = config.capacities(adam.steps() + 1L, sizes.categories());
      Objective.Terms[] terms = new Objective.Terms[1];
      // A single piece of work: it gets all of PyTorch's threads.
      Workers.forEach(1, i -> terms[0] = objective.differentiate(leaves, x, noise, capacities));
      if (!Double.isFinite(terms[0].value())) {
        throw failed(epoch, step, terms[0]);
      }
      adam.step(leaves, config.learningRate());
      return terms[0];
    }
  }

  private double accuracy() {
    int[] categories = Encodings.of(model, probe.images()).categories();
    return CategoryMapping.fit(categories, probe.labels(), model.sizes().categories())
        .accuracy(categories, probe.labels());
  }

  private TrainingFailedException failed(int epoch, int step, Objective.Terms terms) {
    String cause =
        "the networks' weights exploded (reconstruction %s, KL %s and %s); try a lower learning rate"
            .formatted(terms.reconstruction(), terms.klZ(), terms.klC());
    return new TrainingFailedException("objective", epoch, step, terms.value(), cause);
  }
}
