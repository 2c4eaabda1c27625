package vaelab.msvae.energy;

import static vaelab.msvae.energy.HalfLattice.LANES;
import static vaelab.msvae.energy.HalfLattice.SPECIES;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
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
  record Batch(ByteBuffer x, ByteBuffer[] mu, SampleLattice lattice, int size, int dim) {

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

    /** The same, of which few rows are held at a time. */
    HalfLattice lower(int heldRows) {
      return new HalfLattice(0, (lattice.streams() + 1) / 2, lattice.options(), dim, heldRows);
    }

    HalfLattice upper() {
      int lower = (lattice.streams() + 1) / 2;
      return new HalfLattice(lower, lattice.streams() - lower, lattice.options(), dim);
    }

    void fill(HalfLattice lower, HalfLattice upper, int index) {
      lower.fill(x, index % size, mu, lattice, index, size, -1);
      upper.fill(null, 0, mu, lattice, index, size, 1);
    }

    void fillLower(HalfLattice lower, int row, int slot, int index) {
      lower.fillRow(row, slot, x, index % size, mu, lattice, index, size, -1);
    }

    void fillUpper(HalfLattice upper, int row, int slot, int index) {
      upper.fillRow(row, slot, null, 0, mu, lattice, index, size, 1);
    }
  }

  @Override
  public float[] energies(NDArray x, NDList mu, SampleLattice lattice) {
    Batch batch = Batch.of(x, mu, lattice);
    int lattices = lattice.lattices(batch.size());
    float[] result = new float[Math.multiplyExact(lattices, lattice.size())];
    inParallel(
        lattices,
        () -> {
          HalfLattice lower = batch.lower();
          HalfLattice upper = batch.upper();
          float[] sums = new float[TILE * TILE * LANES];
          return l -> {
            batch.fill(lower, upper, l);
            if (lattice.isComplete()) {
              distances(lower, upper, result, l * lattice.size(), sums);
            } else {
              distances(lower, upper, lattice, result, l * lattice.size(), sums);
            }
          };
        });
    return result;
  }

  @Override
  public NDList gradient(
      NDArray x, NDList mu, SampleLattice lattice, float[] weights, float threshold) {
    StateEnergies.requireComplete(lattice);
    Batch batch = Batch.of(x, mu, lattice);
    // Written straight into the memory of the tensors that are returned.
    NDList result = new NDList();
    for (NDArray stream : mu) {
      result.add(stream.getManager().create(stream.getShape(), DataType.FLOAT32, Device.cpu()));
    }
    ByteBuffer[] gradients = result.stream().map(HostMemory::bytes).toArray(ByteBuffer[]::new);
    inParallel(
        lattice.lattices(batch.size()),
        () -> {
          LatticeGradient kernel = new LatticeGradient(batch);
          return l -> kernel.write(weights, threshold, gradients, l);
        });
    result.replaceAll(gradient -> like(mu.get(0), gradient));
    return result;
  }

  /** A float32 tensor in host memory with another one's type and device. */
  private static NDArray like(NDArray example, NDArray values) {
    return values.toDevice(example.getDevice(), false).toType(example.getDataType(), false);
  }

  /**
   * Works through all lattices, one worker with a workspace of its own a core. Workers take the
   * next lattice when they are done with one, so a core that other programs slow down holds nobody
   * up.
   */
  private static void inParallel(int lattices, Supplier<IntConsumer> workers) {
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, Math.min(lattices, Runtime.getRuntime().availableProcessors()))
        .parallel()
        .forEach(
            w -> {
              int l = next.getAndIncrement();
              if (l < lattices) {
                IntConsumer worker = workers.get();
                for (; l < lattices; l = next.getAndIncrement()) {
                  worker.accept(l);
                }
              }
            });
  }

  /** All pairwise L1 distances of the rows of two half lattices. */
  private static void distances(
      HalfLattice lower, HalfLattice upper, float[] result, int offset, float[] sums) {
    int wholeLower = lower.rows / TILE * TILE;
    int wholeUpper = upper.rows / TILE * TILE;
    for (int j = 0; j < wholeUpper; j += TILE) {
      for (int i = 0; i < wholeLower; i += TILE) {
        tile(lower, upper, i, j, sums);
        reduce(sums, result, offset + j * lower.rows + i, lower.rows);
      }
      for (int i = wholeLower; i < lower.rows; i++) {
        for (int k = j; k < j + TILE; k++) {
          result[offset + k * lower.rows + i] = distance(lower, upper, i, k, sums);
        }
      }
    }
    for (int j = wholeUpper; j < upper.rows; j++) {
      for (int i = 0; i < lower.rows; i++) {
        result[offset + j * lower.rows + i] = distance(lower, upper, i, j, sums);
      }
    }
  }

  /** Only the distances of the lattice's own points; a state's low bits number the lower row. */
  private static void distances(
      HalfLattice lower,
      HalfLattice upper,
      SampleLattice lattice,
      float[] result,
      int offset,
      float[] sums) {
    for (int t = 0; t < lattice.size(); t++) {
      int state = lattice.state(t);
      result[offset + t] =
          distance(lower, upper, state & lower.rows - 1, state >>> lower.streams(), sums);
    }
  }

  private static float distance(HalfLattice lower, HalfLattice upper, int i, int j, float[] sums) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector sum = zero;
    int a = i * lower.stride;
    int b = j * upper.stride;
    for (int d = 0; d < lower.stride; d += LANES) {
      sum =
          FloatVector.fromArray(SPECIES, lower.values, a + d)
              .sub(FloatVector.fromArray(SPECIES, upper.values, b + d))
              .abs()
              .add(sum);
    }
    zero.add(sum).intoArray(sums, 0);
    return lanes(sums, 0);
  }

  /**
   * Distances of four rows from four rows, as vectors whose lanes are still to be added. Sixteen
   * sums and eight loads fit the 32 vector registers, so each row is read once for four distances.
   *
   * <p>The form is what the JIT of JDK 17 keeps in registers, six times faster than when it does
   * not: written out, since it takes apart neither arrays of vectors nor loops over them; no helper
   * methods, since it stops inlining them in a method of this size; and sums only ever as
   * arguments, because in a loop it knows the class of a sum by its profile alone, which any other
   * use of vectors may blur.
   */
  private static void tile(HalfLattice lower, HalfLattice upper, int i, int j, float[] sums) {
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
      s00 = x0.sub(y).abs().add(s00);
      s10 = x1.sub(y).abs().add(s10);
      s20 = x2.sub(y).abs().add(s20);
      s30 = x3.sub(y).abs().add(s30);
      y = FloatVector.fromArray(SPECIES, bv, b1 + d);
      s01 = x0.sub(y).abs().add(s01);
      s11 = x1.sub(y).abs().add(s11);
      s21 = x2.sub(y).abs().add(s21);
      s31 = x3.sub(y).abs().add(s31);
      y = FloatVector.fromArray(SPECIES, bv, b2 + d);
      s02 = x0.sub(y).abs().add(s02);
      s12 = x1.sub(y).abs().add(s12);
      s22 = x2.sub(y).abs().add(s22);
      s32 = x3.sub(y).abs().add(s32);
      y = FloatVector.fromArray(SPECIES, bv, b3 + d);
      s03 = x0.sub(y).abs().add(s03);
      s13 = x1.sub(y).abs().add(s13);
      s23 = x2.sub(y).abs().add(s23);
      s33 = x3.sub(y).abs().add(s33);
    }
    zero.add(s00).intoArray(sums, 0);
    zero.add(s10).intoArray(sums, LANES);
    zero.add(s20).intoArray(sums, 2 * LANES);
    zero.add(s30).intoArray(sums, 3 * LANES);
    zero.add(s01).intoArray(sums, 4 * LANES);
    zero.add(s11).intoArray(sums, 5 * LANES);
    zero.add(s21).intoArray(sums, 6 * LANES);
    zero.add(s31).intoArray(sums, 7 * LANES);
    zero.add(s02).intoArray(sums, 8 * LANES);
    zero.add(s12).intoArray(sums, 9 * LANES);
    zero.add(s22).intoArray(sums, 10 * LANES);
    zero.add(s32).intoArray(sums, 11 * LANES);
    zero.add(s03).intoArray(sums, 12 * LANES);
    zero.add(s13).intoArray(sums, 13 * LANES);
    zero.add(s23).intoArray(sums, 14 * LANES);
    zero.add(s33).intoArray(sums, 15 * LANES);
  }

  /** Adds up the lanes of the sums of one tile. */
  private static void reduce(float[] sums, float[] result, int at, int rows) {
    for (int k = 0; k < TILE; k++) {
      for (int i = 0; i < TILE; i++) {
        result[at + k * rows + i] = lanes(sums, (k * TILE + i) * LANES);
      }
    }
  }

  /** Plain additions: the JIT's own reduction adds lanes one after the other too, and shuffles. */
  private static float lanes(float[] sums, int from) {
    float even = 0;
    float odd = 0;
    for (int lane = from; lane < from + LANES; lane += 2) {
      even += sums[lane];
      odd += sums[lane + 1];
    }
    return even + odd;
  }
}
