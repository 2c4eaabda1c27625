package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import vaelab.train.History;

/** Models and data so small that everything about them can be computed twice. */
final class Tiny {
  /** 8 x 8 images, 2 x 2 codes. */
  static final VqVaeSizes IMAGE = new VqVaeSizes(8, 3, 5);

  static final PriorSizes SEQUENCE = new PriorSizes(5, 4, 8, 2, 2);
  static final int DIM = IMAGE.dim();

  private Tiny() {}

  /** Values in [0, 1). */
  static float[] images(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[count * DIM];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble();
    }
    return x;
  }

  static int[][] codes(int count, PriorSizes sizes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] codes = new int[count][sizes.length()];
    for (int[] row : codes) {
      for (int t = 0; t < row.length; t++) {
        row[t] = random.nextInt(sizes.codes());
      }
    }
    return codes;
  }

  /** Weights far from their small first values, so that nothing hides in near-uniform outputs. */
  static void shake(Map<String, Parameter> parameters, double deviation, long seed) {
    Random random = new Random(seed);
    Weights.trainable(parameters)
        .values()
        .forEach(
            p -> {
              double[] values = toDoubles(p.getArray());
              for (int i = 0; i < values.length; i++) {
                values[i] += deviation * random.nextGaussian();
              }
              set(p.getArray(), values);
            });
  }

  /** A VQ-VAE whose codebook lies among its own latents, so that several codes are in use. */
  static VqVae vqVae(long seed) {
    VqVae model = VqVae.create(IMAGE, seed);
    shake(model.parameters(), 0.5, seed);
    return model;
  }

  /** Tables of random counts in which about every third triple is missing. */
  static MixtureTable table(int codes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MixtureCounts counts = new MixtureCounts(codes);
    for (int a = 0; a < codes; a++) {
      for (int b = 0; b < codes; b++) {
        for (int m = 0; m < codes; m++) {
          int n = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(9);
          for (int i = 0; i < n; i++) {
            counts.add(a, b, m);
          }
        }
      }
    }
    return counts.table();
  }

  static double[] toDoubles(NDArray array) {
    Number[] values = array.toArray();
    double[] result = new double[values.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i].doubleValue();
    }
    return result;
  }

  static void set(NDArray array, double[] values) {
    try (NDArray source = array.getManager().create(values, array.getShape());
        NDArray typed = source.toType(array.getDataType(), true)) {
      typed.copyTo(array);
    }
  }

  static void assertSame(Map<String, Parameter> expected, Map<String, Parameter> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (name, p) ->
            assertArrayEquals(
                toDoubles(p.getArray()), toDoubles(actual.get(name).getArray()), name));
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
