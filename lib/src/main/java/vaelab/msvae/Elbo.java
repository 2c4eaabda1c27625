package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.function.IntConsumer;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.EStep;
import vaelab.msvae.estep.StatePosterior;
import vaelab.nn.DiagonalGaussian;
import vaelab.tensor.Backward;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Scalars;
import vaelab.tensor.Workers;

/**
 * The objective (eq. 7) and its gradient.
 *
 * <p>Since q(s; z, x) is the exact posterior, E_q[log p(x|s,z) + log p(s) - log q] is the
 * log-normaliser log sum_s p(x, s | z), and its gradient with respect to the streams' images is
 * that of the expected energy under q held fixed (the derivative of q itself cancels). So the
 * networks run forward with recording, the E-step runs on plain numbers without, and its gradient g
 * enters as the surrogate sum(mu * g) that autograd carries into decoders and encoders. Streams
 * meet in the E-step only: before and after it each is a graph of its own, and the cores take them
 * side by side.
 *
 * <p>States whose posterior weight is at most {@value #MASS_THRESHOLD} (over M^H, for crosswise
 * samples) are left out of the gradient; how much mass that is, is reported.
 */
public final class Elbo {
  static final double MASS_THRESHOLD = 1e-6;

  private final MsVae model;
  private final SampleLattice lattice;
  private final double klWeight;
  private final boolean decoderBatchStatistics;

  /**
   * The objective of a model.
   *
   * @param model model whose current prior and scale are used at each call
   * @param lattice samples a stream and how they meet
   * @param klWeight weight of the KL terms; 1 gives the ELBO
   * @param decoderBatchStatistics whether decoders normalise by the statistics of the batch, as
   *     released (running statistics then move, even of fixed decoders), or by their running ones
   */
  public Elbo(MsVae model, SampleLattice lattice, double klWeight, boolean decoderBatchStatistics) {
    this.model = model;
    this.lattice = lattice;
    this.klWeight = klWeight;
    this.decoderBatchStatistics = decoderBatchStatistics;
  }

  /** What one stream's networks make of a batch: images (M B, D), and means over the batch. */
  private record StreamPass(
      NDArray mu, NDArray kl, double encoderEntropy, double[] secondMoments) {}

  /**
   * Value and gradient.
   *
   * @param leaves parameters to differentiate by; their gradients are those of the negative
   *     objective
   * @param x observations, (B, D), in the step's scope
   * @param epsilon standard normal noise, (H, M, B, Z)
   * @return the parts of the objective
   */
  public ElboTerms differentiate(GradientLeaves leaves, NDArray x, NDArray epsilon) {
    return differentiate(leaves, x, epsilon, null, h -> {});
  }

  /**
   * Value and gradient, with something to do for each stream as soon as its gradients are there.
   *
   * @param leaves parameters to differentiate by; their gradients are those of the negative
   *     objective
   * @param x observations, (B, D), in the step's scope
   * @param epsilon standard normal noise, (H, M, B, Z)
   * @param known state of each row of x, whose objective then is the ELBO of log p(x, s), or a
   *     negative number where it is not known; {@code null} where none is
   * @param ready called with h after the backward pass of stream h, on the thread that made it; not
   *     called, and no gradient computed, where the objective is infinite or undefined
   * @return the parts of the objective
   */
  public ElboTerms differentiate(
      GradientLeaves leaves, NDArray x, NDArray epsilon, int[] known, IntConsumer ready) {
    int batch = (int) x.getShape().get(0);
    StreamPass[] passes = forward(leaves, x, epsilon, true, true);
    NDList mu = images(passes);
    StatePosterior posterior = posterior(x, mu, batch, known);
    double combinations = Math.pow(lattice.options() - 1, lattice.streams());
    float threshold = (float) (MASS_THRESHOLD / combinations);
    double dropped = dropped(posterior.weights(), threshold, lattice.lattices(batch));
    ElboTerms terms = terms(passes, posterior, dropped);
    if (!Double.isFinite(terms.elbo())) {
      return terms;
    }
    NDList gradient = model.energies().gradient(x, mu, lattice, posterior.weights(), threshold);
    // d(-log evidence)/d mu = inverse temperature * expected gradient of the energy, averaged.
    double factor = model.noise().inverseTemperature(model.scale()) / lattice.lattices(batch);
    Workers.forEach(
        passes.length,
        h -> {
          try (GradMode recording = GradMode.recording()) {
            NDArray surrogate = passes[h].mu().mul(gradient.get(h)).sum();
            NDArray loss = Constants.times(surrogate, factor);
            Backward.from(loss.add(Constants.times(passes[h].kl(), klWeight)));
          }
          ready.accept(h);
        });
    return terms;
  }

  /**
   * Value only. With {@code training} the running statistics move, as they do in every such pass.
   *
   * @param x observations, (B, D)
   * @param epsilon standard normal noise, (H, M, B, Z)
   * @param training whether BatchNorm works as in training; false uses running statistics
   *     everywhere
   * @return the parts of the objective
   */
  public ElboTerms evaluate(NDArray x, NDArray epsilon, boolean training) {
    try (NDManager scope = x.getManager().newSubManager()) {
      scope.tempAttachAll(x, epsilon);
      StreamPass[] passes = forward(new ParameterStore(scope, false), x, epsilon, training, false);
      StatePosterior posterior = posterior(x, images(passes), (int) x.getShape().get(0), null);
      return terms(passes, posterior, 0);
    }
  }

  /**
   * ELBO of data that a trained model has not seen: one sample of z, running statistics.
   *
   * @param model model with one data type for all, pi and b as learned
   * @param x observations, row-major, N x D, at least one row
   * @param seed seed of the samples
   * @return nats a data point
   * @throws IllegalArgumentException if there are no rows, or no whole ones
   */
  public static double ofUnseen(MsVae model, float[] x, long seed) {
    int points = Batches.atLeastOne(x, model.sizes().dim());
    SampleLattice lattice = SampleLattice.single(model.streams().size());
    lattice.requireMemory(Batches.SIZE);
    Elbo elbo = new Elbo(model, lattice, 1, false);
    NoiseSource noise = new NoiseSource(seed);
    double[] sum = {0};
    Batches.forEach(
        model,
        x,
        (scope, batch, from) -> {
          long count = batch.getShape().get(0);
          Shape shape = new Shape(lattice.streams(), 1, count, model.sizes().latent());
          NDArray epsilon =
              NoiseSource.normal(noise.generator(0, from), scope, shape, model.type());
          sum[0] += count * elbo.evaluate(batch, epsilon, false).elbo();
        });
    return sum[0] / points;
  }

  private StreamPass[] forward(
      ParameterStore store, NDArray x, NDArray epsilon, boolean training, boolean recording) {
    StreamPass[] passes = new StreamPass[model.streams().size()];
    Workers.forEach(
        passes.length,
        h -> {
          Stream stream = model.streams().get(h);
          try (GradMode mode = recording ? GradMode.recording() : GradMode.off()) {
            DiagonalGaussian q = stream.encoder().encode(store, x, training);
            NDArray z = q.sample(epsilon.get(h));
            NDArray mu = stream.decoder().decode(store, z, training && decoderBatchStatistics);
            NDArray kl = q.klToStandardNormal().mean();
            passes[h] = new StreamPass(mu, kl, mean(q.entropy()), means(q.secondMoments()));
          }
        });
    return passes;
  }

  private static double mean(NDArray values) {
    return Scalars.number(values.mean());
  }

  /** Means of the columns. */
  private static double[] means(NDArray values) {
    NDArray means = values.mean(new int[] {0});
    return means.toType(DataType.FLOAT64, false).toDoubleArray();
  }

  /** The streams' images without their graphs. */
  private static NDList images(StreamPass[] passes) {
    NDList mu = new NDList();
    for (StreamPass pass : passes) {
      NDArray detached = pass.mu().stopGradient();
      detached.attach(pass.mu().getManager());
      mu.add(detached);
    }
    return mu;
  }

  private StatePosterior posterior(NDArray x, NDList mu, int batch, int[] known) {
    EStep eStep =
        new EStep(lattice, model.prior(), model.noise(), model.scale(), model.sizes().dim());
    float[] energies = model.energies().energies(x, mu, lattice);
    return known == null
        ? eStep.posterior(energies, batch)
        : eStep.posterior(energies, batch, known);
  }

  private ElboTerms terms(StreamPass[] passes, StatePosterior posterior, double dropped) {
    double[] kl = new double[passes.length];
    double entropy = 0;
    double[][] moments = new double[passes.length][];
    for (int h = 0; h < passes.length; h++) {
      kl[h] = Scalars.number(passes[h].kl());
      entropy += passes[h].encoderEntropy();
      moments[h] = passes[h].secondMoments();
    }
    return new ElboTerms(
        posterior.meanLogEvidence(), kl, klWeight, entropy, moments, posterior, dropped);
  }

  private static double dropped(float[] weights, float threshold, int lattices) {
    double dropped = 0;
    for (float weight : weights) {
      dropped += weight <= threshold ? weight : 0;
    }
    return dropped / lattices;
  }
}
