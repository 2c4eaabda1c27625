package vaelab.msvae.energy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

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

  HalfLattice(int firstStream, int streams, int options, int dim) {
    this.firstStream = firstStream;
    this.streams = streams;
    this.options = options;
    this.dim = dim;
    stride = padded(dim);
    rows = SampleLattice.power(options, streams);
    values = new float[Math.multiplyExact(rows, stride)];
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
    for (int d = 0; d < dim; d++) {
      values[d] = base == null ? 0 : base.getFloat((baseRow * dim + d) * Float.BYTES);
    }
    int filled = 1;
    for (int k = 0; k < streams; k++) {
      for (int option = 1; option < options; option++) {
        int row = lattice.row(index, option, batch);
        for (int lower = 0; lower < filled; lower++) {
          add(lower, option * filled + lower, mu[firstStream + k], row, sign);
        }
      }
      filled *= options;
    }
  }

  private void add(int from, int to, ByteBuffer images, int row, float sign) {
    int source = from * stride;
    int target = to * stride;
    int bytes = row * dim * Float.BYTES;
    int d = 0;
    for (; d + LANES <= dim; d += LANES) {
      FloatVector.fromByteBuffer(SPECIES, images, bytes + d * Float.BYTES, ORDER)
          .mul(sign)
          .add(FloatVector.fromArray(SPECIES, values, source + d))
          .intoArray(values, target + d);
    }
    for (; d < dim; d++) {
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
