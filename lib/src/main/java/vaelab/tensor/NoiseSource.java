package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Standard normal noise that depends on nothing but its keys.
 *
 * <p>Each step of a training run draws from a generator seeded with (seed, epoch, step). A resumed
 * run therefore sees the noise that the uninterrupted run saw, on every device, and the random
 * state that a checkpoint has to keep is these three numbers.
 */
public final class NoiseSource {
  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private final long seed;

  /**
   * Creates a source.
   *
   * @param seed seed of the run
   */
  public NoiseSource(long seed) {
    this.seed = seed;
  }

  /**
   * The generator of one step.
   *
   * @param epoch epoch number
   * @param step step within the epoch
   * @return a generator of its own, the same for the same keys
   */
  public RandomGenerator generator(int epoch, int step) {
    return FACTORY.create(mix(mix(mix(seed) + epoch) + step));
  }

  /**
   * Draws standard normal numbers.
   *
   * @param generator where they come from
   * @param manager owner of the result
   * @param shape shape of the result
   * @param type float32 or float64
   * @return independent draws from N(0, 1)
   */
  public static NDArray normal(
      RandomGenerator generator, NDManager manager, Shape shape, DataType type) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) generator.nextGaussian();
    }
    NDArray draws = manager.create(values, shape);
    return type == DataType.FLOAT32 ? draws : draws.toType(type, false);
  }

  /** The finaliser of SplitMix64: neighbouring keys become unrelated seeds. */
  private static long mix(long z) {
    z += 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
