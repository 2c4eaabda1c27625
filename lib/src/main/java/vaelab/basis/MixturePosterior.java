package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import vaelab.tensor.GradMode;

/**
 * The score of K sources given their sum m (Jayaram and Thickstun, 2020, section 3): the prior's
 * score of each source, and the gradient of the Gaussian likelihood of m, whose variance is that of
 * the noise level,
 *
 * <pre>
 *   s(x_k) - c (sum_j x_j - m) / sigma_i^2,  k = 1..K
 * </pre>
 *
 * <p>Points are sources: row n K + k is source k of mixture n. The prior is asked once for all of
 * them; the gradient of the likelihood is written down, not differentiated.
 */
public final class MixturePosterior implements Score {
  private final Score prior;
  private final NDArray mixtures;
  private final long count;
  private final int k;
  private final LikelihoodGradient gradient;

  /**
   * The posterior of the sources of some mixtures.
   *
   * @param prior score of single sources
   * @param mixtures m, (N, D), held as long as the posterior is used
   * @param k K, number of sources in each mixture, at least 1
   * @param gradient factor c
   * @throws IllegalArgumentException if K is below 1
   */
  public MixturePosterior(Score prior, NDArray mixtures, int k, LikelihoodGradient gradient) {
    if (k < 1) {
      throw new IllegalArgumentException("Expected at least one source, found K=" + k + ".");
    }
    this.prior = prior;
    this.mixtures = mixtures;
    this.count = mixtures.getShape().get(0);
    this.k = k;
    this.gradient = gradient;
  }

  @Override
  public NoiseLevels levels() {
    return prior.levels();
  }

  @Override
  public NDArray at(NDArray x, int level) {
    long dim = mixtures.getShape().get(1);
    if (!x.getShape().equals(new Shape(count * k, dim))) {
      throw new IllegalArgumentException(
          "Expected K=%d sources of D=%d values for each of %d mixtures, found points of shape %s."
              .formatted(k, dim, count, x.getShape()));
    }
    double sigma = levels().sigma(level);
    NDArray score = prior.at(x, level);
    try (GradMode off = GradMode.off();
        NDManager scope = x.getManager().newSubManager()) {
      NDArray sources = x.reshape(count, k, dim);
      sources.attach(scope);
      NDArray residual = sources.sum(new int[] {1}).subi(mixtures);
      NDArray pull = residual.muli(gradient.factor() / (sigma * sigma));
      NDArray stacked = score.reshape(count, k, dim);
      stacked.attach(scope);
      stacked.subi(pull.reshape(count, 1, dim));
    }
    return score;
  }
}
