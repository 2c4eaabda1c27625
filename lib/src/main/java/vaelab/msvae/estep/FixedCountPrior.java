package vaelab.msvae.estep;

import java.util.Arrays;
import vaelab.msvae.energy.StateSpace;

/**
 * Exactly K active streams, all choices equally likely (eq. 19): p(s) = 1 / C(H, K) where |s| = K,
 * else 0.
 */
public final class FixedCountPrior implements StatePrior {
  private final int count;
  private final StateSpace support;

  /**
   * Creates a prior.
   *
   * @param streams H
   * @param count K, from 0 to H
   * @throws IllegalArgumentException if H or K is out of range
   */
  public FixedCountPrior(int streams, int count) {
    this.count = count;
    support = StateSpace.withCount(streams, count);
  }

  /**
   * Number of active streams.
   *
   * @return K
   */
  public int count() {
    return count;
  }

  @Override
  public int streams() {
    return support.streams();
  }

  @Override
  public StateSpace support() {
    return support;
  }

  @Override
  public double[] logProbabilities() {
    double[] logProbabilities = new double[1 << streams()];
    Arrays.fill(logProbabilities, Double.NEGATIVE_INFINITY);
    for (int i = 0; i < support.size(); i++) {
      logProbabilities[support.state(i)] = -Math.log(support.size());
    }
    return logProbabilities;
  }
}
