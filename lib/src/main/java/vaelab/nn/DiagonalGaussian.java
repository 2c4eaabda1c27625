package vaelab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import vaelab.tensor.Constants;

/**
 * A batch of Gaussians with diagonal covariance, N(z; nu, diag tau).
 *
 * @param nu means, (B, Z)
 * @param logTau logarithms of the variances, (B, Z)
 */
public record DiagonalGaussian(NDArray nu, NDArray logTau) {

  /**
   * Reparameterised samples (paper eqs. 11-13): z = nu + sqrt(tau) eps.
   *
   * @param epsilon standard normal noise, (M, B, Z)
   * @return samples, (M B, Z); row m B + b is the m-th sample of data point b
   */
  public NDArray sample(NDArray epsilon) {
    NDArray z = nu.add(Constants.times(logTau, 0.5).exp().mul(epsilon));
    Shape shape = epsilon.getShape();
    return z.reshape(shape.get(0) * shape.get(1), shape.get(2));
  }

  /**
   * KL divergence to the standard normal prior, 1/2 sum (tau + nu^2 - 1 - log tau).
   *
   * @return nats a data point, (B)
   */
  public NDArray klToStandardNormal() {
    NDArray twice = logTau.exp().add(nu.square()).sub(logTau).sub(1);
    return Constants.times(twice, 0.5).sum(new int[] {1});
  }

  /**
   * Differential entropy, 1/2 sum log(2 pi e tau).
   *
   * @return nats a data point, (B)
   */
  public NDArray entropy() {
    NDArray twice = logTau.add(Math.log(2 * Math.PI * Math.E));
    return Constants.times(twice, 0.5).sum(new int[] {1});
  }

  /**
   * Second moment of each latent under q, nu^2 + tau; 1 on average where the aggregate posterior
   * has the prior's scale.
   *
   * @return E[z^2], (B, Z)
   */
  public NDArray secondMoments() {
    return logTau.exp().add(nu.square());
  }
}
