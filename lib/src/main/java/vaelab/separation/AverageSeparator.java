package vaelab.separation;

/** Gives every source the same share of the mixture, x / K: the floor of Table 1. */
public final class AverageSeparator implements SourceSeparator {

  @Override
  public String name() {
    return "Average";
  }

  @Override
  public Separation separate(float[] mixtures, int dim, int k) {
    int count = Separation.countOf(mixtures, dim, k);
    float[] sources = new float[Math.multiplyExact(mixtures.length, k)];
    for (int n = 0; n < count; n++) {
      for (int d = 0; d < dim; d++) {
        float share = mixtures[n * dim + d] / k;
        for (int i = 0; i < k; i++) {
          sources[(n * k + i) * dim + d] = share;
        }
      }
    }
    return new Separation(sources, count, k, dim);
  }
}
