package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.pooling.Pool;
import java.util.Arrays;

/** The layers without parameters: activation, average pooling, bilinear upsampling. */
final class Resampling {
  private static final int WINDOW = 5;

  private Resampling() {}

  /** The exponential linear unit: x where positive, exp(x) - 1 elsewhere. */
  static Layer elu() {
    return (pass, x) -> Activation.elu(x, 1);
  }

  /** Means of 2 x 2 pixels: half the height and width. */
  static Layer halve() {
    Shape window = new Shape(2, 2);
    return (pass, x) -> Pool.avgPool2d(x, window, window, new Shape(0, 0), false, true);
  }

  /**
   * Means of the 5 x 5 pixels around each; those beyond the border count as zeros. As a convolution
   * of each channel for itself: the engine's own pooling takes ten times as long.
   *
   * @param set owner of the filter
   * @param channels channels of the images
   */
  static Layer smooth(ParameterSet set, int channels) {
    float[] filter = new float[channels * WINDOW * WINDOW];
    Arrays.fill(filter, 1f / (WINDOW * WINDOW));
    NDArray weight = set.constant(filter, channels, 1, WINDOW, WINDOW);
    Shape border = new Shape(WINDOW / 2, WINDOW / 2);
    Shape one = new Shape(1, 1);
    return (pass, x) ->
        Conv2d.conv2d(x, weight, null, one, border, one, channels).singletonOrThrow();
  }

  /**
   * Bilinear interpolation with aligned corners: corner pixels of the input become corner pixels of
   * the output. Deep Java Library interpolates without the alignment only, so this is the product
   * with a matrix that is computed once.
   *
   * @param set owner of the matrix
   * @param height rows of the input
   * @param width columns of the input
   * @param toHeight rows of the output
   * @param toWidth columns of the output
   */
  static Layer enlarge(ParameterSet set, int height, int width, int toHeight, int toWidth) {
    double[][] rows = weights(height, toHeight);
    double[][] columns = weights(width, toWidth);
    float[] product = new float[height * width * toHeight * toWidth];
    int at = 0;
    for (int r = 0; r < height; r++) {
      for (int c = 0; c < width; c++) {
        for (int y = 0; y < toHeight; y++) {
          for (int x = 0; x < toWidth; x++) {
            product[at++] = (float) (rows[y][r] * columns[x][c]);
          }
        }
      }
    }
    int pixels = height * width;
    NDArray matrix = set.constant(product, pixels, toHeight * toWidth);
    return (pass, x) -> {
      long images = x.getShape().get(0);
      long channels = x.getShape().get(1);
      try (NDArray flat = x.reshape(images * channels, pixels);
          NDArray enlarged = flat.matMul(matrix)) {
        return enlarged.reshape(images, channels, toHeight, toWidth);
      }
    };
  }

  /** Weight of each of n inputs for each of m outputs that lie on a grid over the same ends. */
  private static double[][] weights(int n, int m) {
    double[][] weights = new double[m][n];
    for (int i = 0; i < m; i++) {
      double position = m == 1 ? 0 : i * (n - 1.0) / (m - 1);
      int left = Math.min((int) position, n - 1);
      double fraction = position - left;
      weights[i][left] += 1 - fraction;
      if (fraction > 0) {
        weights[i][Math.min(left + 1, n - 1)] += fraction;
      }
    }
    return weights;
  }
}
