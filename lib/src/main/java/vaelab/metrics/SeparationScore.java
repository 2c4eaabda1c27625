package vaelab.metrics;

import java.util.stream.IntStream;

/**
 * How well the sources of N mixtures of K images were found: PSNR and SSIM as in Table 1 of arXiv
 * 2510.15669, with its released evaluation as far as that is known.
 *
 * <ul>
 *   <li>Range guard: if one of a mixture's K estimates exceeds 1 anywhere, all K are divided by the
 *       largest value of them. The same for its references. Nothing is clipped.
 *   <li>Pairing: estimates have no order. Each mixture's are paired one to one with its references
 *       such that their SSIM ({@link StructuralSimilarity#UNIFORM_7}) is the largest in total; all
 *       scores are read on that pairing.
 *   <li>Mean: over all N x K pairs, not rounded on the way.
 * </ul>
 *
 * <p>A perfect estimate has an infinite PSNR, and so has every mean that it is part of: it is
 * neither left out nor capped, as the result would depend on the cap. {@link
 * ImageScores#equalPairs()} counts them, and SSIM stays meaningful.
 *
 * @param paired scores under the best pairing of each mixture
 * @param classOrder scores of estimate k against reference k, for methods that know which stream is
 *     which; never a larger SSIM than {@code paired}
 * @param count N, number of mixtures
 * @param k K, number of sources in each
 */
public record SeparationScore(ImageScores paired, ImageScores classOrder, int count, int k) {

  /**
   * Scores estimates against the true sources.
   *
   * @param estimates estimated images, index {@code (n * K + k) * height * width + pixel}; left
   *     unchanged
   * @param references true images, pixels in [0,1], in the same arrangement; left unchanged
   * @param count N, at least 1
   * @param k K, at least 1
   * @param height rows of an image, at least 11
   * @param width columns of an image, at least 11
   * @return the scores
   * @throws IllegalArgumentException if a size is out of range, an array does not fit the sizes, or
   *     a value is NaN or infinite
   */
  public static SeparationScore of(
      float[] estimates, float[] references, int count, int k, int height, int width) {
    checkSizes(count, k, height, width);
    check("estimates", estimates, count, k, height, width);
    check("references", references, count, k, height, width);
    int[] classOrder = IntStream.range(0, k).toArray();
    ImageScores.Sums paired = new ImageScores.Sums(count);
    ImageScores.Sums ordered = new ImageScores.Sums(count);
    for (int n = 0; n < count; n++) {
      double[][] x = guardedStack(estimates, n, k, height * width);
      double[][] y = guardedStack(references, n, k, height * width);
      double[][] psnr = peakSignalToNoise(x, y);
      double[][] ssim = StructuralSimilarity.UNIFORM_7.matrix(x, y, height, width);
      double[][] gaussian = StructuralSimilarity.GAUSSIAN_11.matrix(x, y, height, width);
      paired.add(n, Pairing.best(ssim), psnr, ssim, gaussian);
      ordered.add(n, classOrder, psnr, ssim, gaussian);
    }
    return new SeparationScore(paired.scores(), ordered.scores(), count, k);
  }

  /**
   * The K images of a mixture as they are scored: divided by their largest value if that exceeds 1.
   *
   * @param images images, index {@code (n * K + k) * D + d}; left unchanged
   * @param n number of the mixture
   * @param k K
   * @param dim D
   * @return K images of D values
   */
  public static double[][] guardedStack(float[] images, int n, int k, int dim) {
    int from = n * k * dim;
    double largest = 1;
    for (int p = from; p < from + k * dim; p++) {
      largest = Math.max(largest, images[p]);
    }
    double[][] stack = new double[k][dim];
    for (int i = 0; i < k; i++) {
      for (int d = 0; d < dim; d++) {
        stack[i][d] = images[from + i * dim + d] / largest;
      }
    }
    return stack;
  }

  private static double[][] peakSignalToNoise(double[][] x, double[][] y) {
    double[][] psnr = new double[x.length][y.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        psnr[i][j] = PeakSignalToNoise.of(x[i], y[j]);
      }
    }
    return psnr;
  }

  private static void checkSizes(int count, int k, int height, int width) {
    int least = StructuralSimilarity.GAUSSIAN_11.windowSize();
    if (count < 1 || k < 1 || height < least || width < least) {
      throw new IllegalArgumentException(
          ("Expected at least 1 mixture of 1 source of %1$d x %1$d pixels, found %2$d of %3$d"
                  + " of %4$d x %5$d. Check the order of the arguments.")
              .formatted(least, count, k, height, width));
    }
  }

  private static void check(String what, float[] images, int count, int k, int height, int width) {
    // Multiplied as floating point: exact as far as arrays reach, and no overflow beyond.
    if (images.length != (double) count * k * height * width) {
      throw new IllegalArgumentException(
          ("Expected %s of N x K x height x width = %d x %d x %d x %d values, found %d. Check"
                  + " the sizes.")
              .formatted(what, count, k, height, width, images.length));
    }
    for (int p = 0; p < images.length; p++) {
      if (!Float.isFinite(images[p])) {
        int image = p / (height * width);
        throw new IllegalArgumentException(
            ("Expected finite %s, found %s in mixture %d, source %d, pixel %d. Check the"
                    + " method that made them, or leave the mixture out and say so.")
                .formatted(what, images[p], image / k, image % k, p % (height * width)));
      }
    }
  }
}
