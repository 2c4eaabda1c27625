package vaelab.msvae.energy;

import static vaelab.msvae.energy.HalfLattice.LANES;
import static vaelab.msvae.energy.HalfLattice.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Gradient of a weighted sum of the L1 energies of one lattice with respect to the streams' images.
 *
 * <p>d|x - mix|/dmu = -sign(x - mix) for every active stream, and 0 where x equals the mixture (the
 * convention of PyTorch). The signed weights add up over rows first: a row of the upper half
 * collects those of all its partners, and gives the sum to each stream that is active in it.
 */
final class LatticeGradient {
  private final HalfLattice lower;
  private final HalfLattice upper;
  private final SampleLattice lattice;
  private final int dim;
  private final float[] lowerSum;
  private final float[] upperSums;
  private final boolean[] upperTouched;

  LatticeGradient(HalfLattice lower, HalfLattice upper, SampleLattice lattice, int dim) {
    this.lower = lower;
    this.upper = upper;
    this.lattice = lattice;
    this.dim = dim;
    lowerSum = new float[lower.stride];
    upperSums = new float[upper.values.length];
    upperTouched = new boolean[upper.rows];
  }

  /**
   * Adds the gradient of one lattice.
   *
   * @param weights weights of all energies
   * @param offset where this lattice's begin
   * @param threshold weights at or below it are left out
   * @param gradients one array a stream, (M B, D)
   * @param index which lattice
   * @param batch B
   */
  void add(
      float[] weights, int offset, float threshold, float[][] gradients, int index, int batch) {
    Arrays.fill(upperTouched, false);
    for (int i = 0; i < lower.rows; i++) {
      boolean lowerTouched = false;
      for (int j = 0; j < upper.rows; j++) {
        // The all-off point belongs to no stream.
        float weight = i + j == 0 ? 0 : weights[offset + j * lower.rows + i];
        if (weight > threshold) {
          if (!lowerTouched) {
            Arrays.fill(lowerSum, 0);
            lowerTouched = true;
          }
          if (!upperTouched[j]) {
            Arrays.fill(upperSums, j * upper.stride, (j + 1) * upper.stride, 0);
            upperTouched[j] = true;
          }
          addSigns(i, j, weight);
        }
      }
      if (lowerTouched) {
        distribute(lower, i, lowerSum, 0, gradients, index, batch);
      }
    }
    for (int j = 0; j < upper.rows; j++) {
      if (upperTouched[j]) {
        distribute(upper, j, upperSums, j * upper.stride, gradients, index, batch);
      }
    }
  }

  private void addSigns(int i, int j, float weight) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector plus = FloatVector.broadcast(SPECIES, weight);
    FloatVector minus = plus.neg();
    int a = i * lower.stride;
    int b = j * upper.stride;
    for (int d = 0; d < lower.stride; d += LANES) {
      FloatVector residual =
          FloatVector.fromArray(SPECIES, lower.values, a + d)
              .sub(FloatVector.fromArray(SPECIES, upper.values, b + d));
      FloatVector signed =
          zero.blend(minus, residual.compare(VectorOperators.GT, zero))
              .blend(plus, residual.compare(VectorOperators.LT, zero));
      FloatVector.fromArray(SPECIES, lowerSum, d).add(signed).intoArray(lowerSum, d);
      FloatVector.fromArray(SPECIES, upperSums, b + d).add(signed).intoArray(upperSums, b + d);
    }
  }

  private void distribute(
      HalfLattice half,
      int row,
      float[] sums,
      int from,
      float[][] gradients,
      int index,
      int batch) {
    for (int k = 0; k < half.streams(); k++) {
      int option = half.option(row, k);
      if (option > 0) {
        float[] gradient = gradients[half.firstStream() + k];
        int target = lattice.row(index, option, batch) * dim;
        for (int d = 0; d < dim; d++) {
          gradient[target + d] += sums[from + d];
        }
      }
    }
  }
}
