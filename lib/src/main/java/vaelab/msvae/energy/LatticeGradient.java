package vaelab.msvae.energy;

import static vaelab.msvae.energy.HalfLattice.LANES;
import static vaelab.msvae.energy.HalfLattice.ORDER;
import static vaelab.msvae.energy.HalfLattice.SPECIES;

import java.nio.ByteBuffer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Gradient of a weighted sum of the L1 energies of one lattice with respect to the streams' images.
 *
 * <p>d|x - mix|/dmu = -sign(x - mix) for every active stream, and 0 where x equals the mixture (the
 * convention of PyTorch). The signed weights add up over rows first: a row of the upper half
 * collects those of all its partners, and gives the sum to each stream that is active in it.
 *
 * <p>Rows are formed only when a weight asks for them, so a posterior with few states costs few
 * rows. Upper rows are kept with their sums, lower rows come and go one by one: together two rows
 * for every choice of the upper streams, as many as the energies hold, and two more.
 */
final class LatticeGradient {
  /** Upper rows that one pass over a lower row serves. */
  private static final int GROUP = 2;

  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;

  private final VectorStateEnergies.Batch batch;
  private final SampleLattice lattice;
  private final HalfLattice lower;
  private final HalfLattice upper;
  private final float[] lowerSum;
  private final float[] upperSums;
  private final boolean[] upperTouched;
  private final int[] partners;
  private final float[] partnerWeights;

  LatticeGradient(VectorStateEnergies.Batch batch) {
    this.batch = batch;
    lattice = batch.lattice();
    lower = batch.lower(1);
    upper = batch.upper();
    lowerSum = new float[lower.stride];
    upperSums = new float[upper.values.length];
    upperTouched = new boolean[upper.rows];
    partners = new int[upper.rows + GROUP];
    partnerWeights = new float[upper.rows + GROUP];
  }

  /**
   * Writes the gradient of one lattice.
   *
   * @param weights weights of all energies
   * @param threshold weights at or below it are left out
   * @param gradients one buffer a stream, (M B, D); rows of this lattice are overwritten
   * @param index which lattice
   */
  void write(float[] weights, float threshold, ByteBuffer[] gradients, int index) {
    for (ByteBuffer gradient : gradients) {
      for (int option = 1; option < lattice.options(); option++) {
        clear(gradient, lattice.row(index, option, batch.size()));
      }
    }
    Arrays.fill(upperTouched, false);
    for (int i = 0; i < lower.rows; i++) {
      int count = partners(weights, threshold, index, i);
      if (count > 0) {
        batch.fillLower(lower, i, 0, index);
        Arrays.fill(lowerSum, 0);
        for (int p = 0; p < count; p += GROUP) {
          addSigns(p);
        }
        distribute(lower, i, lowerSum, 0, gradients, index);
      }
    }
    for (int j = 0; j < upper.rows; j++) {
      if (upperTouched[j]) {
        distribute(upper, j, upperSums, j * upper.stride, gradients, index);
      }
    }
  }

  /**
   * Lists the upper rows that carry weight together with a lower row, and makes sure that they are
   * filled. The list is padded to whole groups with weights of zero.
   */
  private int partners(float[] weights, float threshold, int index, int i) {
    int offset = index * lattice.size();
    int count = 0;
    // The all-off point belongs to no stream.
    for (int j = i == 0 ? 1 : 0; j < upper.rows; j++) {
      float weight = weights[offset + j * lower.rows + i];
      if (weight > threshold) {
        if (!upperTouched[j]) {
          upperTouched[j] = true;
          batch.fillUpper(upper, j, j, index);
          Arrays.fill(upperSums, j * upper.stride, (j + 1) * upper.stride, 0);
        }
        partners[count] = j;
        partnerWeights[count++] = weight;
      }
    }
    for (int p = count; p % GROUP != 0; p++) {
      partners[p] = partners[count - 1];
      partnerWeights[p] = 0;
    }
    return count;
  }

  /**
   * Adds the signed weights of the lower row and two of its partners to their sums.
   *
   * <p>The bits of a residual have its sign and are zero where it is (rows hold no negative zero,
   * since they begin with 0 + x, and so neither do their differences). Shifted, the sign makes a
   * mask that selects one weight or the other: faster on JDK 17 than comparisons. No helper
   * methods, which its JIT does not always inline here; vectors would then live on the heap.
   */
  private void addSigns(int first) {
    int b0 = partners[first] * upper.stride;
    int b1 = partners[first + 1] * upper.stride;
    IntVector plus0 = IntVector.broadcast(INTS, Float.floatToIntBits(partnerWeights[first]));
    IntVector minus0 = IntVector.broadcast(INTS, Float.floatToIntBits(-partnerWeights[first]));
    IntVector plus1 = IntVector.broadcast(INTS, Float.floatToIntBits(partnerWeights[first + 1]));
    IntVector minus1 = IntVector.broadcast(INTS, Float.floatToIntBits(-partnerWeights[first + 1]));
    IntVector zero = IntVector.zero(INTS);
    float[] av = lower.values;
    float[] bv = upper.values;
    for (int d = 0; d < lower.stride; d += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, av, d);
      IntVector bits = a.sub(FloatVector.fromArray(SPECIES, bv, b0 + d)).reinterpretAsInts();
      IntVector negative = bits.lanewise(VectorOperators.ASHR, 31);
      IntVector positive = zero.sub(bits).lanewise(VectorOperators.ASHR, 31);
      FloatVector signed0 = positive.and(minus0).or(negative.and(plus0)).reinterpretAsFloats();
      bits = a.sub(FloatVector.fromArray(SPECIES, bv, b1 + d)).reinterpretAsInts();
      negative = bits.lanewise(VectorOperators.ASHR, 31);
      positive = zero.sub(bits).lanewise(VectorOperators.ASHR, 31);
      FloatVector signed1 = positive.and(minus1).or(negative.and(plus1)).reinterpretAsFloats();
      signed0.add(FloatVector.fromArray(SPECIES, upperSums, b0 + d)).intoArray(upperSums, b0 + d);
      signed1.add(FloatVector.fromArray(SPECIES, upperSums, b1 + d)).intoArray(upperSums, b1 + d);
      signed0.add(signed1).add(FloatVector.fromArray(SPECIES, lowerSum, d)).intoArray(lowerSum, d);
    }
  }

  /** Adds a row's sums to every stream that is active in it. */
  private void distribute(
      HalfLattice half, int row, float[] sums, int from, ByteBuffer[] gradients, int index) {
    for (int k = 0; k < half.streams(); k++) {
      int option = half.option(row, k);
      if (option > 0) {
        int target = lattice.row(index, option, batch.size());
        add(gradients[half.firstStream() + k], target, sums, from);
      }
    }
  }

  private void add(ByteBuffer gradient, int row, float[] sums, int from) {
    int dim = batch.dim();
    int bytes = row * dim * Float.BYTES;
    int whole = SPECIES.loopBound(dim);
    for (int d = 0; d < whole; d += LANES) {
      int at = bytes + d * Float.BYTES;
      FloatVector.fromByteBuffer(SPECIES, gradient, at, ORDER)
          .add(FloatVector.fromArray(SPECIES, sums, from + d))
          .intoByteBuffer(gradient, at, ORDER);
    }
    for (int d = whole; d < dim; d++) {
      int at = bytes + d * Float.BYTES;
      gradient.putFloat(at, gradient.getFloat(at) + sums[from + d]);
    }
  }

  private void clear(ByteBuffer gradient, int row) {
    int dim = batch.dim();
    int bytes = row * dim * Float.BYTES;
    int whole = SPECIES.loopBound(dim);
    for (int d = 0; d < whole; d += LANES) {
      FloatVector.zero(SPECIES).intoByteBuffer(gradient, bytes + d * Float.BYTES, ORDER);
    }
    for (int d = whole; d < dim; d++) {
      gradient.putFloat(bytes + d * Float.BYTES, 0);
    }
  }
}
