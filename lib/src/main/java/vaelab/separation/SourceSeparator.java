package vaelab.separation;

/** A method that takes mixtures apart. */
public interface SourceSeparator {

  /**
   * Name of the method, as it stands in tables.
   *
   * @return for example {@code VAEM-BSS (scale matched)}
   */
  String name();

  /**
   * Takes mixtures apart.
   *
   * @param mixtures observations, row-major, N x D; left unchanged
   * @param dim D, number of values of a mixture
   * @param k number of sources in every mixture, at least 1
   * @return K estimated sources a mixture; their order carries no meaning
   * @throws IllegalArgumentException if the array does not hold whole rows of D, or the method
   *     cannot separate K sources of D values
   */
  Separation separate(float[] mixtures, int dim, int k);
}
