package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.SplittableRandom;
import vaelab.data.Images;
import vaelab.data.LabelledImages;
import vaelab.train.History;

/** Models and data so small that everything about them can be computed twice. */
final class Tiny {
  static final JointVaeSizes SIZES = new JointVaeSizes(4, List.of(2, 3), List.of(2), 4, 2, 3);
  static final int DIM = SIZES.dim();

  /** For two kinds of 8 x 8 images. */
  static final JointVaeSizes BARS = new JointVaeSizes(8, List.of(8, 16), List.of(8), 32, 2, 2);

  private Tiny() {}

  /** Batches of 8, a ramp of 12 steps. */
  static JointVaeConfig config(int epochs, long seed) {
    return new JointVaeConfig(epochs, 8, 5e-3, 0.67, 30, 5, 5, 12, seed);
  }

  /** Grey noise, values in [0, 1). */
  static Images images(int count, int side, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[count * side * side];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(256) / 256f;
    }
    return new Images(x, count, side, side);
  }

  /** A bar across or a bar down, two pixels wide, of any grey above a half; labels 0 and 1. */
  static LabelledImages bars(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[count * 64];
    int[] labels = new int[count];
    for (int n = 0; n < count; n++) {
      labels[n] = random.nextInt(2);
      float grey = 0.5f + random.nextInt(128) / 256f;
      for (int i = 0; i < 16; i++) {
        int along = i / 2;
        int across = 3 + i % 2;
        x[n * 64 + (labels[n] == 0 ? across * 8 + along : along * 8 + across)] = grey;
      }
    }
    return new LabelledImages(new Images(x, count, 8, 8), labels);
  }

  static void set(NDArray array, double... values) {
    try (NDArray source = array.getManager().create(values, array.getShape());
        NDArray typed = source.toType(array.getDataType(), true)) {
      typed.copyTo(array);
    }
  }

  static void assertSameModel(JointVae expected, JointVae actual) {
    assertEquals(expected.parameters().keySet(), actual.parameters().keySet());
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
