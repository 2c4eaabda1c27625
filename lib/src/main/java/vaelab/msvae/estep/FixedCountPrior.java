package vaelab.msvae.estep;

import java.util.Arrays;

/**
 * Exactly K active streams, all choices equally likely (eq. 19): p(s) = 1 / C(H, K) where |s| = K,
 * else 0.
 */
public final class FixedCountPrior implements StatePrior {
  private final int streams;
  private final int count;
  private final double[] logProbabilities;

  /**
   * Creates a prior.
   *
   * @param streams H
   * @param count K, from 0 to H
   * @throws IllegalArgumentException if H or K is out of range
   */
  public FixedCountPrior(int streams, int count) {
    StatePrior.requireStreams(streams);
    if (count < 0 || count > streams) {
      throw new IllegalArgumentException(
          "Expected K from 0 to H=%d active streams, found K=%d.".formatted(streams, count));
    }
    this.streams = streams;
    this.count = count;
    logProbabilities = new double[1 << streams];
    Arrays.fill(logProbabilities, Double.NEGATIVE_INFINITY);
    double states = 0;
    for (int s = 0; s < logProbabilities.length; s++) {
      states += Integer.bitCount(s) == count ? 1 : 0;
    }
    for (int s = 0; s < logProbabilities.length; s++) {
      if (Integer.bitCount(s) == count) {
        logProbabilities[s] = -Math.log(states);
      }
    }
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
    return streams;
  }

  @Override
  public double[] logProbabilities() {
    return logProbabilities.clone();
  }
}
