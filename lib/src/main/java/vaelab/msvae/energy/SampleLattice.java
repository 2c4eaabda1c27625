package vaelab.msvae.energy;

/**
 * All combinations of stream outputs whose energy is needed.
 *
 * <p>Each stream has options: 0 is off, the others are its decoded samples. A lattice point is a
 * number with one digit a stream, stream 0 the lowest: t = sum_h option_h R^h with R options a
 * stream. With one sample (M = 1) R is 2 and t is the state itself, bit h telling whether stream h
 * is active.
 *
 * <p>M samples are combined in one of two ways. {@link Pairing#CROSSWISE} forms all M^H
 * combinations as the paper's 1/M^H says; only their distinct sums are points of the lattice, (1 +
 * M)^H instead of M^H 2^H. {@link Pairing#PAIRWISE} takes the m-th sample of every stream together:
 * M lattices of single samples, one after the other.
 *
 * @param streams H, from 1 to {@value #MAX_STREAMS}
 * @param samples M, at least 1
 * @param pairing how samples of different streams meet; without effect for M = 1
 */
public record SampleLattice(int streams, int samples, Pairing pairing) {
  /** Largest H: 2^H energies a data point have to be held in memory. */
  public static final int MAX_STREAMS = 24;

  /** How the M samples of different streams meet. */
  public enum Pairing {
    /** Every sample of every stream with every sample of the others: M^H combinations. */
    CROSSWISE,
    /** The m-th sample of every stream together: M combinations. */
    PAIRWISE
  }

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if H or M is out of range, or the lattice exceeds the index
   *     range
   */
  public SampleLattice {
    if (streams < 1 || streams > MAX_STREAMS || samples < 1) {
      throw new IllegalArgumentException(
          "Expected 1 to %d streams and at least one sample, found H=%d, M=%d."
              .formatted(MAX_STREAMS, streams, samples));
    }
    double size = Math.pow(pairing == Pairing.CROSSWISE ? samples + 1 : 2, streams);
    if (size > 1 << MAX_STREAMS) {
      throw new IllegalArgumentException(
          ("Crosswise combination of M=%d samples of H=%d streams needs %.3g energies a data point, at"
                  + " most %d are possible; use fewer samples or pairwise combination.")
              .formatted(samples, streams, size, 1 << MAX_STREAMS));
    }
  }

  /**
   * One sample a stream.
   *
   * @param streams H
   * @return the lattice of the 2^H states
   */
  public static SampleLattice single(int streams) {
    return new SampleLattice(streams, 1, Pairing.CROSSWISE);
  }

  /**
   * Options a stream has.
   *
   * @return R, counting off
   */
  public int options() {
    return pairing == Pairing.CROSSWISE ? samples + 1 : 2;
  }

  /**
   * Points of the lattice.
   *
   * @return T = R^H
   */
  public int size() {
    return power(options(), streams);
  }

  /**
   * Number of lattices a batch needs.
   *
   * @param batch B, number of data points
   * @return B, or M B where samples are paired
   */
  public int lattices(int batch) {
    return pairing == Pairing.CROSSWISE ? batch : samples * batch;
  }

  /**
   * Row of a stream's decoded samples (M B rows, sample-major) that an option of a lattice stands
   * for.
   *
   * @param lattice which lattice, 0 to {@code lattices(batch) - 1}; its data point is {@code
   *     lattice % batch}
   * @param option 1 to R - 1
   * @param batch B
   * @return row index
   */
  public int row(int lattice, int option, int batch) {
    return (option - 1) * batch + lattice;
  }

  /**
   * Memory that the energies of a batch take.
   *
   * @param batch B
   * @return bytes
   */
  public long bytes(int batch) {
    return (long) lattices(batch) * size() * Float.BYTES;
  }

  /**
   * Refuses work that could not be held in memory, before it starts.
   *
   * @param batch B
   * @throws IllegalArgumentException with the figure, if the energies (and, for crosswise samples,
   *     their weights) exceed the heap
   */
  public void requireMemory(int batch) {
    long needed = bytes(batch) * (options() == 2 ? 1 : 2);
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap / 2 || (long) lattices(batch) * size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "H=%d streams with M=%d samples and batches of %d need %.1f GiB for the energies of %d points each; half of the %.1f GiB heap is the limit. Use smaller batches or fewer samples."
              .formatted(streams, samples, batch, needed / 0x1p30, size(), heap / 0x1p30));
    }
  }

  /**
   * Integer power.
   *
   * @param base base
   * @param exponent exponent, not negative
   * @return base^exponent
   */
  static int power(int base, int exponent) {
    int result = 1;
    for (int i = 0; i < exponent; i++) {
      result = Math.multiplyExact(result, base);
    }
    return result;
  }
}
