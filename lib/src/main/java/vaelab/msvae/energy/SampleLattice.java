package vaelab.msvae.energy;

import java.util.Locale;

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
 * <p>Where only some states are possible (a fixed number K of active streams), a lattice can be
 * {@linkplain #restrictedTo restricted} to those: its points are then the states of the space, in
 * their order.
 *
 * @param streams H, from 1 to {@value #MAX_STREAMS}
 * @param samples M, at least 1
 * @param pairing how samples of different streams meet; without effect for M = 1
 * @param space possible states; {@code null} for all
 */
public record SampleLattice(int streams, int samples, Pairing pairing, StateSpace space) {
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
    if (space != null
        && (space.streams() != streams || pairing == Pairing.CROSSWISE && samples > 1)) {
      throw new IllegalArgumentException(
          "Expected states of H=%d streams and paired samples, found %s and M=%d %s samples."
              .formatted(streams, space, samples, pairing.name().toLowerCase(Locale.ROOT)));
    }
    double size =
        space != null
            ? space.size()
            : Math.pow(pairing == Pairing.CROSSWISE ? samples + 1 : 2, streams);
    if (size > 1 << MAX_STREAMS) {
      throw new IllegalArgumentException(
          ("Crosswise combination of M=%d samples of H=%d streams needs %.3g energies a data point, at"
                  + " most %d are possible; use fewer samples or pairwise combination.")
              .formatted(samples, streams, size, 1 << MAX_STREAMS));
    }
  }

  /**
   * Combinations under which every state is possible.
   *
   * @param streams H, from 1 to {@value #MAX_STREAMS}
   * @param samples M, at least 1
   * @param pairing how samples of different streams meet; without effect for M = 1
   */
  public SampleLattice(int streams, int samples, Pairing pairing) {
    this(streams, samples, pairing, null);
  }

  /**
   * The same combinations of fewer states.
   *
   * @param space possible states
   * @return this lattice where all states are possible, else a lattice of just those states
   * @throws IllegalArgumentException if samples are combined crosswise, or H differs
   */
  public SampleLattice restrictedTo(StateSpace space) {
    return space.isComplete() && space.streams() == streams && this.space == null
        ? this
        : new SampleLattice(streams, samples, pairing, space);
  }

  /**
   * Whether the points are all combinations, numbered by their digits.
   *
   * @return false for a restricted lattice
   */
  public boolean isComplete() {
    return space == null;
  }

  /**
   * Which streams are active at a point.
   *
   * @param point 0 to {@code size() - 1}
   * @return state, bit h telling whether stream h is active
   */
  public int state(int point) {
    if (space != null) {
      return space.state(point);
    }
    if (options() == 2) {
      return point;
    }
    int state = 0;
    for (int h = 0; h < streams; h++) {
      if (point % options() > 0) {
        state |= 1 << h;
      }
      point /= options();
    }
    return state;
  }

  /**
   * What a stream shows at a point.
   *
   * @param point 0 to {@code size() - 1}
   * @param h stream
   * @return 0 for off, else which sample, counted from 1
   */
  int option(int point, int h) {
    return space != null ? space.state(point) >> h & 1 : point / power(options(), h) % options();
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
   * @return T = R^H, or the number of possible states
   */
  public int size() {
    return space != null ? space.size() : power(options(), streams);
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
    requireMemory(batch, options() == 2 ? 1 : 2);
  }

  /**
   * The same for work that holds more than energies at a time.
   *
   * @param batch B
   * @param floats numbers that are held of each point, counted in floats
   * @throws IllegalArgumentException with the figure, if they exceed half of the heap
   */
  public void requireMemory(int batch, int floats) {
    long needed = bytes(batch) * floats;
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap / 2 || (long) lattices(batch) * size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "H=%d streams with M=%d samples and batches of %d need %.1f GiB for %d points each; half of the %.1f GiB heap is the limit. Use a larger heap (-Xmx), smaller batches, fewer samples, a known number of active sources, or no refinement."
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
