package vaelab.msvae;

/**
 * How the encoders' answer is improved for each data point (semi-amortised inference; Kim et al.,
 * ICML 2018).
 *
 * <p>The leading states of the posterior are each given a few gradient steps on q(z) of their
 * active streams, means and variances, from where the encoders put it. They lower the state's free
 * energy (formula at {@link Refiner}), and the state with the lowest one wins.
 *
 * @param steps gradient steps, at least 1
 * @param states how many leading states are tried, at least 1
 * @param learningRate step size of Adam on means and log variances of z
 */
public record Refinement(int steps, int states, double learningRate) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Refinement {
    if (steps < 1 || states < 1 || !(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "Expected at least 1 step, 1 state and a positive step size, found %d, %d and %s."
              .formatted(steps, states, learningRate));
    }
  }

  /**
   * Refinement at the usual step size, 0.1: twice as many steps at half of it reach the same.
   *
   * @param steps gradient steps
   * @param states leading states that are tried
   * @return the refinement
   */
  public static Refinement of(int steps, int states) {
    return new Refinement(steps, states, 0.1);
  }

  /**
   * Refinement of the three leading states at the usual step size.
   *
   * @param steps gradient steps
   * @return the refinement
   */
  public static Refinement ofSteps(int steps) {
    return of(steps, 3);
  }
}
