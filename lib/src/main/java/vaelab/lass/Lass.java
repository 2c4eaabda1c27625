package vaelab.lass;

import java.util.List;

/**
 * Everything that separation needs.
 *
 * @param vqVae images to codes and back
 * @param prior prior over the codes of a single source
 * @param tables table k - 1 is p(m^{k+1} | m^k, c_{k+1}); with K - 1 of them up to K sources can be
 *     separated
 */
public record Lass(VqVae vqVae, CodePrior prior, List<MixtureTable> tables)
    implements AutoCloseable {

  /**
   * Checks that the parts belong together.
   *
   * @throws IllegalArgumentException if there is no table, or the parts have different codes
   */
  public Lass {
    tables = List.copyOf(tables);
    int codes = vqVae.sizes().codes();
    int length = vqVae.sizes().length();
    boolean fits = prior.sizes().codes() == codes && prior.sizes().length() == length;
    if (!fits || tables.isEmpty() || tables.stream().anyMatch(t -> t.codes() != codes)) {
      throw new IllegalArgumentException(
          "Expected a prior over L=%d codes of V=%d and at least one table for them, found L=%d, V=%d, and tables for V=%s."
              .formatted(
                  length,
                  codes,
                  prior.sizes().length(),
                  prior.sizes().codes(),
                  tables.stream().map(MixtureTable::codes).toList()));
    }
  }

  /**
   * Largest number of sources for which there are tables.
   *
   * @return K
   */
  public int sources() {
    return tables.size() + 1;
  }

  /**
   * Number of trainable values of both networks; the tables are counted, not trained.
   *
   * @return 1,854,593 for the released sizes
   */
  public long size() {
    return vqVae.size() + prior.size();
  }

  /**
   * Images of the prior, for figures.
   *
   * @param count how many
   * @param seed seed of the draws
   * @return images, row-major, count x D, values in (0, 1)
   */
  public float[] samples(int count, long seed) {
    return vqVae.images(prior.sample(count, seed));
  }

  /** Closes both networks. */
  @Override
  public void close() {
    vqVae.close();
    prior.close();
  }
}
