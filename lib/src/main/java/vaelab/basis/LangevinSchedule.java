package vaelab.basis;

/**
 * Step sizes of annealed Langevin dynamics: at the level of standard deviation sigma_i, T steps of
 * size eta_i = delta (sigma_i / sigma_L)^2. Song and Ermon (2019, algorithm 1) call twice of that
 * alpha_i.
 *
 * @param delta step size at the smallest noise level, positive
 * @param steps T, steps at every level, at least 1
 */
public record LangevinSchedule(double delta, int steps) {
  /** Released for separation: delta = 3e-5, 100 steps a level. */
  public static final LangevinSchedule SEPARATION = new LangevinSchedule(3e-5, 100);

  /** Released for samples of the prior: delta = 2e-5, 100 steps a level. */
  public static final LangevinSchedule PRIOR = new LangevinSchedule(2e-5, 100);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public LangevinSchedule {
    if (!(delta > 0) || steps < 1) {
      throw new IllegalArgumentException(
          "Expected a positive step size and at least one step a level, found delta=%s, steps=%d."
              .formatted(delta, steps));
    }
  }

  /**
   * The same with another number of steps.
   *
   * @param steps T, steps at every level
   * @return the changed schedule
   */
  public LangevinSchedule withSteps(int steps) {
    return new LangevinSchedule(delta, steps);
  }

  /**
   * Step size at a level.
   *
   * @param levels noise levels
   * @param level index of one of them
   * @return eta_i; eta_i / sigma_i^2 is the same at every level
   */
  public double stepSize(NoiseLevels levels, int level) {
    double ratio = levels.sigma(level) / levels.smallest();
    return delta * ratio * ratio;
  }
}
