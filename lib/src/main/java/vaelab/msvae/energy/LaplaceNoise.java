package vaelab.msvae.energy;

import ai.djl.ndarray.NDArray;

/**
 * Laplace noise of scale b (paper eq. 3): log p(x | mean) = -D ln 2b - |x - mean|_1 / b; b is the
 * mean absolute deviation (eq. 15).
 */
public record LaplaceNoise() implements ObservationNoise {

  @Override
  public NDArray energy(NDArray x, NDArray mean) {
    return mean.sub(x).abs().sum(new int[] {-1});
  }

  @Override
  public double inverseTemperature(double scale) {
    return 1 / scale;
  }

  @Override
  public double logNormalizer(double scale, int dim) {
    return -dim * Math.log(2 * scale);
  }

  @Override
  public double scaleFor(double meanEnergy, int dim) {
    return meanEnergy / dim;
  }

  @Override
  public double entropy(double scale, int dim) {
    return dim * (1 + Math.log(2 * scale));
  }
}
