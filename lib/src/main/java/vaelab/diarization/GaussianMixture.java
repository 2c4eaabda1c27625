package vaelab.diarization;

import java.util.Arrays;
import java.util.Random;

/**
 * A mixture of normal distributions with diagonal covariances, fitted by EM (Bishop 2006, section
 * 9.2), as classical speaker recognition models a voice (Reynolds 1995).
 *
 * <p>The mixtures that libraries offer have full covariances, which need more speech than a tenth
 * of an enrolment has, or draw in a whole framework.
 *
 * @param weights of K components, adding up to 1
 * @param means {@code [component][feature]}
 * @param variances {@code [component][feature]}, positive
 */
public record GaussianMixture(double[] weights, double[][] means, double[][] variances) {
  /** Smallest variance as a share of that of all data: a component must not become one point. */
  private static final double NARROWEST = 0.01;

  /** EM steps end when the mean log-likelihood rises by less, in nats. */
  private static final double TOLERANCE = 1e-3;

  private static final int MOST_STEPS = 60;

  /**
   * Fits a mixture.
   *
   * @param data rows of features, at least one
   * @param components K; fewer are used where there are fewer rows
   * @param seed seed of the first means, which are rows far apart (k-means++)
   * @return the mixture
   * @throws IllegalArgumentException if there are no rows, they differ in length, or a value is not
   *     finite
   */
  public static GaussianMixture fit(double[][] data, int components, long seed) {
    check(data, components);
    int count = Math.min(components, data.length);
    double[] spread = variance(data);
    double[][] means = spreadRows(data, spread, count, new Random(seed));
    double[][] variances = new double[count][];
    Arrays.setAll(variances, k -> spread.clone());
    double[] weights = new double[count];
    Arrays.fill(weights, 1.0 / count);
    GaussianMixture mixture = new GaussianMixture(weights, means, variances);
    double before = Double.NEGATIVE_INFINITY;
    for (int step = 0; step < MOST_STEPS; step++) {
      double[][] shares = new double[data.length][];
      double mean = 0;
      double[] scales = mixture.logScales();
      for (int n = 0; n < data.length; n++) {
        shares[n] = mixture.logJoint(data[n], scales);
        mean += normalise(shares[n]) / data.length;
      }
      if (mean - before < TOLERANCE) {
        break;
      }
      before = mean;
      mixture = mixture.maximised(data, shares, spread);
    }
    return mixture;
  }

  /**
   * Log-densities.
   *
   * @param rows rows of features
   * @return log p(row) in nats, one a row
   */
  public double[] logDensity(double[][] rows) {
    double[] scales = logScales();
    return Arrays.stream(rows).mapToDouble(row -> normalise(logJoint(row, scales))).toArray();
  }

  /** Logarithm of each component's weight and of what makes its density integrate to 1. */
  private double[] logScales() {
    double[] scales = new double[weights.length];
    for (int k = 0; k < scales.length; k++) {
      scales[k] = Math.log(weights[k]);
      for (double variance : variances[k]) {
        scales[k] -= Math.log(2 * Math.PI * variance) / 2;
      }
    }
    return scales;
  }

  /** log (weight times density) of each component. */
  private double[] logJoint(double[] row, double[] scales) {
    double[] log = new double[weights.length];
    for (int k = 0; k < log.length; k++) {
      double sum = 0;
      for (int d = 0; d < row.length; d++) {
        double distance = row[d] - means[k][d];
        sum += distance * distance / variances[k][d];
      }
      log[k] = scales[k] - sum / 2;
    }
    return log;
  }

  /** Makes shares of log values in place and gives the logarithm of their sum. */
  private static double normalise(double[] log) {
    double largest = Arrays.stream(log).max().orElseThrow();
    double sum = 0;
    for (int k = 0; k < log.length; k++) {
      log[k] = Math.exp(log[k] - largest);
      sum += log[k];
    }
    for (int k = 0; k < log.length; k++) {
      log[k] /= sum;
    }
    return largest + Math.log(sum);
  }

  private GaussianMixture maximised(double[][] data, double[][] shares, double[] spread) {
    double[] newWeights = weights.clone();
    double[][] newMeans = means.clone();
    double[][] newVariances = variances.clone();
    for (int k = 0; k < weights.length; k++) {
      double total = 0;
      double[] first = new double[spread.length];
      double[] second = new double[spread.length];
      for (int n = 0; n < data.length; n++) {
        total += shares[n][k];
        for (int d = 0; d < first.length; d++) {
          first[d] += shares[n][k] * data[n][d];
        }
      }
      newWeights[k] = Math.max(total / data.length, Double.MIN_NORMAL);
      if (total < 1e-9) {
        continue; // nothing left of it: it stays where it was, without weight
      }
      for (int d = 0; d < first.length; d++) {
        first[d] /= total;
      }
      for (int n = 0; n < data.length; n++) {
        for (int d = 0; d < first.length; d++) {
          double distance = data[n][d] - first[d];
          second[d] += shares[n][k] * distance * distance;
        }
      }
      for (int d = 0; d < first.length; d++) {
        second[d] = Math.max(second[d] / total, NARROWEST * spread[d]);
      }
      newMeans[k] = first;
      newVariances[k] = second;
    }
    return new GaussianMixture(newWeights, newMeans, newVariances);
  }

  private static double[] variance(double[][] data) {
    double[] variance = new double[data[0].length];
    for (int d = 0; d < variance.length; d++) {
      double mean = 0;
      for (double[] row : data) {
        mean += row[d] / data.length;
      }
      for (double[] row : data) {
        variance[d] += (row[d] - mean) * (row[d] - mean) / data.length;
      }
      variance[d] = Math.max(variance[d], 1e-12); // a constant feature
    }
    return variance;
  }

  /**
   * k-means++: each further row is drawn in proportion to its squared distance from those before.
   */
  private static double[][] spreadRows(double[][] data, double[] spread, int count, Random random) {
    double[][] rows = new double[count][];
    rows[0] = data[random.nextInt(data.length)].clone();
    double[] nearest = new double[data.length];
    Arrays.fill(nearest, Double.POSITIVE_INFINITY);
    for (int k = 1; k < count; k++) {
      double total = 0;
      for (int n = 0; n < data.length; n++) {
        double distance = 0;
        for (int d = 0; d < spread.length; d++) {
          double difference = data[n][d] - rows[k - 1][d];
          distance += difference * difference / spread[d];
        }
        nearest[n] = Math.min(nearest[n], distance);
        total += nearest[n];
      }
      double point = random.nextDouble() * total;
      int chosen = 0;
      while (chosen < data.length - 1 && (point -= nearest[chosen]) >= 0) {
        chosen++;
      }
      rows[k] = data[chosen].clone();
    }
    return rows;
  }

  private static void check(double[][] data, int components) {
    if (data.length == 0 || components < 1) {
      throw new IllegalArgumentException(
          "Expected at least one row and one component, found %d and %d."
              .formatted(data.length, components));
    }
    for (int n = 0; n < data.length; n++) {
      if (data[n].length != data[0].length
          || data[n].length == 0
          || !Arrays.stream(data[n]).allMatch(Double::isFinite)) {
        throw new IllegalArgumentException(
            "Expected rows of %d finite features, found %s in row %d."
                .formatted(data[0].length, Arrays.toString(data[n]), n));
      }
    }
  }
}
