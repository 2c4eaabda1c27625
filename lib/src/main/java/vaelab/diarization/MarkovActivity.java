package vaelab.diarization;

import java.util.Arrays;

/**
 * Speech lasts: a two-state Markov chain over time for the activity of each stream, in the place of
 * a prior that knows no time.
 *
 * <pre>
 *   p(s_1..T) = prod_h p(s_h,1) prod_t p(s_h,t | s_h,t-1),    p(0 to 1) = start_h, p(1 to 0) = stop_h
 * </pre>
 *
 * <p>Chains begin in their stationary state, s_h = 1 with probability pi_h = start / (start +
 * stop). They are independent a priori, not given the data: {@link #smooth} runs forward and
 * backward over the joint states of all streams (Rabiner 1989, section III). With one stream it is
 * the usual two-state chain.
 *
 * @param start for each stream the probability that it starts in the next frame, between 0 and 1
 * @param stop for each stream the probability that it stops in the next frame, between 0 and 1
 */
public record MarkovActivity(double[] start, double[] stop) {
  /** Most streams: a frame has 2^H joint states. */
  public static final int MOST_STREAMS = 10;

  /** What is left to a probability that rounding has made 0 or 1. */
  private static final double SMALLEST = 1e-12;

  /**
   * Copies and checks the probabilities.
   *
   * @throws IllegalArgumentException if there are no streams, more than 10, or a probability is not
   *     between 0 and 1
   */
  public MarkovActivity {
    start = start.clone();
    stop = stop.clone();
    if (start.length == 0 || start.length > MOST_STREAMS || start.length != stop.length) {
      throw new IllegalArgumentException(
          "Expected 1 to %d streams with a start and a stop probability each, found %d and %d."
              .formatted(MOST_STREAMS, start.length, stop.length));
    }
    Arrays.stream(start).forEach(MarkovActivity::checkProbability);
    Arrays.stream(stop).forEach(MarkovActivity::checkProbability);
  }

  private static void checkProbability(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException(
          "Expected probabilities between 0 and 1, found "
              + p
              + ". A stream that never starts or stops has nothing to infer.");
    }
  }

  /**
   * Chains from rates and durations.
   *
   * @param pi share of the frames in which each stream is active, between 0 and 1
   * @param frames frames that an activity lasts on average, more than 1 and long enough that its
   *     pauses, {@code frames (1 - pi) / pi}, last more than 1 as well
   * @return the chains
   */
  public static MarkovActivity lasting(double[] pi, double frames) {
    double[] start = Arrays.stream(pi).map(p -> p / (1 - p) / frames).toArray();
    double[] stop = new double[pi.length];
    Arrays.fill(stop, 1 / frames);
    return new MarkovActivity(start, stop);
  }

  /**
   * What the chains say of a sequence.
   *
   * @param posterior {@code [frame][state]}, p(s_t | x_1..T); bit h of a state tells whether stream
   *     h is active
   * @param logLikelihood log p(x_1..T), up to the constants that were left out of the evidence
   * @param chains maximum-likelihood chains for this posterior (one EM step)
   */
  public record Smoothed(double[][] posterior, double logLikelihood, MarkovActivity chains) {
    /**
     * Marginals.
     *
     * @return {@code [stream][frame]}, p(s_h,t = 1 | x_1..T)
     */
    public double[][] activity() {
      double[][] activity = new double[chains.streams()][posterior.length];
      for (int t = 0; t < posterior.length; t++) {
        for (int s = 0; s < posterior[t].length; s++) {
          for (int h = 0; h < activity.length; h++) {
            activity[h][t] += (s >> h & 1) * posterior[t][s];
          }
        }
        for (int h = 0; h < activity.length; h++) {
          activity[h][t] = Math.min(1, activity[h][t]);
        }
      }
      return activity;
    }
  }

  /**
   * Number of streams.
   *
   * @return H
   */
  public int streams() {
    return start.length;
  }

  /**
   * Share of time in which each stream is active in the long run.
   *
   * @return pi, one a stream
   */
  public double[] rates() {
    double[] rates = new double[streams()];
    Arrays.setAll(rates, h -> start[h] / (start[h] + stop[h]));
    return rates;
  }

  /**
   * What a posterior under a prior without time says of each state on its own: log q(s; x_t) - log
   * p(s), which is log p(x_t | s) but for a constant.
   *
   * @param posterior q(s_h = 1; x_t), {@code [stream][frame]}, 0 to 1; streams are taken for
   *     independent given the frame
   * @param pi the prior that it was found under, between 0 and 1
   * @param weight how much of it counts: frames that share half of their samples with the next say
   *     everything twice, so 0.5 is right for them; more than 0
   * @param bound what a log-odds ratio may amount to at most before weighting: posteriors are more
   *     certain than their model is right
   * @return {@code [frame][state]}
   */
  public static double[][] evidence(
      double[][] posterior, double[] pi, double weight, double bound) {
    if (posterior.length != pi.length || !(weight > 0) || !(bound > 0)) {
      throw new IllegalArgumentException(
          "Expected a rate for each of %d streams, a weight and a bound above 0, found %d, %s, %s."
              .formatted(posterior.length, pi.length, weight, bound));
    }
    double[][] evidence = new double[posterior[0].length][1 << pi.length];
    for (int t = 0; t < evidence.length; t++) {
      for (int h = 0; h < pi.length; h++) {
        double ratio = logit(posterior[h][t]) - logit(pi[h]);
        double counted = weight * Math.max(-bound, Math.min(bound, ratio));
        for (int s = 0; s < evidence[t].length; s++) {
          evidence[t][s] += (s >> h & 1) * counted;
        }
      }
    }
    return evidence;
  }

  private static double logit(double p) {
    double inside = Math.max(SMALLEST, Math.min(1 - SMALLEST, p));
    return Math.log(inside / (1 - inside));
  }

  /**
   * Forward and backward pass.
   *
   * @param evidence {@code [frame][state]}, log p(x_t | s) up to a constant a frame; finite
   * @return posteriors given the whole sequence
   * @throws IllegalArgumentException if there is no frame, a frame has not 2^H values, or one is
   *     not finite
   */
  public Smoothed smooth(double[][] evidence) {
    int states = 1 << streams();
    int frames = evidence.length;
    check(evidence, states);
    double[][] likelihood = new double[frames][states];
    double[][] forward = new double[frames][states];
    double[] total = new double[frames];
    double log = 0;
    for (int t = 0; t < frames; t++) {
      double largest = Arrays.stream(evidence[t]).max().orElseThrow();
      double[] before = t == 0 ? stationary(states) : next(forward[t - 1]);
      for (int s = 0; s < states; s++) {
        likelihood[t][s] = Math.exp(evidence[t][s] - largest);
        forward[t][s] = before[s] * likelihood[t][s];
        total[t] += forward[t][s];
      }
      for (int s = 0; s < states; s++) {
        forward[t][s] /= total[t];
      }
      log += Math.log(total[t]) + largest;
    }
    double[][] posterior = new double[frames][];
    double[] backward = new double[states];
    Arrays.fill(backward, 1);
    double[][] counts = new double[streams()][4]; // of moves 0 to 0, 0 to 1, 1 to 0, 1 to 1
    for (int t = frames - 1; t >= 0; t--) {
      posterior[t] = new double[states];
      for (int s = 0; s < states; s++) {
        posterior[t][s] = forward[t][s] * backward[s];
      }
      if (t > 0) {
        double[] here = new double[states];
        for (int s = 0; s < states; s++) {
          here[s] = likelihood[t][s] * backward[s] / total[t];
        }
        count(forward[t - 1], here, counts);
        backward = previous(here, -1);
      }
    }
    return new Smoothed(posterior, log, frames == 1 ? this : fitted(counts));
  }

  /**
   * Chains that make the evidence more probable, by EM.
   *
   * @param evidence {@code [frame][state]}, as in {@link #smooth}
   * @param steps EM steps, none of which makes it less probable (but for the start, which stays
   *     stationary)
   * @return the fitted chains
   */
  public MarkovActivity fit(double[][] evidence, int steps) {
    MarkovActivity chains = this;
    for (int i = 0; i < steps; i++) {
      chains = chains.smooth(evidence).chains();
    }
    return chains;
  }

  private static MarkovActivity fitted(double[][] counts) {
    double[] start = new double[counts.length];
    double[] stop = new double[counts.length];
    for (int h = 0; h < counts.length; h++) {
      start[h] = share(counts[h][1], counts[h][0]);
      stop[h] = share(counts[h][2], counts[h][3]);
    }
    return new MarkovActivity(start, stop);
  }

  private static double share(double part, double rest) {
    return part + rest == 0 ? 0.5 : Math.max(1e-6, Math.min(1 - 1e-6, part / (part + rest)));
  }

  /** Probabilities of the first frame's states. */
  private double[] stationary(int states) {
    double[] rates = rates();
    double[] p = new double[states];
    for (int s = 0; s < states; s++) {
      p[s] = 1;
      for (int h = 0; h < rates.length; h++) {
        p[s] *= (s >> h & 1) == 1 ? rates[h] : 1 - rates[h];
      }
    }
    return p;
  }

  /** Probabilities of the next frame's states. */
  private double[] next(double[] forward) {
    return moved(forward, stop, start, -1);
  }

  /**
   * Expectations, given the frame before, of values at the states; one stream may be left as is.
   */
  private double[] previous(double[] values, int except) {
    return moved(values, start, stop, except);
  }

  /**
   * The 2^H x 2^H transitions, or their transpose, stream by stream: streams move independently.
   */
  private double[] moved(double[] values, double[] fromOn, double[] fromOff, int except) {
    double[] moved = values.clone();
    for (int h = 0; h < streams(); h++) {
      for (int s = 0; h != except && s < moved.length; s++) {
        if ((s >> h & 1) == 0) {
          double off = moved[s];
          double on = moved[s | 1 << h];
          moved[s] = (1 - start[h]) * off + fromOn[h] * on;
          moved[s | 1 << h] = fromOff[h] * off + (1 - stop[h]) * on;
        }
      }
    }
    return moved;
  }

  /** Adds the expected moves of each stream between two frames. */
  private void count(double[] forward, double[] here, double[][] counts) {
    for (int h = 0; h < counts.length; h++) {
      double[] others = previous(here, h);
      double[] stay = {1 - start[h], 1 - stop[h]};
      double[] change = {start[h], stop[h]};
      for (int from = 0; from < forward.length; from++) {
        int before = from >> h & 1;
        counts[h][3 * before] += forward[from] * stay[before] * others[from];
        counts[h][1 + before] += forward[from] * change[before] * others[from ^ 1 << h];
      }
    }
  }

  private static void check(double[][] evidence, int states) {
    if (evidence.length == 0) {
      throw new IllegalArgumentException("Expected at least one frame, found none.");
    }
    for (int t = 0; t < evidence.length; t++) {
      if (evidence[t].length != states || !Arrays.stream(evidence[t]).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "Expected %d finite values a frame, found %s in frame %d."
                .formatted(states, Arrays.toString(evidence[t]), t));
      }
    }
  }
}
