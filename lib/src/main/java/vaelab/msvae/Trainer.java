package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import vaelab.msvae.TrainingConfig.MStepSchedule;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.tensor.Adam;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Scalars;
import vaelab.train.ConvergenceRule;
import vaelab.train.EpochLoop;
import vaelab.train.History;
import vaelab.train.Minibatches;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

/**
 * Algorithm 1: gradient steps on the networks, closed-form steps on pi and b, until convergence or
 * the epoch limit.
 *
 * <p>An expert is trained by the same algorithm, with H = 1, s = 1 and trainable decoders.
 */
public final class Trainer {
  private final MsVae model;
  private final TrainingConfig config;
  private final SampleLattice lattice;
  private final EpochLoop loop = new EpochLoop();
  private Function<MsVae, Map<String, Double>> probe = m -> Map.of();

  /**
   * A trainer of one model.
   *
   * @param model model that is changed in place
   * @param config how to train it
   */
  public Trainer(MsVae model, TrainingConfig config) {
    this.model = model;
    this.config = config;
    lattice = new SampleLattice(model.streams().size(), config.samples(), config.pairing());
  }

  /**
   * Reports progress.
   *
   * @param listener told about every step and epoch
   * @return this
   */
  public Trainer listener(TrainingListener listener) {
    loop.listener(listener);
    return this;
  }

  /**
   * Measures something after every epoch, for example accuracy on held-out mixtures.
   *
   * @param probe returns columns for the history; runs after the M-step
   * @return this
   */
  public Trainer probe(Function<MsVae, Map<String, Double>> probe) {
    this.probe = probe;
    return this;
  }

  /**
   * Keeps a checkpoint that is renewed after every epoch, and continues from it where there is one.
   *
   * @param file checkpoint file
   * @return this
   */
  public Trainer checkpoint(Path file) {
    loop.checkpoint(file);
    return this;
  }

  /**
   * Why the last training stopped.
   *
   * @return convergence, epoch limit or failure
   */
  public StopReason stopReason() {
    return loop.stopReason();
  }

  /**
   * Trains on the same observations in every epoch.
   *
   * @param x observations, row-major, N x D
   * @return its course, see {@link #fit(TrainingData)}
   * @throws IOException if the checkpoint cannot be read or written
   * @throws TrainingFailedException if the objective becomes infinite or undefined, or b zero
   * @throws IllegalArgumentException as {@link #fit(TrainingData)} says
   */
  public History fit(float[] x) throws IOException {
    return fit(TrainingData.fixed(x, model.sizes().dim()));
  }

  /**
   * Trains.
   *
   * @param data what each epoch sees
   * @return one row an epoch: elbo (the objective as it is trained: where the KL weight is not 1,
   *     with that weight, and then no bound), entropySum, logEvidence, kl, stateEntropy,
   *     secondMoment, droppedMass, b, pi[h] (under a Bernoulli prior), learningRate, seconds, and
   *     the probe's columns
   * @throws IOException if the checkpoint cannot be read or written
   * @throws TrainingFailedException if the objective becomes infinite or undefined, or b zero
   * @throws IllegalArgumentException if M-step or convergence rule need a Bernoulli prior and the
   *     model has another, a checkpoint is to be kept of a prior that none can tell, what is held
   *     of a batch exceeds the memory, or an epoch's data are no N rows of D values or tell a state
   *     that cannot be
   */
  public History fit(TrainingData data) throws IOException {
    requirePrior();
    if (loop.keepsCheckpoint()) {
      ModelFile.describe(model); // refuses what no checkpoint can tell before there is any loss
    }
    lattice.requireMemory(config.batchSize());
    Minibatches batches = new Minibatches(data.points(), config.batchSize(), config.seed());
    try (GradMode off = GradMode.off();
        NDManager run = model.manager().newSubManager()) {
      Map<String, Parameter> trainable = model.trainable(config.trainDecoders());
      Adam adam = Adam.create(run, trainable);
      Observations observations = new Observations(data, model, run);
      String title = String.join(", ", model.sources());
      return loop.run(
          config.epochs(),
          new Checkpoint(model, adam, config),
          first -> new TrainingPlan(title, first, config.epochs(), batches.perEpoch(), objective()),
          epoch -> epoch(epoch, batches, observations, adam, trainable),
          this::end);
    }
  }

  private String objective() {
    return config.klWeight() == 1 ? TrainingPlan.ELBO : TrainingPlan.WEIGHTED_ELBO;
  }

  /** Only a Bernoulli prior has the rates that the M-step sets and a convergence rule watches. */
  private void requirePrior() {
    if (model.prior() instanceof BernoulliPrior) {
      return;
    }
    String found = model.prior().getClass().getSimpleName();
    MStepSchedule schedule = config.mStep();
    if (schedule == MStepSchedule.EPOCH || schedule == MStepSchedule.EPOCH_AND_LATENT_SCALE) {
      throw new IllegalArgumentException(
          "Expected a BernoulliPrior for the M-step %s, which sets pi, found a %s; set such a prior, or choose SCALE_ONLY or NONE, which leave it."
              .formatted(schedule, found));
    }
    ConvergenceRule rule = config.convergence();
    if (rule.canBeMet(config.epochs())
        && rule.watched().stream().anyMatch(name -> name.matches("pi(\\[\\d+])?"))) {
      throw new IllegalArgumentException(
          "Expected a convergence rule that does without pi, as a %s has none, found one that watches %s; name other columns, or use ConvergenceRule.never()."
              .formatted(found, rule.watched()));
    }
  }

  private Optional<StopReason> end(History history) {
    return config.convergence().isConverged(history)
        ? Optional.of(StopReason.converged(config.convergence().describe(history)))
        : Optional.empty();
  }

  private Map<String, Double> epoch(
      int epoch,
      Minibatches batches,
      Observations seen,
      Adam adam,
      Map<String, Parameter> trainable) {
    long start = System.nanoTime();
    seen.show(epoch);
    double learningRate = config.rates().at(epoch);
    boolean batchStatistics = config.decoderStatistics() == TrainingConfig.Statistics.BATCH;
    Elbo elbo = new Elbo(model, lattice, config.klWeight(), batchStatistics);
    EpochMeans means = new EpochMeans(model);
    List<int[]> order = batches.epoch(epoch);
    for (int step = 1; step <= order.size(); step++) {
      int[] chosen = order.get(step - 1);
      try (NDManager scope = seen.newScope()) {
        NDArray x = seen.rows(chosen, scope);
        GradientLeaves leaves = new GradientLeaves(scope, trainable.values());
        NDArray epsilon = noise(epoch, step, x, scope);
        adam.begin(learningRate);
        // The core that made a stream's gradients updates its parameters while others go on.
        ElboTerms terms =
            elbo.differentiate(
                leaves,
                x,
                epsilon,
                seen.states(chosen),
                h -> adam.update(MsVae.streamPrefix(h), leaves));
        if (!Double.isFinite(terms.elbo())) {
          throw failed(epoch, step, terms, isFinite(x));
        }
        means.add(terms);
        loop.stepped(epoch, step, terms.elbo());
      }
    }
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("elbo", means.elbo());
    mStep(epoch, means);
    means.putInto(row);
    row.put("b", model.scale());
    if (model.prior() instanceof BernoulliPrior bernoulli) {
      History.putVector(row, "pi", bernoulli.pi());
    }
    row.put("learningRate", learningRate);
    row.put("seconds", (System.nanoTime() - start) * 1e-9);
    row.putAll(probe.apply(model));
    return row;
  }

  /** pi and b of an epoch; a b that is impossible leaves the model as it is. */
  private void mStep(int epoch, EpochMeans means) {
    double scale = means.scale();
    if (config.mStep() != MStepSchedule.NONE && !(scale > 0)) {
      throw TrainingFailedException.afterEpoch(
          "a positive noise scale b",
          scale,
          epoch,
          "all observations are 0, or are met exactly, so that nothing is left for the noise; check the data");
    }
    means.mStep(config.mStep());
  }

  /** Noise of one step, (H, M, B, Z). */
  private NDArray noise(int epoch, int step, NDArray x, NDManager scope) {
    Shape shape =
        new Shape(
            lattice.streams(), lattice.samples(), x.getShape().get(0), model.sizes().latent());
    RandomGenerator generator = new NoiseSource(config.seed()).generator(epoch, step);
    return NoiseSource.normal(generator, scope, shape, model.type());
  }

  private static boolean isFinite(NDArray x) {
    return Double.isFinite(Scalars.number(x.sum()));
  }

  private TrainingFailedException failed(
      int epoch, int step, ElboTerms terms, boolean dataIsFinite) {
    String cause;
    if (!dataIsFinite) {
      cause = "the observations contain NaN or infinite values";
    } else if (!Double.isFinite(terms.totalKl())) {
      cause =
          "the encoders' outputs exploded (KL " + terms.totalKl() + "); try a lower learning rate";
    } else {
      cause = "the decoders' outputs are not finite; try a lower learning rate";
    }
    return new TrainingFailedException("ELBO", epoch, step, terms.elbo(), cause);
  }
}
