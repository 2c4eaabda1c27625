package vaelab.msvae.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/**
 * Observations and images on a grid of 1/64.
 *
 * <p>Sums of a few hundred such numbers are exact in float32, in any order. All implementations
 * must therefore agree to the last bit, and residuals that are zero are zero everywhere.
 */
record EnergyCase(SampleLattice lattice, int batch, int dim, float[] x, float[][] mu) {
  private static final int GRID = 64;

  static EnergyCase random(SampleLattice lattice, int batch, int dim, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = grid(random, batch * dim, 2 * GRID);
    float[][] mu = new float[lattice.streams()][];
    for (int h = 0; h < mu.length; h++) {
      mu[h] = grid(random, lattice.samples() * batch * dim, GRID);
    }
    return new EnergyCase(lattice, batch, dim, x, mu);
  }

  private static float[] grid(SplittableRandom random, int size, int bound) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextInt(-bound, bound + 1) / (float) GRID;
    }
    return values;
  }

  /** Weights of which about one in {@code every} is not zero, multiples of 1/1024. */
  float[] sparseWeights(int every, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[lattice.lattices(batch) * lattice.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(every) == 0 ? random.nextInt(1, 1025) / 1024f : 0;
    }
    return weights;
  }

  NDArray x(NDManager manager, DataType type) {
    return manager.create(x, new Shape(batch, dim)).toType(type, false);
  }

  NDList mu(NDManager manager, DataType type) {
    NDList list = new NDList();
    for (float[] m : mu) {
      list.add(
          manager.create(m, new Shape((long) lattice.samples() * batch, dim)).toType(type, false));
    }
    return list;
  }
}
