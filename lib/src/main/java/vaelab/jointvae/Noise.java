package vaelab.jointvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import vaelab.tensor.NoiseSource;

/**
 * The random numbers of one step.
 *
 * @param epsilon standard normal, (B, Z)
 * @param gumbel standard Gumbel, (B, C)
 */
record Noise(NDArray epsilon, NDArray gumbel) {

  static Noise draw(
      RandomGenerator generator, NDManager scope, int rows, JointVaeSizes sizes, DataType type) {
    return new Noise(
        NoiseSource.normal(generator, scope, new Shape(rows, sizes.latent()), type),
        Categorical.gumbel(generator, scope, new Shape(rows, sizes.categories()), type));
  }
}
