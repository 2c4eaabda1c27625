package vaelab.audio;

import java.io.IOException;
import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * Inverse of {@link Stft} for columns that come one by one, in memory of one column: weighted
 * overlap-add,
 *
 * <pre>
 * x[n] = sum_t w[n - t hop] y_t[n - t hop] / sum_t w[n - t hop]^2
 * </pre>
 *
 * <p>with y_t the inverse transform of column t (Griffin and Lim 1984, eq. 6). Unchanged columns
 * give the sound again. Only where the sum of squared weights is below a ten-thousandth of its
 * usual value (the last samples of a sound, where a single column is left and its window ends) is
 * the sound faded out instead: there changed columns would be blown up. Not for several threads.
 */
public final class InverseStft {
  private static final double FADED = 1e-4;

  private final Stft stft;
  private final Stft.Samples samples;
  private final double[] window;
  private final double floor;
  private final DoubleFFT_1D fft;
  private final double[] work;
  private final double[] sums;
  private final double[] weights;
  private final float[] out;
  private long skip; // samples before the sound: half a column
  private long left = Long.MAX_VALUE;
  private long columns;

  InverseStft(Stft stft, Stft.Samples samples) {
    this.stft = stft;
    this.samples = samples;
    this.window = stft.window().weights(stft.size());
    this.floor = FADED * usualWeight(stft, window);
    this.fft = new DoubleFFT_1D(stft.size());
    this.work = new double[stft.size()];
    this.sums = new double[stft.size()];
    this.weights = new double[stft.size()];
    this.out = new float[stft.size()];
    this.skip = stft.size() / 2;
  }

  /** The smallest sum of squared weights inside a long sound. */
  private static double usualWeight(Stft stft, double[] window) {
    double smallest = Double.MAX_VALUE;
    for (int r = 0; r < stft.hop(); r++) {
      double sum = 0;
      for (int i = r; i < window.length; i += stft.hop()) {
        sum += window[i] * window[i];
      }
      smallest = Math.min(smallest, sum);
    }
    if (smallest < 1e-3) {
      throw new IllegalArgumentException(
          "Expected columns that overlap enough to be inverted, found "
              + stft
              + ". Take a hop of half the size or less.");
    }
    return smallest;
  }

  /**
   * Bounds the length of the sound: columns usually reach beyond its end.
   *
   * @param frames samples to be handed on in all
   */
  public void limit(long frames) {
    left = frames;
  }

  /**
   * Takes the next column and hands on the samples that no later column reaches.
   *
   * @param re real parts, [bins]
   * @param im imaginary parts; those of the first and the last bin count as 0
   * @throws IOException what the taker of the samples throws
   * @throws IllegalArgumentException if the column has another number of bins
   */
  public void write(float[] re, float[] im) throws IOException {
    if (re.length != stft.bins() || im.length != stft.bins()) {
      throw new IllegalArgumentException(
          "Expected columns of %d bins, found %d and %d."
              .formatted(stft.bins(), re.length, im.length));
    }
    if (columns++ > 0) {
      handOn(stft.hop());
    }
    work[0] = re[0];
    work[1] = re[re.length - 1];
    for (int k = 1; k < re.length - 1; k++) {
      work[2 * k] = re[k];
      work[2 * k + 1] = im[k];
    }
    fft.realInverse(work, true);
    for (int i = 0; i < work.length; i++) {
      sums[i] += window[i] * work[i];
      weights[i] += window[i] * window[i];
    }
  }

  /**
   * Hands on the samples that are left.
   *
   * @throws IOException what the taker of the samples throws
   */
  public void finish() throws IOException {
    handOn(stft.size());
  }

  private void handOn(int count) throws IOException {
    int from = (int) Math.min(skip, count);
    skip -= from;
    int given = (int) Math.min(count - from, left);
    left -= given;
    for (int i = 0; i < given; i++) {
      out[i] = (float) (sums[from + i] / Math.max(weights[from + i], floor));
    }
    if (given > 0) {
      samples.accept(out, given);
    }
    int kept = sums.length - count;
    System.arraycopy(sums, count, sums, 0, kept);
    System.arraycopy(weights, count, weights, 0, kept);
    Arrays.fill(sums, kept, sums.length, 0);
    Arrays.fill(weights, kept, weights.length, 0);
  }
}
