package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.LayerNorm;
import vaelab.tensor.Constants;

/**
 * "Conditional instance norm plus" of NCSN (Song and Ermon, NeurIPS 2019, appendix A): for image b
 * at noise level i and channel c,
 *
 * <pre>
 *   gamma_ic ((x_bc - mu_bc) / sqrt(v_bc + eps) + alpha_ic (mu_bc - m_b) / sqrt(w_b + eps)) + beta_ic
 * </pre>
 *
 * <p>mu and v are mean and (biased) variance over the pixels of the channel, m and w mean and
 * (unbiased) variance of the C means mu of the image: the plus gives back, normalised, the means
 * that instance normalisation takes away. eps = 1e-5; gamma, alpha ~ N(1, 0.02^2) and beta = 0 at
 * first.
 */
final class InstanceNormPlus implements Layer {
  private static final double DEVIATION = 0.02;
  private static final float EPSILON = 1e-5f;

  private final Parameter embedding;
  private final int channels;

  /**
   * Creates the norm.
   *
   * @param set owner of the one parameter, (L, 3 C): gamma, alpha and beta of each level
   * @param levels L
   * @param channels C, at least 2
   */
  InstanceNormPlus(ParameterSet set, int levels, int channels) {
    this.channels = channels;
    embedding = set.nearOne("embedding", DEVIATION, levels, 3 * channels, 2 * channels);
  }

  @Override
  public NDArray forward(Pass pass, NDArray x) {
    NDList parts = pass.levels().matMul(pass.value(embedding)).split(3, 1);
    NDArray gamma = parts.get(0);
    NDArray shift = gamma.mul(parts.get(1)).mul(standardisedMeans(x)).add(parts.get(2));
    Shape each = new Shape(x.getShape().get(0), channels, 1, 1);
    try (NDArray normal = normalised(x)) {
      return normal.mul(gamma.reshape(each)).addi(shift.reshape(each));
    }
  }

  /** (mu - m) / sqrt(w + eps), (B, C). */
  private NDArray standardisedMeans(NDArray x) {
    NDArray means =
        x.reshape(-1, channels, x.getShape().get(2) * x.getShape().get(3)).mean(new int[] {2});
    NDArray centred = means.sub(means.mean(new int[] {1}, true));
    NDArray squares = centred.square().sum(new int[] {1}, true);
    NDArray variance = Constants.times(squares, 1.0 / (channels - 1));
    return centred.div(variance.add(EPSILON).sqrt());
  }

  /**
   * (x - mu) / sqrt(v + eps): layer normalisation of the pixels of each channel. Its scale and
   * shift are pixel by pixel, so that they are of no use here.
   */
  private NDArray normalised(NDArray x) {
    Shape shape = x.getShape();
    Shape pixels = new Shape(shape.get(2), shape.get(3));
    NDManager manager = x.getManager();
    try (NDArray ones = manager.ones(pixels, x.getDataType());
        NDArray zeros = manager.zeros(pixels, x.getDataType())) {
      return LayerNorm.layerNorm(x, pixels, ones, zeros, EPSILON).singletonOrThrow();
    }
  }
}
