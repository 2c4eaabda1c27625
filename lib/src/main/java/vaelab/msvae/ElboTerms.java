package vaelab.msvae;

import vaelab.msvae.estep.StatePosterior;

/**
 * The value of the objective on one batch, its parts, and what the M-step takes from it. All in
 * nats a data point.
 *
 * @param logEvidence E_q(z)[log sum_s p(x, s | z)]
 * @param kl KL(q(z_h; x) || p(z_h)) of each stream
 * @param klWeight weight of the KL terms (1 in the ELBO)
 * @param encoderEntropy sum over streams of the entropy of q(z_h; x)
 * @param secondMoments E[z^2] of each latent of each stream, H x Z: 1 where the aggregate posterior
 *     has the prior's scale
 * @param posterior posterior over states and its statistics
 * @param droppedMass posterior mass that the gradient left out, a data point
 */
public record ElboTerms(
    double logEvidence,
    double[] kl,
    double klWeight,
    double encoderEntropy,
    double[][] secondMoments,
    StatePosterior posterior,
    double droppedMass) {

  /**
   * The objective (eq. 7): the ELBO where the KL terms' weight is 1, else the weighted objective
   * that is trained, which is no bound.
   *
   * @return log-evidence less weighted KL terms
   */
  public double elbo() {
    return logEvidence - klWeight * totalKl();
  }

  /**
   * Mean of E[z^2] over all latents.
   *
   * @return 1 where the aggregate posterior has the prior's scale
   */
  public double secondMoment() {
    double mean = 0;
    for (double[] stream : secondMoments) {
      for (double moment : stream) {
        mean += moment / stream.length / secondMoments.length;
      }
    }
    return mean;
  }

  /**
   * Sum of the KL terms, unweighted.
   *
   * @return nats a data point
   */
  public double totalKl() {
    double sum = 0;
    for (double value : kl) {
      sum += value;
    }
    return sum;
  }
}
