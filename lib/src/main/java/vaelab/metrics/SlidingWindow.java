package vaelab.metrics;

import java.util.Arrays;

/**
 * A square window of weights that sum to 1 and are a product of a row and a column, moved over an
 * image one pixel at a time. The product makes a window of n x n cost 2n steps a pixel.
 */
final class SlidingWindow {
  private final double[] weights;

  private SlidingWindow(double[] weights) {
    double sum = Arrays.stream(weights).sum();
    this.weights = Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  /** All n x n weights equal. */
  static SlidingWindow uniform(int size) {
    double[] weights = new double[size];
    Arrays.fill(weights, 1);
    return new SlidingWindow(weights);
  }

  /** A Gaussian of standard deviation sigma pixels, cut off to n x n; n is odd. */
  static SlidingWindow gaussian(int size, double sigma) {
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      double distance = (i - size / 2) / sigma;
      weights[i] = Math.exp(-distance * distance / 2);
    }
    return new SlidingWindow(weights);
  }

  /** Rows, and columns, of the window. */
  int size() {
    return weights.length;
  }

  /** How many rows (or columns) a mirrored border adds on each side. */
  int margin() {
    return weights.length / 2;
  }

  /**
   * Weighted mean of the values under the window, at every place where it fits whole.
   *
   * @param values height x width values, row-major
   * @return (height - size + 1) x (width - size + 1) means, row-major
   */
  double[] means(double[] values, int height, int width) {
    int columns = width - weights.length + 1;
    int rows = height - weights.length + 1;
    double[] alongRows = new double[height * columns];
    for (int i = 0; i < height; i++) {
      for (int t = 0; t < weights.length; t++) {
        addScaled(weights[t], values, i * width + t, alongRows, i * columns, columns);
      }
    }
    double[] means = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < weights.length; t++) {
        addScaled(weights[t], alongRows, (i + t) * columns, means, i * columns, columns);
      }
    }
    return means;
  }

  /**
   * Continues an image beyond its border by its mirror image, without repeating the border itself
   * (3 2 1 | 0 1 2 3), so that the window fits at every pixel of it.
   *
   * @param values height x width values, row-major, both larger than the margin
   * @return (height + 2 margin) x (width + 2 margin) values, row-major
   */
  double[] mirrored(double[] values, int height, int width) {
    int rows = height + 2 * margin();
    int columns = width + 2 * margin();
    double[] wide = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      int from = reflect(i - margin(), height) * width;
      for (int j = 0; j < columns; j++) {
        wide[i * columns + j] = values[from + reflect(j - margin(), width)];
      }
    }
    return wide;
  }

  private static int reflect(int index, int size) {
    int inside = Math.abs(index);
    return inside < size ? inside : 2 * (size - 1) - inside;
  }

  private static void addScaled(
      double factor, double[] from, int fromStart, double[] to, int toStart, int count) {
    for (int j = 0; j < count; j++) {
      to[toStart + j] += factor * from[fromStart + j];
    }
  }
}
