package vaelab.separation;

/**
 * Another method's sources, scaled pixel by pixel so that they sum to the mixture: s_k x / sum_j
 * s_j. VAEM-BSS is VAE-BSS under this mask (Neri, Badeau, Depalle, EUSIPCO 2021).
 *
 * <p>Where sources overlap, that can make one of them brighter than any image is. A mask with a
 * bound stops such a source there and gives the rest to the others, in the ratio that they have.
 */
public final class MaskedSeparator implements SourceSeparator {
  /** No bound: the mask of VAEM-BSS. */
  public static final float UNBOUNDED = Float.POSITIVE_INFINITY;

  private final SourceSeparator inner;
  private final String name;
  private final float bound;

  /**
   * Masks a method.
   *
   * @param inner method whose estimates are not negative
   * @param name name of the masked method
   * @param bound largest value of a source, or {@link #UNBOUNDED}
   * @throws IllegalArgumentException if the bound is not positive
   */
  public MaskedSeparator(SourceSeparator inner, String name, float bound) {
    checkBound(bound);
    this.inner = inner;
    this.name = name;
    this.bound = bound;
  }

  private static void checkBound(float bound) {
    if (!(bound > 0)) {
      throw new IllegalArgumentException(
          "Expected a positive bound of the masked sources, found "
              + bound
              + "; 1 is that of images.");
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Separation separate(float[] mixtures, int dim, int k) {
    Separation estimate = inner.separate(mixtures, dim, k);
    return mask(estimate, mixtures, bound);
  }

  /**
   * Scales estimates so that they sum to the mixture. Where all estimates are zero they stay zero,
   * and a negative mixture value, which noise makes, counts as zero.
   *
   * @param estimate estimated sources, none negative
   * @param mixtures observations, row-major, N x D
   * @param bound largest value of a source, or {@link #UNBOUNDED}
   * @return masked sources, none above the bound; each pixel sums to x, as far as the bound allows,
   *     or to 0 where x is negative or all estimates are zero
   * @throws IllegalArgumentException if there are not as many mixtures as estimates, or the bound
   *     is not positive
   */
  public static Separation mask(Separation estimate, float[] mixtures, float bound) {
    checkBound(bound);
    int k = estimate.k();
    int dim = estimate.dim();
    if (mixtures.length != estimate.count() * dim) {
      throw new IllegalArgumentException(
          "Expected the N x D = %d x %d values of the mixtures, found %d."
              .formatted(estimate.count(), dim, mixtures.length));
    }
    float[] to = new float[estimate.sources().length];
    for (int n = 0; n < estimate.count(); n++) {
      for (int d = 0; d < dim; d++) {
        scale(estimate.sources(), to, n * k * dim + d, k, dim, mixtures[n * dim + d], bound);
      }
    }
    return new Separation(to, estimate.count(), k, dim);
  }

  /**
   * Scales the K values of a pixel, which lie a stride apart. A round that meets the bound leaves
   * one source fewer to scale, so K rounds are enough.
   */
  private static void scale(
      float[] from, float[] to, int first, int k, int stride, float x, float bound) {
    // In double: a mixture over a sum of vanishing estimates leaves the range of float.
    double rest = Math.max(0, x);
    double sum = 0;
    for (int i = 0; i < k; i++) {
      sum += from[first + i * stride];
    }
    boolean met = sum > 0;
    while (met) {
      met = false;
      double factor = rest / sum;
      for (int i = 0; i < k && !met; i++) {
        int at = first + i * stride;
        if (to[at] < bound && from[at] * factor > bound) {
          to[at] = bound;
          rest -= bound;
          sum -= from[at];
          met = sum > 0;
        }
      }
    }
    double factor = sum > 0 ? rest / sum : 0;
    for (int i = 0; i < k; i++) {
      int at = first + i * stride;
      if (to[at] < bound) {
        to[at] = (float) (from[at] * factor);
      }
    }
  }
}
