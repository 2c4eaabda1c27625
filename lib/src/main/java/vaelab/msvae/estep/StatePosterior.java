package vaelab.msvae.estep;

import vaelab.msvae.energy.SampleLattice;

/**
 * The exact posterior over states for a batch, and the statistics that the M-step and the ELBO take
 * from it.
 *
 * <p>"Lattice" below counts the lattices of the batch ({@link SampleLattice#lattices}): one a data
 * point for crosswise samples, M a data point (sample-major) for paired ones.
 *
 * @param lattice the combinations of streams
 * @param batch B, number of data points
 * @param weights posterior weight of each lattice point, lattice-major; each lattice sums to one
 * @param logEvidence mean over sample combinations of log sum_s p(x, s | z), a lattice, in nats
 * @param entropy mean entropy of q(s; z, x) over sample combinations, a lattice, in nats
 * @param energy posterior mean of the energy, a lattice
 * @param activity q(s_h = 1; x) of each lattice (eq. 17), index {@code l * H + h}
 */
public record StatePosterior(
    SampleLattice lattice,
    int batch,
    float[] weights,
    double[] logEvidence,
    double[] entropy,
    double[] energy,
    double[] activity) {

  /**
   * Posterior over the 2^H states of one data point, averaged over samples (eq. 16).
   *
   * @param b data point
   * @return q(s; x), summing to one
   */
  public double[] stateProbabilities(int b) {
    double[] points = pointProbabilities(b);
    double[] q = new double[1 << lattice.streams()];
    for (int t = 0; t < points.length; t++) {
      q[lattice.state(t)] += points[t];
    }
    return q;
  }

  private double[] pointProbabilities(int b) {
    int size = lattice.size();
    double[] q = new double[size];
    int lattices = lattice.lattices(batch) / batch;
    for (int m = 0; m < lattices; m++) {
      int offset = (m * batch + b) * size;
      for (int t = 0; t < size; t++) {
        q[t] += (double) weights[offset + t] / lattices;
      }
    }
    return q;
  }

  /**
   * The most probable state of one data point.
   *
   * @param b data point
   * @return state with the largest q(s; x); the smallest such number at a tie
   */
  public int mode(int b) {
    // Without crosswise samples a point is a state, and there may be far fewer than 2^H of them.
    boolean pointsAreStates = lattice.options() == 2;
    double[] q = pointsAreStates ? pointProbabilities(b) : stateProbabilities(b);
    int best = 0;
    for (int i = 1; i < q.length; i++) {
      if (q[i] > q[best]) {
        best = i;
      }
    }
    return pointsAreStates ? lattice.state(best) : best;
  }

  /**
   * Activity of one stream in one data point, averaged over samples (eq. 17).
   *
   * @param b data point
   * @param h stream
   * @return q(s_h = 1; x)
   */
  public double activity(int b, int h) {
    int lattices = lattice.lattices(batch) / batch;
    double sum = 0;
    for (int m = 0; m < lattices; m++) {
      sum += activity[(m * batch + b) * lattice.streams() + h];
    }
    return sum / lattices;
  }

  /**
   * Mean activity of each stream over the batch: the batch's value of pi (eq. 15).
   *
   * @return one rate a stream
   */
  public double[] meanActivity() {
    int streams = lattice.streams();
    double[] mean = new double[streams];
    for (int i = 0; i < activity.length; i++) {
      mean[i % streams] += activity[i] * streams / activity.length;
    }
    return mean;
  }

  /**
   * Mean log-evidence over the batch.
   *
   * @return E-step term of the ELBO, in nats a data point
   */
  public double meanLogEvidence() {
    return mean(logEvidence);
  }

  /**
   * Mean entropy of q(s; z, x) over the batch.
   *
   * @return nats a data point
   */
  public double meanEntropy() {
    return mean(entropy);
  }

  /**
   * Mean posterior energy over the batch, from which the noise scale follows (eq. 15).
   *
   * @return energy a data point
   */
  public double meanEnergy() {
    return mean(energy);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
