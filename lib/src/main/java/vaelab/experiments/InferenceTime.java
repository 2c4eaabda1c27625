package vaelab.experiments;

import java.util.Arrays;
import vaelab.separation.SourceSeparator;

/**
 * How long a separation takes end to end: encoders, decoders, state posterior, selection, and for
 * refined variants the steps. Warm, the median of several repetitions.
 *
 * @param batch seconds an image in batches of {@value #BATCH}
 * @param single seconds an image, one at a time
 */
public record InferenceTime(double batch, double single) {
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
      long start = System.nanoTime();
      separator.separate(rows, dim, k);
      seconds[done] = (System.nanoTime() - start) * 1e-9;
      spent += seconds[done++];
    }
    double[] measured = Arrays.copyOf(seconds, done);
    Arrays.sort(measured);
    return measured[done / 2];
  }
}
