package vaelab.msvae.estep;

import java.util.Arrays;
import vaelab.msvae.energy.StateSpace;

/**
 * Independent activities: p(s) = prod_h pi_h^s_h (1 - pi_h)^(1 - s_h) (eq. 1).
 *
 * <p>Rates are kept within [{@value #MIN_RATE}, 1 - {@value #MIN_RATE}]: at 0 or 1 a stream could
 * never come back, since its posterior would be certain too.
 */
public final class BernoulliPrior implements StatePrior {
  /** Smallest distance of a rate from 0 and 1. */
  public static final double MIN_RATE = 1e-5;

  private final double[] pi;
  private final double[] logProbabilities;

  /**
   * Creates a prior.
   *
   * @param pi activity rate of each stream, in [0, 1]
   * @throws IllegalArgumentException if a rate is no probability, or there are none or too many
   */
  public BernoulliPrior(double[] pi) {
    StateSpace.requireStreams(pi.length);
    this.pi = pi.clone();
    for (int h = 0; h < pi.length; h++) {
      if (!(pi[h] >= 0 && pi[h] <= 1)) {
        throw new IllegalArgumentException(
            "Expected an activity rate in [0, 1] for stream %d, found %s.".formatted(h, pi[h]));
      }
      this.pi[h] = Math.min(1 - MIN_RATE, Math.max(MIN_RATE, pi[h]));
    }
    logProbabilities = new double[1 << pi.length];
    for (int s = 0; s < logProbabilities.length; s++) {
      for (int h = 0; h < pi.length; h++) {
        logProbabilities[s] += Math.log((s >> h & 1) == 1 ? this.pi[h] : 1 - this.pi[h]);
      }
    }
  }

  /**
   * The same rate for all streams.
   *
   * @param streams H
   * @param rate activity rate
   * @return the prior
   */
  public static BernoulliPrior uniform(int streams, double rate) {
    double[] pi = new double[streams];
    Arrays.fill(pi, rate);
    return new BernoulliPrior(pi);
  }

  /**
   * Activity rates.
   *
   * @return pi, one a stream
   */
  public double[] pi() {
    return pi.clone();
  }

  @Override
  public int streams() {
    return pi.length;
  }

  @Override
  public StateSpace support() {
    return StateSpace.all(pi.length); // rates of 0 and 1 there are none
  }

  @Override
  public double[] logProbabilities() {
    return logProbabilities.clone();
  }
}
