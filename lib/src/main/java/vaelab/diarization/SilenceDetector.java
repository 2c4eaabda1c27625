package vaelab.diarization;

import java.util.Arrays;

/**
 * Tells speech from silence by loudness alone, without labels: a mixture of two normal
 * distributions is fitted to the levels of all columns (EM), one for the background and one for
 * speech. A column is silent below the level between both means at which they are equally probable.
 *
 * @param silence mean level of the background in dB
 * @param speech mean level of speech in dB
 * @param threshold level in dB below which a column is silent
 */
public record SilenceDetector(double silence, double speech, double threshold) {
  /** Levels count from so many dB below the loudest column: digital silence has none at all. */
  private static final double RANGE = 80;

  /** Smallest standard deviation in dB: a constant background must not become a point mass. */
  private static final double NARROWEST = 1;

  /** Distance in dB below which two levels are one and the same. */
  private static final double LEAST_CONTRAST = 6;

  private static final int STEPS = 100;

  /**
   * Fits the mixture.
   *
   * @param energies mean square of the signal in each column, at least 0
   * @return the detector. Where levels are all alike, everything that is not digital silence counts
   *     as speech.
   * @throws IllegalArgumentException if there is no column, or an energy is negative or not finite
   */
  public static SilenceDetector fit(double[] energies) {
    double loudest = Arrays.stream(energies).max().orElse(Double.NaN);
    if (!Arrays.stream(energies).allMatch(e -> e >= 0 && Double.isFinite(e))
        || loudest != loudest) {
      throw new IllegalArgumentException(
          "Expected at least one column, with energies of at least 0, found "
              + (energies.length == 0 ? "none" : "one that is negative or not finite")
              + ".");
    }
    if (loudest == 0) {
      return new SilenceDetector(
          Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double floor = decibels(loudest) - RANGE;
    double[] levels = Arrays.stream(energies).map(e -> Math.max(floor, decibels(e))).toArray();
    double[] sorted = levels.clone();
    Arrays.sort(sorted);
    double[] mean = {sorted[sorted.length / 10], sorted[sorted.length - 1 - sorted.length / 10]};
    double[] deviation = {(mean[1] - mean[0]) / 4 + NARROWEST, (mean[1] - mean[0]) / 4 + NARROWEST};
    double[] weight = {0.5, 0.5};
    for (int i = 0; i < STEPS; i++) {
      step(levels, weight, mean, deviation);
    }
    if (mean[1] - mean[0] < LEAST_CONTRAST) {
      return new SilenceDetector(floor, mean[1], floor + NARROWEST);
    }
    return new SilenceDetector(mean[0], mean[1], crossing(weight, mean, deviation));
  }

  private static void step(double[] levels, double[] weight, double[] mean, double[] deviation) {
    double[] sum = new double[2];
    double[] first = new double[2];
    double[] second = new double[2];
    for (double level : levels) {
      double upper = upper(level, weight, mean, deviation);
      for (int k = 0; k < 2; k++) {
        double share = k == 1 ? upper : 1 - upper;
        sum[k] += share;
        first[k] += share * level;
        second[k] += share * level * level;
      }
    }
    for (int k = 0; k < 2; k++) {
      if (sum[k] > 0) {
        weight[k] = sum[k] / levels.length;
        mean[k] = first[k] / sum[k];
        double variance = second[k] / sum[k] - mean[k] * mean[k];
        deviation[k] = Math.sqrt(Math.max(NARROWEST * NARROWEST, variance));
      }
    }
  }

  /** Probability that a level is of the upper component. */
  private static double upper(double level, double[] weight, double[] mean, double[] deviation) {
    double[] log = new double[2];
    for (int k = 0; k < 2; k++) {
      double distance = (level - mean[k]) / deviation[k];
      log[k] = Math.log(weight[k] / deviation[k]) - distance * distance / 2;
    }
    return 1 / (1 + Math.exp(log[0] - log[1]));
  }

  /** Where both are equally probable between the means, by bisection. */
  private static double crossing(double[] weight, double[] mean, double[] deviation) {
    double low = mean[0];
    double high = mean[1];
    for (int i = 0; i < STEPS; i++) {
      double middle = (low + high) / 2;
      if (upper(middle, weight, mean, deviation) < 0.5) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * Where it is silent.
   *
   * @param energies mean square of the signal in each column
   * @return true for silence, one a column
   */
  public boolean[] silent(double[] energies) {
    boolean[] silent = new boolean[energies.length];
    for (int c = 0; c < energies.length; c++) {
      silent[c] = decibels(energies[c]) < threshold;
    }
    return silent;
  }

  private static double decibels(double energy) {
    return 10 * Math.log10(energy);
  }
}
