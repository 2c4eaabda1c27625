package vaelab.metrics;

/**
 * Peak signal-to-noise ratio (PSNR) of two images in decibel: 10 log10(1 / mean squared error).
 *
 * <p>The data range is 1: pixels are meant to lie in [0,1], as in {@code
 * skimage.metrics.peak_signal_noise_ratio(x, y, data_range=1)}. Larger is better; black against
 * white is 0 dB, equal images are infinitely good. Values outside [0,1] are neither clipped nor
 * refused, and PSNR may then be negative.
 *
 * <p>The PSNR of a set of images is the mean of the decibels of each, not the decibels of the mean
 * error: the two differ. {@link SeparationScore} does that.
 */
public final class PeakSignalToNoise {
  private PeakSignalToNoise() {}

  /**
   * Compares two images.
   *
   * @param x D pixels in [0,1]
   * @param y as many pixels, in the same order
   * @return decibels, the same for (y, x); positive infinity where all pixels are equal
   * @throws IllegalArgumentException if there are no pixels, the numbers differ, or a pixel is NaN
   *     or infinite
   */
  public static double of(double[] x, double[] y) {
    checkSizes(x.length, y.length);
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      double error = x[d] - y[d];
      sum += error * error;
    }
    return decibels(sum, x.length);
  }

  /**
   * Compares two images of single precision; computed in double precision.
   *
   * @param x D pixels in [0,1]
   * @param y as many pixels, in the same order
   * @return decibels, the same for (y, x); positive infinity where all pixels are equal
   * @throws IllegalArgumentException if there are no pixels, the numbers differ, or a pixel is NaN
   *     or infinite
   */
  public static double of(float[] x, float[] y) {
    checkSizes(x.length, y.length);
    double sum = 0;
    for (int d = 0; d < x.length; d++) {
      double error = (double) x[d] - y[d];
      sum += error * error;
    }
    return decibels(sum, x.length);
  }

  private static void checkSizes(int x, int y) {
    if (x != y || x == 0) {
      throw new IllegalArgumentException(
          ("Expected two images of equally many pixels, at least one, found %d and %d. Compare"
                  + " images of the same size.")
              .formatted(x, y));
    }
  }

  private static double decibels(double squaredErrors, int pixels) {
    // One NaN or infinite pixel makes the sum NaN or infinite: no need to look at each.
    if (!Double.isFinite(squaredErrors)) {
      throw new IllegalArgumentException(
          "Expected finite pixels, found NaN, infinity or values too large to square. Check"
              + " what made the images.");
    }
    return squaredErrors == 0
        ? Double.POSITIVE_INFINITY
        : 10 * (Math.log10(pixels) - Math.log10(squaredErrors));
  }
}
