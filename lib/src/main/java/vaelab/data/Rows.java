package vaelab.data;

/** Checks of data points that lie one after the other in an array, row-major, N x D. */
public final class Rows {
  private Rows() {}

  /**
   * Counts data points.
   *
   * @param x observations, row-major, N x D
   * @param dim D, at least 1
   * @return N
   * @throws IllegalArgumentException if there are no whole rows
   */
  public static int count(float[] x, int dim) {
    if (x.length % dim != 0) {
      throw new IllegalArgumentException(
          "Expected rows of D=%d values, found %d values in all.".formatted(dim, x.length));
    }
    return x.length / dim;
  }

  /**
   * Refuses data points that are no numbers, before a method is asked: of what is compared by NaN,
   * the first would win, as if sure.
   *
   * @param x observations, row-major, N x D
   * @param dim D, at least 1
   * @param first number of the first row, where these are a part of the data
   * @throws IllegalArgumentException if a value is NaN or infinite
   */
  public static void requireFinite(float[] x, int dim, int first) {
    for (int i = 0; i < x.length; i++) {
      if (!Float.isFinite(x[i])) {
        throw new IllegalArgumentException(
            "Expected finite values, found %s in row %d, column %d (both from 0); correct that data point or leave it out."
                .formatted(x[i], first + i / dim, i % dim));
      }
    }
  }
}
