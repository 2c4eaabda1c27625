package vaelab.metrics;

import java.util.Arrays;

/**
 * Structural similarity (SSIM; Wang, Bovik, Sheikh, Simoncelli, IEEE Transactions on Image
 * Processing 13(4), 2004) of two grey-scale images: the mean over the places of a sliding window of
 *
 * <pre>
 * (2 mx my + C1) (2 cxy + C2) / ((mx^2 + my^2 + C1) (vx + vy + C2))
 * </pre>
 *
 * with weighted means m, variances v and covariance c under the window, C1 = 0.01^2 and C2 =
 * 0.03^2. The data range is 1: pixels are meant to lie in [0,1]. Larger is better; equal images
 * have 1, and inverted structure is below 0.
 *
 * <p>Published numbers use different windows, and differ by far more than methods do (a digit
 * against half a mixture: 0.61 or 0.55). So each convention has its name here, and results should
 * state it. All are computed in double precision.
 */
public enum StructuralSimilarity {
  /**
   * The defaults of scikit-image with {@code data_range=1}, used by Table 1 of arXiv 2510.15669: 7
   * x 7 equal weights, sample variances (divided by 48, not 49), windows inside the image only.
   */
  UNIFORM_7(SlidingWindow.uniform(7), 49.0 / 48, false),

  /**
   * The original definition, as scikit-image has it with {@code gaussian_weights=True, sigma=1.5,
   * use_sample_covariance=False}: 11 x 11 Gaussian weights, windows inside the image only.
   */
  GAUSSIAN_11(SlidingWindow.gaussian(11, 1.5), 1, false),

  /**
   * Recent versions of torchmetrics with {@code data_range=1}: the weights of {@link #GAUSSIAN_11},
   * a window at every pixel with the image mirrored at its border (which is not repeated), and
   * variances not below 0. Empty background at the border counts, so that sparse images score
   * higher than under the other two.
   */
  GAUSSIAN_11_MIRRORED(SlidingWindow.gaussian(11, 1.5), 1, true);

  private static final double C1 = 0.01 * 0.01;
  private static final double C2 = 0.03 * 0.03;

  private final SlidingWindow window;
  private final double varianceFactor;
  private final boolean mirrored;

  StructuralSimilarity(SlidingWindow window, double varianceFactor, boolean mirrored) {
    this.window = window;
    this.varianceFactor = varianceFactor;
    this.mirrored = mirrored;
  }

  /**
   * Rows and columns of the window: the least an image needs of each.
   *
   * @return 7 or 11
   */
  public int windowSize() {
    return window.size();
  }

  /**
   * Compares two images.
   *
   * @param x height x width pixels in [0,1], row-major
   * @param y as many pixels
   * @param height rows of each image, at least {@link #windowSize()}
   * @param width columns of each image, at least {@link #windowSize()}
   * @return similarity, at most 1, the same for (y, x)
   * @throws IllegalArgumentException if an image is smaller than the window, an array does not have
   *     height x width pixels, or a pixel is NaN or infinite
   */
  public double of(double[] x, double[] y, int height, int width) {
    return matrix(new double[][] {x}, new double[][] {y}, height, width)[0][0];
  }

  /**
   * Compares two images of single precision; computed in double precision.
   *
   * @param x height x width pixels in [0,1], row-major
   * @param y as many pixels
   * @param height rows of each image, at least {@link #windowSize()}
   * @param width columns of each image, at least {@link #windowSize()}
   * @return similarity, at most 1, the same for (y, x)
   * @throws IllegalArgumentException if an image is smaller than the window, an array does not have
   *     height x width pixels, or a pixel is NaN or infinite
   */
  public double of(float[] x, float[] y, int height, int width) {
    return of(toDouble(x), toDouble(y), height, width);
  }

  /**
   * Compares every image of one set with every image of another. Means and variances of each image
   * are computed once, not once a pair.
   *
   * @param xs I images of height x width pixels in [0,1], row-major
   * @param ys J images of as many pixels
   * @param height rows of each image, at least {@link #windowSize()}
   * @param width columns of each image, at least {@link #windowSize()}
   * @return I x J similarities, {@code [i][j]} that of {@code xs[i]} and {@code ys[j]}
   * @throws IllegalArgumentException if an image is smaller than the window, an array does not have
   *     height x width pixels, or a pixel is NaN or infinite
   */
  public double[][] matrix(double[][] xs, double[][] ys, int height, int width) {
    if (height < window.size() || width < window.size()) {
      throw new IllegalArgumentException(
          ("Expected images of at least %1$d x %1$d pixels for %2$s, found %3$d x %4$d. Check"
                  + " the order of the arguments, or enlarge the images.")
              .formatted(window.size(), name(), height, width));
    }
    Moments[] ofX = Arrays.stream(xs).map(x -> moments(x, height, width)).toArray(Moments[]::new);
    Moments[] ofY = Arrays.stream(ys).map(y -> moments(y, height, width)).toArray(Moments[]::new);
    double[][] similarities = new double[xs.length][ys.length];
    for (int i = 0; i < xs.length; i++) {
      for (int j = 0; j < ys.length; j++) {
        similarities[i][j] = compare(ofX[i], ofY[j]);
      }
    }
    return similarities;
  }

  /** An image, mirrored if the convention says so, and what a window sees of it at each place. */
  private record Moments(double[] image, int height, int width, double[] mean, double[] variance) {}

  private Moments moments(double[] pixels, int height, int width) {
    if (pixels.length != (long) height * width) {
      throw new IllegalArgumentException(
          "Expected %d x %d = %d pixels, found %d. Check height and width."
              .formatted(height, width, (long) height * width, pixels.length));
    }
    int border = mirrored ? 2 * window.margin() : 0;
    double[] image = mirrored ? window.mirrored(pixels, height, width) : pixels;
    int rows = height + border;
    int columns = width + border;
    double[] mean = window.means(image, rows, columns);
    double[] variance = covariance(image, mean, image, mean, rows, columns);
    if (mirrored) {
      Arrays.setAll(variance, p -> Math.max(0, variance[p]));
    }
    return new Moments(image, rows, columns, mean, variance);
  }

  private double[] covariance(
      double[] x, double[] meanX, double[] y, double[] meanY, int height, int width) {
    double[] product = new double[x.length];
    for (int d = 0; d < x.length; d++) {
      product[d] = x[d] * y[d];
    }
    double[] covariance = window.means(product, height, width);
    for (int p = 0; p < covariance.length; p++) {
      covariance[p] = varianceFactor * (covariance[p] - meanX[p] * meanY[p]);
    }
    return covariance;
  }

  private double compare(Moments x, Moments y) {
    double[] covariance = covariance(x.image, x.mean, y.image, y.mean, x.height, x.width);
    double sum = 0;
    for (int p = 0; p < covariance.length; p++) {
      double mx = x.mean[p];
      double my = y.mean[p];
      double means = (2 * mx * my + C1) / (mx * mx + my * my + C1);
      double structure = (2 * covariance[p] + C2) / (x.variance[p] + y.variance[p] + C2);
      sum += means * structure;
    }
    double similarity = sum / covariance.length;
    // One NaN or infinite pixel makes the result NaN: no need to look at each.
    if (Double.isNaN(similarity)) {
      throw new IllegalArgumentException(
          "Expected finite pixels, found NaN, infinity or values too large to square. Check"
              + " what made the images.");
    }
    return similarity;
  }

  private static double[] toDouble(float[] pixels) {
    double[] wide = new double[pixels.length];
    Arrays.setAll(wide, d -> pixels[d]);
    return wide;
  }
}
