package vaelab.msvae.energy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Partial sums of half of the streams for one data point: a row of D values for every choice of
 * options of these streams.
 *
 * <p>Rows are padded to whole vectors. The padding is zero in every row, so it adds nothing to a
 * distance, and the kernels need no tail loops.
 */
final class HalfLattice {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();
  static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private final int firstStream;
  private final int streams;
  private final int options;
  private final int dim;

  /** Row length in floats, a multiple of the vector length. */
  final int stride;

  /** Number of rows, options^streams. */
  final int rows;

  /** The partial sums, row after row. */
  final float[] values;

  /** All rows of a half at once. */
  HalfLattice(int firstStream, int streams, int options, int dim) {
    this(firstStream, streams, options, dim, SampleLattice.power(options, streams));
  }

  /**
   * A half that holds fewer rows at a time than it has, for callers that {@linkplain #fillRow fill
   * them one by one}.
   */
  HalfLattice(int firstStream, int streams, int options, int dim, int heldRows) {
    this.firstStream = firstStream;
    this.streams = streams;
    this.options = options;
    this.dim = dim;
    stride = padded(dim);
    rows = SampleLattice.power(options, streams);
    values = new float[Math.multiplyExact(heldRows, stride)];
  }

  static int padded(int dim) {
    return (dim + LANES - 1) / LANES * LANES;
  }

  /**
   * Fills all rows for one data point: base + sign * (sum of the chosen images).
   *
   * @param base bytes of the row that all rows start from, or null for zero
   * @param baseRow index of that row
   * @param mu bytes of all streams' images
   * @param lattice the lattice
   * @param index which lattice
   * @param batch B
   * @param sign +1 or -1
   */
  void fill(
      ByteBuffer base,
      int baseRow,
      ByteBuffer[] mu,
      SampleLattice lattice,
      int index,
      int batch,
      float sign) {
    start(base, baseRow, 0);
    int filled = 1;
    for (int k = 0; k < streams; k++) {
      for (int option = 1; option < options; option++) {
        int row = lattice.row(index, option, batch);
        for (int lower = 0; lower < filled; lower++) {
          add(lower * stride, (option * filled + lower) * stride, mu[firstStream + k], row, sign);
        }
      }
      filled *= options;
    }
  }

  /**
   * Fills one row, with the value that {@link #fill} gives it: images are added in the same order.
   *
   * @param row row index
   * @param slot where to hold it
   * @param base bytes of the row that all rows start from, or null for zero
   * @param baseRow index of that row
   * @param mu bytes of all streams' images
   * @param lattice the lattice
   * @param index which lattice
   * @param batch B
   * @param sign +1 or -1
   */
  void fillRow(
      int row,
      int slot,
      ByteBuffer base,
      int baseRow,
      ByteBuffer[] mu,
      SampleLattice lattice,
      int index,
      int batch,
      float sign) {
    int at = slot * stride;
    start(base, baseRow, at);
    for (int k = 0; k < streams; k++, row /= options) {
      int option = row % options;
      if (option > 0) {
        add(at, at, mu[firstStream + k], lattice.row(index, option, batch), sign);
      }
    }
  }

  private void start(ByteBuffer base, int baseRow, int target) {
    Arrays.fill(values, target, target + dim, 0);
    if (base != null) {
      add(target, target, base, baseRow, 1);
    }
  }

  /** values[target..] = values[source..] + sign * (a row of images). */
  private void add(int source, int target, ByteBuffer images, int row, float sign) {
    int bytes = row * dim * Float.BYTES;
    int whole = SPECIES.loopBound(dim);
    for (int d = 0; d < whole; d += LANES) {
      FloatVector.fromByteBuffer(SPECIES, images, bytes + d * Float.BYTES, ORDER)
          .mul(sign)
          .add(FloatVector.fromArray(SPECIES, values, source + d))
          .intoArray(values, target + d);
    }
    for (int d = whole; d < dim; d++) {
      values[target + d] = values[source + d] + sign * images.getFloat(bytes + d * Float.BYTES);
    }
  }

  /**
   * Option that a row stands for in one of the streams.
   *
   * @param row row index
   * @param k stream within this half
   * @return 0 for off, else the sample counted from 1
   */
  int option(int row, int k) {
    for (int i = 0; i < k; i++) {
      row /= options;
    }
    return row % options;
  }

  int firstStream() {
    return firstStream;
  }

  int streams() {
    return streams;
  }
}
