package vaelab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.util.random.RandomGenerator;
import vaelab.tensor.Constants;

/**
 * Encoder of one stream: x to nu(x) and log tau(x).
 *
 * <p>Blocks of Linear - BatchNorm - ReLU and one linear head of 2 Z outputs, the means first.
 * Log-variances are kept in (-{@value #LOG_VARIANCE_BOUND}, {@value #LOG_VARIANCE_BOUND}) by a
 * smooth clamp: the release leaves them unbounded, and with ten streams a single outlier made the
 * KL term explode. Around zero, where posteriors live, the clamp is the identity to third order.
 */
public final class GaussianEncoder extends Network {
  /** Largest magnitude of a log-variance, in nats. */
  public static final double LOG_VARIANCE_BOUND = 15;

  /**
   * Creates an encoder with PyTorch's default initialisation.
   *
   * @param sizes layer sizes
   * @param manager owner of the parameters
   * @param type float32, or float64 for gradient checks
   * @param generator source of the initial values
   */
  public GaussianEncoder(
      NetworkSizes sizes, NDManager manager, DataType type, RandomGenerator generator) {
    super(
        DenseStack.of(sizes.encoderWidths())
            .add(Linear.builder().setUnits(2L * sizes.latent()).build()),
        sizes.dim(),
        manager,
        type,
        generator);
  }

  /**
   * Makes the code smaller: z becomes z / sigma, so nu becomes nu / sigma and log tau becomes log
   * tau - 2 log sigma (the latter up to the slope of the clamp).
   *
   * @param sigma one positive factor a latent
   */
  public void divideLatents(double[] sigma) {
    double[] factors = new double[2 * sigma.length];
    double[] shifts = new double[factors.length];
    for (int i = 0; i < sigma.length; i++) {
      factors[i] = 1 / sigma[i];
      factors[sigma.length + i] = 1;
      shifts[sigma.length + i] = -2 * Math.log(sigma[i]);
    }
    NDArray weight = last(Parameter.Type.WEIGHT);
    NDArray bias = last(Parameter.Type.BIAS);
    try (NDManager scope = weight.getManager().newSubManager()) {
      NDArray factor = scope.create(factors).toType(weight.getDataType(), false);
      weight.muli(factor.reshape(factors.length, 1));
      bias.muli(factor).addi(scope.create(shifts).toType(bias.getDataType(), false));
    }
  }

  /** Weight or bias of the head. */
  private NDArray last(Parameter.Type type) {
    return parameters().values().stream()
        .filter(p -> p.getType() == type)
        .reduce((earlier, later) -> later)
        .orElseThrow()
        .getArray();
  }

  /**
   * Encodes a batch.
   *
   * @param store parameters of this step
   * @param x observations, (B, D)
   * @param training batch statistics (true) or running statistics (false) in BatchNorm
   * @return q(z; x) of shape (B, Z)
   */
  public DiagonalGaussian encode(ParameterStore store, NDArray x, boolean training) {
    NDList halves = run(store, x, training).split(2, 1);
    NDArray ratio = Constants.times(halves.get(1), 1 / LOG_VARIANCE_BOUND);
    NDArray logTau = Constants.times(ratio.tanh(), LOG_VARIANCE_BOUND);
    return new DiagonalGaussian(halves.get(0), logTau);
  }
}
