package vaelab.separation;

import vaelab.data.Rows;

/**
 * Estimated (or true) sources of N mixtures.
 *
 * @param sources images, index {@code (n * K + k) * D + d}; held, not copied
 * @param count N, number of mixtures
 * @param k K, number of sources in each
 * @param dim D, number of values of a source
 */
public record Separation(float[] sources, int count, int k, int dim) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is out of range or the array does not fit them
   */
  public Separation {
    if (count < 0 || k < 1 || dim < 1 || sources.length != (long) count * k * dim) {
      throw new IllegalArgumentException(
          "Expected N x K x D = %d x %d x %d values, found %d."
              .formatted(count, k, dim, sources.length));
    }
  }

  /**
   * Number of mixtures in an array of them.
   *
   * @param mixtures observations, row-major, N x D
   * @param dim D
   * @param k number of sources asked for
   * @return N
   * @throws IllegalArgumentException if these are no whole rows, D or K is below 1, or a value is
   *     NaN or infinite
   */
  public static int countOf(float[] mixtures, int dim, int k) {
    if (dim < 1 || k < 1 || mixtures.length % dim != 0) {
      throw new IllegalArgumentException(
          "Expected rows of D=%d values (D and K=%d at least 1), found %d values in all."
              .formatted(dim, k, mixtures.length));
    }
    Rows.requireFinite(mixtures, dim, 0);
    return mixtures.length / dim;
  }
}
