package vaelab.basis;

import ai.djl.ndarray.NDArray;

/**
 * The score of a density at each of a sequence of noise levels: grad_x log p_sigma(x), where
 * p_sigma is the density of x with Gaussian noise of standard deviation sigma added.
 *
 * <p>{@link ScoreNetwork#score()} learned one, {@link MixturePosterior} makes the score of the
 * sources given their mixture out of it, {@link AnnealedLangevin} samples from any.
 */
public interface Score {

  /**
   * The noise levels at which the score is known.
   *
   * @return the grid that levels index
   */
  NoiseLevels levels();

  /**
   * Evaluates the score; nothing is recorded.
   *
   * @param x points, (N, D); left unchanged
   * @param level index of the noise level, from 0, the largest
   * @return scores, (N, D), a new tensor owned by the manager of {@code x}
   * @throws IllegalArgumentException if the score is one of points of another D
   */
  NDArray at(NDArray x, int level);
}
