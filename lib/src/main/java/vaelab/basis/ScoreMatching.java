package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import vaelab.tensor.Backward;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.Scalars;

/**
 * The loss of denoising score matching with NCSN's weights sigma^2 (Vincent, 2011; Song and Ermon,
 * 2019, eqs. 5 and 6), for images x, levels i and standard normal e:
 *
 * <pre>
 *   1/2 sigma_i^2 |s(x + sigma_i e, i) + e / sigma_i|^2 = 1/2 |sigma_i s(x + sigma_i e, i) + e|^2
 * </pre>
 *
 * <p>Its minimum over all functions s is the score of x + sigma_i e. The right-hand form is the one
 * computed: it does not divide by small sigmas.
 */
final class ScoreMatching {
  /** A function with parameters that is to become a score. */
  @FunctionalInterface
  interface Model {

    /** Values at x, (B, 1, H, W), for the level of each image. */
    NDArray forward(ParameterStore store, NDArray x, int[] levels);
  }

  /**
   * What the loss is computed of.
   *
   * @param x images, (B, 1, H, W)
   * @param noise e, of the same shape
   * @param levels noise level of each image
   */
  record Batch(NDArray x, NDArray noise, int[] levels) {}

  private final Model model;
  private final NoiseLevels grid;

  ScoreMatching(Model model, NoiseLevels grid) {
    this.model = model;
    this.grid = grid;
  }

  /**
   * Sum of the losses of a batch over a divisor, and its gradient. No gradient is computed where
   * the loss is infinite or undefined.
   *
   * @param leaves parameters to differentiate by
   * @param batch images, noise and levels, in the step's scope
   * @param divisor number of images that the mean is to be taken over, of which the batch may be a
   *     part
   * @return the loss's part of that mean
   */
  double differentiate(GradientLeaves leaves, Batch batch, int divisor) {
    try (GradMode recording = GradMode.recording()) {
      NDArray loss = loss(leaves, batch, divisor);
      double value = Scalars.number(loss);
      if (Double.isFinite(value)) {
        Backward.from(loss);
      }
      return value;
    }
  }

  /** The value alone. */
  double evaluate(ParameterStore store, Batch batch, int divisor) {
    try (GradMode off = GradMode.off()) {
      return Scalars.number(loss(store, batch, divisor));
    }
  }

  private NDArray loss(ParameterStore store, Batch batch, int divisor) {
    NDArray sigma = sigmas(batch);
    NDArray noisy = batch.x().add(sigma.mul(batch.noise()));
    NDArray score = model.forward(store, noisy, batch.levels());
    NDArray residual = score.mul(sigma).add(batch.noise());
    return Constants.times(residual.square().sum(), 0.5 / divisor);
  }

  /** Standard deviation of each image's noise, (B, 1, 1, 1). */
  private NDArray sigmas(Batch batch) {
    double[] values = new double[batch.levels().length];
    for (int b = 0; b < values.length; b++) {
      values[b] = grid.sigma(batch.levels()[b]);
    }
    NDManager scope = batch.x().getManager();
    DataType type = batch.x().getDataType();
    return scope.create(values).toType(type, false).reshape(new Shape(values.length, 1, 1, 1));
  }
}
