package vaelab.msvae.estep;

import vaelab.msvae.energy.StateSpace;

/** A prior p(s) over the activities of H streams. */
public interface StatePrior {

  /**
   * Number of streams.
   *
   * @return H
   */
  int streams();

  /**
   * Log-probabilities of all states.
   *
   * @return log p(s) in nats for s = 0 to 2^H - 1, bit h telling whether stream h is active;
   *     negative infinity outside the support; the probabilities sum to one
   */
  double[] logProbabilities();

  /**
   * The states that the prior allows; no other needs an energy.
   *
   * @return the states of finite log-probability; asked once a batch, so a prior that knows them
   *     without computing all log-probabilities should say so
   */
  default StateSpace support() {
    double[] logProbabilities = logProbabilities();
    return StateSpace.where(streams(), s -> Double.isFinite(logProbabilities[s]));
  }

  /**
   * Entropy of the prior.
   *
   * @return nats
   */
  default double entropy() {
    double entropy = 0;
    for (double logP : logProbabilities()) {
      if (logP > Double.NEGATIVE_INFINITY) {
        entropy -= Math.exp(logP) * logP;
      }
    }
    return entropy;
  }
}
