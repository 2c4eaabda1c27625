package vaelab.experiments.comparison;

import java.util.Arrays;
import vaelab.separation.MaskedSeparator;
import vaelab.separation.Separation;
import vaelab.separation.SourceSeparator;

/**
 * How long a separation takes end to end: encoders, decoders, state posterior, selection, and for
 * refined variants the steps. Warm, the median of several repetitions; a slow method's separation
 * of many mixtures is timed once, as it is scored.
 *
 * @param batch seconds an image in batches of {@value #BATCH}, or of all mixtures of a slow method
 * @param single seconds an image, one at a time
 */
record InferenceTime(double batch, double single) {
  /** Mixtures a batch. */
  static final int BATCH = 125;

  private static final int REPETITIONS = 9;
  private static final int SLOW_REPETITIONS = 3;

  /**
   * Times a method.
   *
   * @param separator the method
   * @param mixtures observations, row-major, N x D; the first are used, again and again where there
   *     are fewer than {@value #BATCH}
   * @param dim D
   * @param k K
   * @param budget seconds after which no further repetition is begun
   * @return seconds an image
   */
  static InferenceTime of(
      SourceSeparator separator, float[] mixtures, int dim, int k, double budget) {
    return new InferenceTime(
        warm(separator, rows(mixtures, dim, BATCH), dim, k, budget) / BATCH,
        warm(separator, rows(mixtures, dim, 1), dim, k, budget));
  }

  /**
   * Times a method in batches of {@value #BATCH}, after it has separated others, which warmed it
   * up.
   *
   * @param separator the method
   * @param mixtures observations, row-major, N x D
   * @param dim D
   * @param k K
   * @param budget seconds after which no further repetition is begun
   * @return seconds an image
   */
  static double inBatches(
      SourceSeparator separator, float[] mixtures, int dim, int k, double budget) {
    float[] rows = rows(mixtures, dim, BATCH);
    return median(() -> separator.separate(rows, dim, k), REPETITIONS, budget) / BATCH;
  }

  /**
   * Times a slow method, whose separation of many mixtures has been timed when it was scored, which
   * warmed it up.
   *
   * @param separator the method
   * @param mixtures observations, row-major, N x D, of which the first is used
   * @param dim D
   * @param k K
   * @param batch seconds an image that the others took
   * @return seconds an image
   */
  static InferenceTime ofSlow(
      SourceSeparator separator, float[] mixtures, int dim, int k, double batch) {
    float[] first = rows(mixtures, dim, 1);
    return new InferenceTime(
        batch,
        median(
            () -> separator.separate(first, dim, k), SLOW_REPETITIONS, Double.POSITIVE_INFINITY));
  }

  /**
   * The same method under a mask: what masking takes is added, for two timings of a method differ
   * by more.
   *
   * @param estimate its estimates of the first mixtures, at least one
   * @param mixtures those mixtures, row-major, N x D
   * @param bound bound of the mask
   * @return seconds an image
   */
  InferenceTime masked(Separation estimate, float[] mixtures, float bound) {
    Runnable mask = () -> MaskedSeparator.mask(estimate, mixtures, bound);
    mask.run();
    double each = median(mask, REPETITIONS, Double.POSITIVE_INFINITY) / estimate.count();
    return new InferenceTime(batch + each, single + each);
  }

  private static float[] rows(float[] mixtures, int dim, int count) {
    float[] rows = new float[count * dim];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = mixtures[i % mixtures.length];
    }
    return rows;
  }

  /** Median of repetitions after one that warms up. */
  private static double warm(
      SourceSeparator separator, float[] rows, int dim, int k, double budget) {
    Runnable separation = () -> separator.separate(rows, dim, k);
    separation.run();
    return median(separation, REPETITIONS, budget);
  }

  /** Median of the seconds of repetitions, fewer where they take longer than the budget. */
  private static double median(Runnable work, int repetitions, double budget) {
    double[] seconds = new double[repetitions];
    double spent = 0;
    int done = 0;
    while (done < repetitions && (done == 0 || spent < budget)) {
      long start = System.nanoTime();
      work.run();
      seconds[done] = (System.nanoTime() - start) * 1e-9;
      spent += seconds[done++];
    }
    double[] measured = Arrays.copyOf(seconds, done);
    Arrays.sort(measured);
    return (measured[(done - 1) / 2] + measured[done / 2]) / 2;
  }
}
