package vaelab.data;

import java.util.Arrays;
import java.util.List;

/** Which streams are active in a mixture: the distribution p(s) that data are drawn from. */
public sealed interface Activity {

  /** Most streams that an {@code int} state holds. */
  int MOST_STREAMS = 30;

  /**
   * Number of streams.
   *
   * @return H
   */
  int streams();

  /**
   * Every stream on its own: p(s) = prod_h pi_h^s_h (1 - pi_h)^(1 - s_h).
   *
   * @param pi activity of each stream, strictly between 0 and 1
   */
  record Bernoulli(List<Double> pi) implements Activity {
    /**
     * Checks the activities.
     *
     * @throws IllegalArgumentException when there is none, more than 30, or one not in (0,1)
     */
    public Bernoulli {
      pi = List.copyOf(pi);
      checkStreams(pi.size());
      for (int h = 0; h < pi.size(); h++) {
        double p = pi.get(h);
        if (!(p > 0 && p < 1)) {
          throw new IllegalArgumentException(
              String.format(
                  "Expected 0 < pi < 1 for every stream, found pi[%d] = %s. A stream that is never"
                      + " or always active has nothing to infer: leave it out.",
                  h, p));
        }
      }
    }

    /**
     * Activities from an array.
     *
     * @param pi activity of each stream, strictly between 0 and 1
     * @return the distribution
     */
    public static Bernoulli of(double... pi) {
      return new Bernoulli(Arrays.stream(pi).boxed().toList());
    }

    @Override
    public int streams() {
      return pi.size();
    }
  }

  /**
   * Exactly K distinct streams, every choice of K equally likely.
   *
   * @param streams number of streams H, 1 to 30
   * @param k number of active ones, 0 to H
   */
  record FixedK(int streams, int k) implements Activity {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when H is not in 1..30 or K not in 0..H
     */
    public FixedK {
      checkStreams(streams);
      if (k < 0 || k > streams) {
        throw new IllegalArgumentException(
            String.format(
                "Expected K from 0 to %d, the number of streams, found %d. Choose a smaller K or"
                    + " more classes.",
                streams, k));
      }
    }
  }

  private static void checkStreams(int streams) {
    if (streams < 1 || streams > MOST_STREAMS) {
      throw new IllegalArgumentException(
          "Expected 1 to " + MOST_STREAMS + " streams, found " + streams + ".");
    }
  }
}
