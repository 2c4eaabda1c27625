package vaelab.msvae.energy;

import ai.djl.ndarray.NDArray;

/**
 * Observation noise of the form log p(x | mean) = logNormalizer(scale) - inverseTemperature(scale)
 * energy(x, mean), whose scale has a maximum-likelihood value in closed form.
 *
 * <p>The paper's choice is {@link LaplaceNoise}; another noise is another implementation and
 * nothing else.
 */
public interface ObservationNoise {

  /**
   * Distance of observations from means, summed over the D values.
   *
   * @param x observations, broadcastable to the means
   * @param mean means, (..., D)
   * @return energies, not negative, the means' shape without its last axis; differentiable
   */
  NDArray energy(NDArray x, NDArray mean);

  /**
   * Factor of the energy in the negative log-likelihood.
   *
   * @param scale scale of the noise, positive
   * @return for example 1/b
   */
  double inverseTemperature(double scale);

  /**
   * Log-likelihood at energy zero.
   *
   * @param scale scale of the noise, positive
   * @param dim D
   * @return nats
   */
  double logNormalizer(double scale, int dim);

  /**
   * The scale that maximises the likelihood (closed-form M-step).
   *
   * @param meanEnergy posterior mean of the energy of a data point
   * @param dim D
   * @return the scale
   */
  double scaleFor(double meanEnergy, int dim);

  /**
   * Differential entropy of the noise of one data point.
   *
   * @param scale scale of the noise, positive
   * @param dim D
   * @return nats
   */
  double entropy(double scale, int dim);
}
