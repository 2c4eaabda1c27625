package vaelab.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.optimizer.Optimizer;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import vaelab.msvae.Elbo;
import vaelab.msvae.MsVae;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.Adam;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.NoiseSource;

/**
 * One training step of ten streams at the paper's sizes, the library's way and the eager way:
 * encoders and decoders forward, E-step, backward, Adam over the encoders. Decoders are fixed but
 * differentiated through, and normalise by the statistics of the batch, as released.
 */
final class TrainingProblem implements AutoCloseable {
  static final double LEARNING_RATE = 2e-4;
  private static final double ELBO_TOLERANCE = 1e-4;
  private static final double GRADIENT_TOLERANCE = 1e-2;

  private final GradMode off = GradMode.off();
  private final SampleLattice lattice = SampleLattice.single(BenchmarkSizes.H);
  private final RandomGenerator random = new NoiseSource(2).generator(0, 0);
  private final MsVae model;
  private final Map<String, Parameter> trainable;
  private final Elbo elbo;
  private final Adam adam;
  private final Optimizer eagerAdam;
  private final NDArray x;

  TrainingProblem() {
    model =
        MsVae.create(
            NetworkSizes.image(BenchmarkSizes.D),
            IntStream.range(0, BenchmarkSizes.H).mapToObj(h -> "digit " + h).toList(),
            1);
    model.setScale(BenchmarkSizes.NOISE);
    model.setPrior(BernoulliPrior.uniform(BenchmarkSizes.H, BenchmarkSizes.ACTIVITY));
    trainable = model.trainable(false);
    elbo = new Elbo(model, lattice, 1, true);
    adam = Adam.create(model.manager(), trainable);
    eagerAdam = EagerReference.adam(LEARNING_RATE);
    float[] values = new float[BenchmarkSizes.B * BenchmarkSizes.D];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    x = model.manager().create(values, new Shape(BenchmarkSizes.B, BenchmarkSizes.D));
  }

  /** One step of the library. */
  double step() {
    try (NDManager scope = model.manager().newSubManager()) {
      scope.tempAttachAll(x);
      GradientLeaves leaves = new GradientLeaves(scope, trainable.values());
      adam.begin(LEARNING_RATE);
      return elbo.differentiate(
              leaves, x, noise(scope), null, h -> adam.update(MsVae.streamPrefix(h), leaves))
          .elbo();
    }
  }

  /** One eager step. */
  double eagerStep() {
    EagerReference.useAllCores();
    try (NDManager scope = model.manager().newSubManager()) {
      scope.tempAttachAll(x);
      GradientLeaves leaves = new GradientLeaves(scope, trainable.values());
      double value = EagerReference.differentiate(model, leaves, x, noise(scope));
      EagerReference.update(eagerAdam, trainable, leaves);
      return value;
    }
  }

  private NDArray noise(NDManager scope) {
    Shape shape = new Shape(BenchmarkSizes.H, 1, BenchmarkSizes.B, model.sizes().latent());
    return NoiseSource.normal(random, scope, shape, DataType.FLOAT32);
  }

  /**
   * Demands that both ways give the same ELBO (to {@value #ELBO_TOLERANCE} of its value) and the
   * same gradient of every weight matrix (to {@value #GRADIENT_TOLERANCE} of its norm: ten layers
   * of float32 and the states that the library leaves out).
   */
  void verify() {
    EagerReference.useAllCores();
    try (NDManager scope = model.manager().newSubManager()) {
      scope.tempAttachAll(x);
      NDArray epsilon = noise(scope);
      GradientLeaves leaves = new GradientLeaves(scope, trainable.values());
      float value = (float) elbo.differentiate(leaves, x, epsilon).elbo();
      GradientLeaves eagerLeaves = new GradientLeaves(scope, trainable.values());
      float eager = (float) EagerReference.differentiate(model, eagerLeaves, x, epsilon);
      Agreement.relative("ELBO", new float[] {value}, new float[] {eager}, ELBO_TOLERANCE);
      trainable.forEach(
          (name, parameter) -> {
            // A bias before BatchNorm has no gradient but rounding.
            if (parameter.getType() == Parameter.Type.WEIGHT) {
              Agreement.relative(
                  "gradient of " + name,
                  leaves.gradient(parameter).toFloatArray(),
                  eagerLeaves.gradient(parameter).toFloatArray(),
                  GRADIENT_TOLERANCE);
            }
          });
    }
  }

  @Override
  public void close() {
    model.close();
    off.close();
  }
}
