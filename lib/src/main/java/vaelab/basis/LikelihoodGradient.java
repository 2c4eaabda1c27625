package vaelab.basis;

/**
 * The factor c in the gradient c (sum_j x_j - m) / sigma^2 by which each source is pulled towards
 * the mixture.
 */
public enum LikelihoodGradient {
  /**
   * c = 1, the gradient of the Gaussian likelihood |m - sum_j x_j|^2 / (2 sigma^2) of the paper;
   * the release has it for CIFAR-10 and for Glow.
   */
  PAPER(1),
  /**
   * c = 2: the release's script for MNIST leaves out the one half. With its step size that diverges
   * from K = 4 on ({@link Stability}).
   */
  RELEASED_MNIST(2);

  private final int factor;

  LikelihoodGradient(int factor) {
    this.factor = factor;
  }

  /**
   * The factor.
   *
   * @return c
   */
  public int factor() {
    return factor;
  }
}
