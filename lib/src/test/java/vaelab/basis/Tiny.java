package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import vaelab.basis.NcsnConfig.Schedule;
import vaelab.tensor.NoiseSource;
import vaelab.train.History;

/** Networks and data so small that everything about them can be computed twice. */
final class Tiny {
  static final NoiseLevels LEVELS = new NoiseLevels(1, 0.25, 3);
  static final ScoreNetworkSizes SIZES = new ScoreNetworkSizes(4, 6, 2, LEVELS);
  static final int DIM = SIZES.dim();

  private Tiny() {}

  static NcsnConfig config(int iterations, long seed) {
    return new NcsnConfig(SIZES, iterations, 8, 2e-3, Schedule.CONSTANT, seed);
  }

  static ScoreNetwork floats(long seed) {
    return ScoreNetwork.create(SIZES, seed);
  }

  static ScoreNetwork doubles(long seed) {
    return ScoreNetwork.create(SIZES, DataType.FLOAT64, seed);
  }

  /** Values in [0, 1). */
  static float[] images(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[count * DIM];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble();
    }
    return x;
  }

  static NDArray normal(NDManager manager, long seed, DataType type, long... shape) {
    return NoiseSource.normal(
        new NoiseSource(seed).generator(0, 0), manager, new Shape(shape), type);
  }

  static NDArray x(NDManager manager, int rows, DataType type, long seed) {
    return normal(manager, seed, type, rows, 1, SIZES.height(), SIZES.width());
  }

  static void assertSameNetwork(ScoreNetwork expected, ScoreNetwork actual) {
    expected
        .parameters()
        .forEach(
            (name, p) ->
                assertArrayEquals(
                    p.getArray().toFloatArray(),
                    actual.parameters().get(name).getArray().toFloatArray(),
                    name));
  }

  /** Equal to the bit in all but the clock. */
  static void assertSameHistory(History expected, History actual) {
    assertEquals(expected.columns(), actual.columns());
    assertEquals(expected.size(), actual.size());
    for (String name : expected.columns()) {
      if (!name.equals("seconds")) {
        assertArrayEquals(expected.column(name), actual.column(name), name);
      }
    }
  }
}
