package vaelab.msvae.energy;

import static vaelab.msvae.energy.HalfLattice.LANES;
import static vaelab.msvae.energy.HalfLattice.SPECIES;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import vaelab.tensor.HostMemory;

/**
 * L1 energies of all sums of streams by meeting in the middle, on the Java Vector API.
 *
 * <p>The residual x - sum_h s_h mu_h splits into A_i - B_j, where A_i is x less a partial sum of
 * the lower half of the streams and B_j a partial sum of the upper half. Two sets of 2^(H/2) rows
 * stand for all 2^H states, and the energies are all pairwise L1 distances between them, taken in
 * tiles of 4 x 4 rows whose sums stay in registers. Memory: the energies, and two half lattices a
 * thread.
 *
 * <p>The gradient needs sign(A_i - B_j) only where the posterior has mass, usually a handful of
 * states. It adds up over the rows of a half and is then handed to the streams of that half.
 */
public final class VectorStateEnergies implements StateEnergies {
  private static final int TILE = 4;

  @Override
  public String description() {
    return "meet-in-the-middle on the Vector API, " + LANES + " lanes";
  }

  /** A batch as the kernels see it: raw memory and sizes. */
  private record Batch(ByteBuffer x, ByteBuffer[] mu, SampleLattice lattice, int size, int dim) {

    static Batch of(NDArray x, NDList mu, SampleLattice lattice) {
      StateEnergies.check(x, mu, lattice);
      ByteBuffer[] images = mu.stream().map(Batch::bytes).toArray(ByteBuffer[]::new);
      return new Batch(
          bytes(x), images, lattice, (int) x.getShape().get(0), (int) x.getShape().get(1));
    }

    private static ByteBuffer bytes(NDArray array) {
      return HostMemory.bytes(
          array.getDataType() == DataType.FLOAT32 ? array : array.toType(DataType.FLOAT32, false));
    }

    /** The lower streams, by whose number the lattice index counts fastest. */
    HalfLattice lower() {
      return new HalfLattice(0, (lattice.streams() + 1) / 2, lattice.options(), dim);
    }

    HalfLattice upper() {
      int lower = (lattice.streams() + 1) / 2;
      return new HalfLattice(lower, lattice.streams() - lower, lattice.options(), dim);
    }

    void fill(HalfLattice lower, HalfLattice upper, int index) {
      lower.fill(x, index % size, mu, lattice, index, size, -1);
      upper.fill(null, 0, mu, lattice, index, size, 1);
    }
  }

  @Override
  public float[] energies(NDArray x, NDList mu, SampleLattice lattice) {
    Batch batch = Batch.of(x, mu, lattice);
    int lattices = lattice.lattices(batch.size());
    float[] result = new float[Math.multiplyExact(lattices, lattice.size())];
    inParallel(
        lattices,
        (from, until) -> {
          HalfLattice lower = batch.lower();
          HalfLattice upper = batch.upper();
          for (int l = from; l < until; l++) {
            batch.fill(lower, upper, l);
            distances(lower, upper, result, l * lattice.size());
          }
        });
    return result;
  }

  @Override
  public NDList gradient(
      NDArray x, NDList mu, SampleLattice lattice, float[] weights, float threshold) {
    Batch batch = Batch.of(x, mu, lattice);
    int values = Math.toIntExact(mu.get(0).size());
    float[][] gradients = new float[lattice.streams()][values];
    inParallel(
        lattice.lattices(batch.size()),
        (from, until) -> {
          HalfLattice lower = batch.lower();
          HalfLattice upper = batch.upper();
          LatticeGradient kernel = new LatticeGradient(lower, upper, lattice, batch.dim());
          for (int l = from; l < until; l++) {
            batch.fill(lower, upper, l);
            kernel.add(weights, l * lattice.size(), threshold, gradients, l, batch.size());
          }
        });
    NDList result = new NDList();
    for (int h = 0; h < gradients.length; h++) {
      NDArray stream = mu.get(h);
      NDArray gradient = stream.getManager().create(gradients[h], stream.getShape());
      result.add(
          stream.getDataType() == DataType.FLOAT32
              ? gradient
              : gradient.toType(stream.getDataType(), false));
    }
    return result;
  }

  /** Work on a range of lattices, with workspaces of its own. */
  private interface Range {
    void run(int from, int until);
  }

  /**
   * One contiguous range a core: workspaces are made once a core, and ranges balance by themselves.
   */
  private static void inParallel(int lattices, Range work) {
    int parts = Math.min(lattices, 2 * Runtime.getRuntime().availableProcessors());
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            p ->
                work.run(
                    (int) ((long) lattices * p / parts),
                    (int) ((long) lattices * (p + 1) / parts)));
  }

  /** All pairwise L1 distances of the rows of two half lattices. */
  private static void distances(HalfLattice lower, HalfLattice upper, float[] result, int offset) {
    int wholeLower = lower.rows / TILE * TILE;
    int wholeUpper = upper.rows / TILE * TILE;
    for (int j = 0; j < wholeUpper; j += TILE) {
      for (int i = 0; i < wholeLower; i += TILE) {
        tile(lower, upper, i, j, result, offset);
      }
      for (int i = wholeLower; i < lower.rows; i++) {
        for (int k = j; k < j + TILE; k++) {
          result[offset + k * lower.rows + i] = distance(lower, upper, i, k);
        }
      }
    }
    for (int j = wholeUpper; j < upper.rows; j++) {
      for (int i = 0; i < lower.rows; i++) {
        result[offset + j * lower.rows + i] = distance(lower, upper, i, j);
      }
    }
  }

  private static float distance(HalfLattice lower, HalfLattice upper, int i, int j) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int a = i * lower.stride;
    int b = j * upper.stride;
    for (int d = 0; d < lower.stride; d += LANES) {
      sum =
          sum.add(
              FloatVector.fromArray(SPECIES, lower.values, a + d)
                  .sub(FloatVector.fromArray(SPECIES, upper.values, b + d))
                  .abs());
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  /**
   * Distances of four rows from four rows. Sixteen sums and eight loads fit the 32 vector
   * registers, so each row is read once for four distances; written out because the compiler keeps
   * neither arrays of vectors nor loops over them in registers.
   */
  private static void tile(
      HalfLattice lower, HalfLattice upper, int i, int j, float[] result, int offset) {
    float[] av = lower.values;
    float[] bv = upper.values;
    int stride = lower.stride;
    int a0 = i * stride;
    int a1 = a0 + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    int b0 = j * stride;
    int b1 = b0 + stride;
    int b2 = b1 + stride;
    int b3 = b2 + stride;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector s00 = zero;
    FloatVector s01 = zero;
    FloatVector s02 = zero;
    FloatVector s03 = zero;
    FloatVector s10 = zero;
    FloatVector s11 = zero;
    FloatVector s12 = zero;
    FloatVector s13 = zero;
    FloatVector s20 = zero;
    FloatVector s21 = zero;
    FloatVector s22 = zero;
    FloatVector s23 = zero;
    FloatVector s30 = zero;
    FloatVector s31 = zero;
    FloatVector s32 = zero;
    FloatVector s33 = zero;
    for (int d = 0; d < stride; d += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, av, a0 + d);
      FloatVector x1 = FloatVector.fromArray(SPECIES, av, a1 + d);
      FloatVector x2 = FloatVector.fromArray(SPECIES, av, a2 + d);
      FloatVector x3 = FloatVector.fromArray(SPECIES, av, a3 + d);
      FloatVector y = FloatVector.fromArray(SPECIES, bv, b0 + d);
      s00 = s00.add(x0.sub(y).abs());
      s10 = s10.add(x1.sub(y).abs());
      s20 = s20.add(x2.sub(y).abs());
      s30 = s30.add(x3.sub(y).abs());
      y = FloatVector.fromArray(SPECIES, bv, b1 + d);
      s01 = s01.add(x0.sub(y).abs());
      s11 = s11.add(x1.sub(y).abs());
      s21 = s21.add(x2.sub(y).abs());
      s31 = s31.add(x3.sub(y).abs());
      y = FloatVector.fromArray(SPECIES, bv, b2 + d);
      s02 = s02.add(x0.sub(y).abs());
      s12 = s12.add(x1.sub(y).abs());
      s22 = s22.add(x2.sub(y).abs());
      s32 = s32.add(x3.sub(y).abs());
      y = FloatVector.fromArray(SPECIES, bv, b3 + d);
      s03 = s03.add(x0.sub(y).abs());
      s13 = s13.add(x1.sub(y).abs());
      s23 = s23.add(x2.sub(y).abs());
      s33 = s33.add(x3.sub(y).abs());
    }
    int rows = lower.rows;
    int at = offset + j * rows + i;
    store(result, at, s00, s10, s20, s30);
    store(result, at + rows, s01, s11, s21, s31);
    store(result, at + 2 * rows, s02, s12, s22, s32);
    store(result, at + 3 * rows, s03, s13, s23, s33);
  }

  private static void store(
      float[] result, int at, FloatVector s0, FloatVector s1, FloatVector s2, FloatVector s3) {
    result[at] = s0.reduceLanes(VectorOperators.ADD);
    result[at + 1] = s1.reduceLanes(VectorOperators.ADD);
    result[at + 2] = s2.reduceLanes(VectorOperators.ADD);
    result[at + 3] = s3.reduceLanes(VectorOperators.ADD);
  }
}
