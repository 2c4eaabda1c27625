package vaelab.vaebss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.NoiseSource;
import vaelab.train.EpochLoop;
import vaelab.train.History;

/** Models and data so small that everything about them can be computed twice. */
final class Tiny {
  static final NetworkSizes SIZES = new NetworkSizes(6, List.of(5, 4), 2);
  static final int DIM = SIZES.dim();

  private Tiny() {}

  static VaeBss floats(VaeBssConfig config, long seed) {
    return VaeBss.create(SIZES, config.slots(), config.digits(), seed);
  }

  /** Two slots, averages of two, quick steps. */
  static VaeBssConfig config(int epochs, long seed) {
    return VaeBssConfig.of(VaeBssConfig.Preset.AS_RELEASED, 2, epochs, seed)
        .withBatchSize(8)
        .withRates(5e-3, VaeBssConfig.Schedule.RELEASED)
        .withBeta(0.5, 2);
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

  static NDArray x(NDManager manager, int rows, DataType type, long seed) {
    return manager.create(images(rows, seed), new Shape(rows, DIM)).toType(type, false);
  }

  static NDArray noise(NDManager manager, int rows, int slots, DataType type, long seed) {
    RandomGenerator generator = new NoiseSource(seed).generator(0, 0);
    Shape shape = new Shape(rows, (long) slots * SIZES.latent());
    return NoiseSource.normal(generator, manager, shape, type);
  }

  static void assertSameModel(VaeBss expected, VaeBss actual) {
    expected
        .parameters()
        .forEach(
            (name, p) ->
                assertArrayEquals(
                    p.getArray().toFloatArray(),
                    actual.parameters().get(name).getArray().toFloatArray(),
                    name));
  }

  /** Equal to the bit in all but the clock and who else was at work. */
  static void assertSameHistory(History expected, History actual) {
    assertEquals(expected.columns(), actual.columns());
    assertEquals(expected.size(), actual.size());
    for (String name : expected.columns()) {
      if (!name.equals("seconds") && !name.equals(EpochLoop.TOGETHER)) {
        assertArrayEquals(expected.column(name), actual.column(name), name);
      }
    }
  }
}
