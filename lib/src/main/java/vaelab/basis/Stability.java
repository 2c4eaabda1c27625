package vaelab.basis;

/**
 * Whether the pull towards the mixture is a contraction.
 *
 * <p>With all K sources moved at once and the prior left aside, a step of separation multiplies the
 * residual r = sum_k x_k - m by 1 - K c eta / sigma^2, and adds noise. eta / sigma^2 = delta /
 * sigma_L^2 is the same at every level, 0.3 as released. Beyond -1 the residual grows without
 * bound: with c = 2 from K = 4 on, which is the NaN of the MS-VAE paper's Table 1; with c = 1 not
 * before K = 7. The prior's score contracts further, so that close to -1 is too close.
 *
 * @param levels noise levels of the score
 * @param schedule step sizes
 * @param gradient factor c
 */
public record Stability(
    NoiseLevels levels, LangevinSchedule schedule, LikelihoodGradient gradient) {

  /**
   * By what a step multiplies the residual.
   *
   * @param k K, number of sources, at least 1
   * @return 1 - K c delta / sigma_L^2
   */
  public double factor(int k) {
    double ratio = schedule.delta() / (levels.smallest() * levels.smallest());
    return 1 - ratio * gradient.factor() * k;
  }

  /**
   * Whether residuals shrink.
   *
   * @param k K, number of sources
   * @return true if the factor's magnitude is below 1
   */
  public boolean isStable(int k) {
    return Math.abs(factor(k)) < 1;
  }

  /**
   * By what some steps together multiply the residual's magnitude.
   *
   * @param k K, number of sources
   * @param steps number of steps, for example those of a level
   * @return |factor|^steps
   */
  public double growth(int k, int steps) {
    return Math.pow(Math.abs(factor(k)), steps);
  }
}
