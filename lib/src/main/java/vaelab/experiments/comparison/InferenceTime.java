package vaelab.experiments.comparison;

import java.util.Arrays;
import vaelab.separation.SourceSeparator;

/**
 * How long a separation takes end to end: encoders, decoders, state posterior, selection, and for
 * refined variants the steps. Warm, the median of several repetitions; methods that take seconds an
 * image are timed once.
 *
 * @param batch seconds an image in batches of {@value #BATCH}, or of all mixtures of a slow method
 * @param single seconds an image, one at a time
 */
record InferenceTime(double batch, double single) {
  /** Mixtures a batch. */
  static final int BATCH = 125;

  private static final int REPETITIONS = 9;

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
        median(separator, rows(mixtures, dim, BATCH), dim, k, budget) / BATCH,
        median(separator, rows(mixtures, dim, 1), dim, k, budget));
  }

  /**
   * Times a slow method, whose separation of many mixtures has been timed when it was scored.
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
    return new InferenceTime(batch, seconds(separator, rows(mixtures, dim, 1), dim, k));
  }

  private static double seconds(SourceSeparator separator, float[] rows, int dim, int k) {
    long start = System.nanoTime();
    separator.separate(rows, dim, k);
    return (System.nanoTime() - start) * 1e-9;
  }

  private static float[] rows(float[] mixtures, int dim, int count) {
    float[] rows = new float[count * dim];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = mixtures[i % mixtures.length];
    }
    return rows;
  }

  /** Median of repetitions after one that warms up; slow methods get fewer of them. */
  private static double median(
      SourceSeparator separator, float[] rows, int dim, int k, double budget) {
    separator.separate(rows, dim, k);
    double[] seconds = new double[REPETITIONS];
    double spent = 0;
    int done = 0;
    while (done < REPETITIONS && (done == 0 || spent < budget)) {
      seconds[done] = seconds(separator, rows, dim, k);
      spent += seconds[done++];
    }
    double[] measured = Arrays.copyOf(seconds, done);
    Arrays.sort(measured);
    return measured[done / 2];
  }
}
