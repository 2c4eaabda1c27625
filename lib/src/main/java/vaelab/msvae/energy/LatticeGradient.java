package vaelab.msvae.energy;

import static vaelab.msvae.energy.HalfLattice.LANES;
import static vaelab.msvae.energy.HalfLattice.ORDER;
import static vaelab.msvae.energy.HalfLattice.SPECIES;

import java.nio.ByteBuffer;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

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
  private static final int GROUP = 4;

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

  /** Adds the signed weights of the lower row and one group of its partners to their sums. */
  private void addSigns(int first) {
    int b0 = partners[first] * upper.stride;
    int b1 = partners[first + 1] * upper.stride;
    int b2 = partners[first + 2] * upper.stride;
    int b3 = partners[first + 3] * upper.stride;
    FloatVector w0 = FloatVector.broadcast(SPECIES, partnerWeights[first]);
    FloatVector w1 = FloatVector.broadcast(SPECIES, partnerWeights[first + 1]);
    FloatVector w2 = FloatVector.broadcast(SPECIES, partnerWeights[first + 2]);
    FloatVector w3 = FloatVector.broadcast(SPECIES, partnerWeights[first + 3]);
    float[] av = lower.values;
    float[] bv = upper.values;
    for (int d = 0; d < lower.stride; d += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, av, d);
      FloatVector sum = FloatVector.fromArray(SPECIES, lowerSum, d);
      FloatVector sign = minusSign(a.sub(FloatVector.fromArray(SPECIES, bv, b0 + d)));
      sum = sign.fma(w0, sum);
      sign.fma(w0, FloatVector.fromArray(SPECIES, upperSums, b0 + d)).intoArray(upperSums, b0 + d);
      sign = minusSign(a.sub(FloatVector.fromArray(SPECIES, bv, b1 + d)));
      sum = sign.fma(w1, sum);
      sign.fma(w1, FloatVector.fromArray(SPECIES, upperSums, b1 + d)).intoArray(upperSums, b1 + d);
      sign = minusSign(a.sub(FloatVector.fromArray(SPECIES, bv, b2 + d)));
      sum = sign.fma(w2, sum);
      sign.fma(w2, FloatVector.fromArray(SPECIES, upperSums, b2 + d)).intoArray(upperSums, b2 + d);
      sign = minusSign(a.sub(FloatVector.fromArray(SPECIES, bv, b3 + d)));
      sum = sign.fma(w3, sum);
      sign.fma(w3, FloatVector.fromArray(SPECIES, upperSums, b3 + d)).intoArray(upperSums, b3 + d);
      sum.intoArray(lowerSum, d);
    }
  }

  /**
   * -1, 0 or 1 by integer arithmetic on the bits, which have the sign of the number and are zero
   * where it is: faster than masks on JDK 17. Rows hold no negative zero (they begin with 0 + x),
   * so neither do their differences.
   */
  private static FloatVector minusSign(FloatVector residual) {
    IntVector bits = residual.reinterpretAsInts();
    IntVector sign =
        bits.neg().lanewise(VectorOperators.ASHR, 31).or(bits.lanewise(VectorOperators.LSHR, 31));
    return (FloatVector) sign.convert(VectorOperators.I2F, 0);
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
