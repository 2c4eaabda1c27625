package vaelab.vaebss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import vaelab.nn.DiagonalGaussian;
import vaelab.tensor.Backward;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.Scalars;

/**
 * The objective that training minimises, sqrt(2) sum_d |x_d - xhat_d| + beta sum_k KL(q(z_k; x) ||
 * N(0, I)), in nats a mixture.
 *
 * <p>It is the mean over the batch where the release has the sum: Adam does not feel the factor.
 */
final class Objective {
  private final VaeBss model;

  Objective(VaeBss model) {
    this.model = model;
  }

  /**
   * Means over a batch.
   *
   * @param reconstruction sqrt(2) sum |x - xhat|, the Laplace energy at unit variance
   * @param kl KL divergence, summed over slots
   * @param beta weight of the KL divergence
   */
  record Terms(double reconstruction, double kl, double beta) {

    /** What is minimised. */
    double value() {
      return reconstruction + beta * kl;
    }

    /** The ELBO under Laplace noise of unit variance, scale b = sqrt(1/2), whatever beta. */
    double elbo(int dim) {
      return -reconstruction - kl - dim * Math.log(Math.sqrt(2));
    }
  }

  /**
   * Value and gradient. No gradient is computed where the value is infinite or undefined.
   *
   * @param leaves parameters to differentiate by
   * @param x mixtures, (B, D), in the step's scope
   * @param epsilon standard normal noise, (B, K Z)
   * @param beta weight of the KL divergence
   * @return the parts of the objective
   */
  Terms differentiate(GradientLeaves leaves, NDArray x, NDArray epsilon, double beta) {
    try (GradMode recording = GradMode.recording()) {
      NDArray[] parts = parts(leaves, x, epsilon);
      Terms terms = terms(parts, beta);
      if (Double.isFinite(terms.value())) {
        Backward.from(parts[0].add(Constants.times(parts[1], beta)));
      }
      return terms;
    }
  }

  /**
   * Value only, with BatchNorm as in training (running statistics move).
   *
   * @param store parameters
   * @param x mixtures, (B, D), in a scope of their own
   * @param epsilon standard normal noise, (B, K Z)
   * @param beta weight of the KL divergence
   * @return the parts of the objective
   */
  Terms evaluate(ParameterStore store, NDArray x, NDArray epsilon, double beta) {
    try (GradMode off = GradMode.off()) {
      return terms(parts(store, x, epsilon), beta);
    }
  }

  /** Reconstruction and KL, each a scalar. */
  private NDArray[] parts(ParameterStore store, NDArray x, NDArray epsilon) {
    DiagonalGaussian q = model.encode(store, x, true);
    NDArray z = q.sample(epsilon.reshape(new Shape(1).addAll(epsilon.getShape())));
    NDArray mixture = model.decode(store, z, true).sum(new int[] {1});
    NDArray distance = x.sub(mixture).abs().sum(new int[] {1}).mean();
    return new NDArray[] {
      Constants.times(distance, Math.sqrt(2)), q.klToStandardNormal().mean(),
    };
  }

  private static Terms terms(NDArray[] parts, double beta) {
    return new Terms(Scalars.number(parts[0]), Scalars.number(parts[1]), beta);
  }
}
