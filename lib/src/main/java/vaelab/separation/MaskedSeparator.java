package vaelab.separation;

/**
 * Another method's sources, scaled pixel by pixel so that they sum to the mixture: s_k x / sum_j
 * s_j. VAEM-BSS is VAE-BSS under this mask (Neri, Badeau, Depalle, EUSIPCO 2021).
 */
public final class MaskedSeparator implements SourceSeparator {
  private final SourceSeparator inner;
  private final String name;

  /**
   * Masks a method.
   *
   * @param inner method whose estimates are not negative
   * @param name name of the masked method
   */
  public MaskedSeparator(SourceSeparator inner, String name) {
    this.inner = inner;
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Separation separate(float[] mixtures, int dim, int k) {
    Separation estimate = inner.separate(mixtures, dim, k);
    return mask(estimate, mixtures);
  }

  /**
   * Scales estimates so that they sum to the mixture. Where all estimates are zero they stay zero,
   * and a negative mixture value, which noise makes, counts as zero.
   *
   * @param estimate estimated sources, none negative
   * @param mixtures observations, row-major, N x D
   * @return masked sources; each pixel sums to max(x, 0), or to 0 where all estimates are zero
   * @throws IllegalArgumentException if there are not as many mixtures as estimates
   */
  public static Separation mask(Separation estimate, float[] mixtures) {
    int k = estimate.k();
    int dim = estimate.dim();
    if (mixtures.length != estimate.count() * dim) {
      throw new IllegalArgumentException(
          "Expected the N x D = %d x %d values of the mixtures, found %d."
              .formatted(estimate.count(), dim, mixtures.length));
    }
    float[] from = estimate.sources();
    float[] to = new float[from.length];
    for (int n = 0; n < estimate.count(); n++) {
      for (int d = 0; d < dim; d++) {
        int first = n * k * dim + d;
        double sum = 0;
        for (int i = 0; i < k; i++) {
          sum += from[first + i * dim];
        }
        // In double: a mixture over a sum of vanishing estimates leaves the range of float.
        double factor = sum > 0 ? Math.max(0, mixtures[n * dim + d]) / sum : 0;
        for (int i = 0; i < k; i++) {
          to[first + i * dim] = (float) (from[first + i * dim] * factor);
        }
      }
    }
    return new Separation(to, estimate.count(), k, dim);
  }
}
