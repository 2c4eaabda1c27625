package vaelab.msvae.estep;

import java.util.Arrays;
import java.util.stream.IntStream;
import vaelab.msvae.energy.ObservationNoise;
import vaelab.msvae.energy.SampleLattice;

/**
 * Turns energies into the exact posterior q(s; z, x) (eqs. 8-10).
 *
 * <p>For every combination of samples the log joint of each state is log p(s) + log p(x | s, z);
 * the maximum is subtracted before the exponential, so that a posterior is finite however far all
 * states lie from the data. States further than {@value #NEGLIGIBLE} nats below the best have a
 * probability below 1e-17 and get none.
 */
public final class EStep {
  private static final double NEGLIGIBLE = 40;

  private final SampleLattice lattice;
  private final int dim;
  private final int[] states;
  private final int[] identity;
  private final double[] logPrior;
  private final double logNormalizer;
  private final double inverseTemperature;

  /**
   * An E-step under given parameters.
   *
   * @param lattice combinations of streams, complete or restricted to the prior's support
   * @param prior prior over states
   * @param noise observation noise
   * @param scale its scale (b), positive
   * @param dim D
   * @throws IllegalArgumentException if prior and lattice differ in H, or the scale is not positive
   */
  public EStep(
      SampleLattice lattice, StatePrior prior, ObservationNoise noise, double scale, int dim) {
    if (prior.streams() != lattice.streams()) {
      throw new IllegalArgumentException(
          "Expected a prior over H=%d streams, found one over %d."
              .formatted(lattice.streams(), prior.streams()));
    }
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException(
          "Expected a positive, finite noise scale, found " + scale + ".");
    }
    this.lattice = lattice;
    this.dim = dim;
    boolean complete = lattice.isComplete();
    states = new int[complete ? 1 << lattice.streams() : lattice.size()];
    Arrays.setAll(states, i -> complete ? i : lattice.state(i));
    identity = IntStream.range(0, states.length).toArray();
    double[] logProbabilities = prior.logProbabilities();
    logPrior = Arrays.stream(states).mapToDouble(s -> logProbabilities[s]).toArray();
    logNormalizer = noise.logNormalizer(scale, dim);
    inverseTemperature = noise.inverseTemperature(scale);
  }

  /**
   * Computes the posterior of a batch.
   *
   * @param energies energies of all lattice points, lattice-major; for single or paired samples the
   *     array is reused for the weights
   * @param batch B
   * @return posterior and its statistics
   */
  public StatePosterior posterior(float[] energies, int batch) {
    int lattices = lattice.lattices(batch);
    int streams = lattice.streams();
    float[] weights = lattice.options() == 2 ? energies : new float[energies.length];
    StatePosterior result =
        new StatePosterior(
            lattice,
            batch,
            weights,
            new double[lattices],
            new double[lattices],
            new double[lattices],
            new double[lattices * streams]);
    IntStream.range(0, lattices).parallel().forEach(l -> lattice(energies, result, l));
    return result;
  }

  /**
   * The same where states are known: all posterior mass lies on them, and the evidence is log p(x,
   * s | z) of the known s alone.
   *
   * @param energies energies of all lattice points, lattice-major; changed by the call
   * @param batch B
   * @param known state of each data point, negative where it is not known
   * @return posterior and its statistics
   * @throws IllegalArgumentException if there is not one state a data point
   */
  public StatePosterior posterior(float[] energies, int batch, int[] known) {
    if (known.length != batch) {
      throw new IllegalArgumentException(
          "Expected one known state a data point, %d, found %d.".formatted(batch, known.length));
    }
    int size = lattice.size();
    for (int i = 0; i < energies.length; i++) {
      int state = known[i / size % batch];
      if (state >= 0 && lattice.state(i % size) != state) {
        energies[i] = Float.POSITIVE_INFINITY;
      }
    }
    return posterior(energies, batch);
  }

  /** Averages the posteriors of all sample combinations of one lattice. */
  private void lattice(float[] energies, StatePosterior result, int l) {
    int streams = lattice.streams();
    int options = lattice.options();
    int offset = l * lattice.size();
    double[] logJoint = new double[states.length];
    if (options == 2) {
      combination(energies, offset, identity, logJoint, 1, result, l);
      return;
    }
    int[] point = new int[states.length];
    int[] sample = new int[streams];
    Arrays.fill(sample, 1);
    double share = 1 / Math.pow(options - 1, streams);
    boolean more = true;
    while (more) {
      points(point, sample, options);
      combination(energies, offset, point, logJoint, share, result, l);
      more = false;
      for (int h = 0; h < streams && !more; h++) {
        more = ++sample[h] < options;
        if (!more) {
          sample[h] = 1;
        }
      }
    }
  }

  /** Lattice points of all states, given which sample each stream shows when it is active. */
  private static void points(int[] point, int[] sample, int options) {
    int stride = 1;
    for (int h = 0; h < sample.length; h++) {
      int bit = 1 << h;
      for (int s = 0; s < bit; s++) {
        point[bit | s] = point[s] + sample[h] * stride;
      }
      stride *= options;
    }
  }

  /** Posterior of one combination of samples, added with its share to the lattice's averages. */
  private void combination(
      float[] energies,
      int offset,
      int[] point,
      double[] logJoint,
      double share,
      StatePosterior result,
      int l) {
    int count = point.length;
    double max = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < count; s++) {
      logJoint[s] = logPrior[s] - inverseTemperature * energies[offset + point[s]];
      max = Math.max(max, logJoint[s]);
    }
    double sum = 0;
    for (int s = 0; s < count; s++) {
      double below = logJoint[s] - max;
      logJoint[s] = below > -NEGLIGIBLE ? Math.exp(below) : 0;
      sum += logJoint[s];
    }
    double entropy = 0;
    double energy = 0;
    int streams = lattice.streams();
    float[] weights = result.weights();
    boolean inPlace = weights == energies;
    for (int s = 0; s < count; s++) {
      int at = offset + point[s];
      double q = logJoint[s] / sum;
      if (q > 0) {
        entropy -= q * Math.log(q);
        energy += q * energies[at];
        for (int bits = states[s]; bits != 0; bits &= bits - 1) {
          result.activity()[l * streams + Integer.numberOfTrailingZeros(bits)] += share * q;
        }
      }
      weights[at] = (float) (inPlace ? q : weights[at] + share * q);
    }
    result.logEvidence()[l] += share * (max + Math.log(sum) + logNormalizer);
    result.entropy()[l] += share * entropy;
    result.energy()[l] += share * energy;
  }
}
