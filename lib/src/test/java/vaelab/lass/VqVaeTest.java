package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import vaelab.tensor.GradMode;

/** Sizes and codes of the VQ-VAE; what its layers compute is {@link PlainVqVaeTest}'s matter. */
@SuppressWarnings("try") // modes are closed, not used
class VqVaeTest {

  @Test
  void hasTheParametersOfTheRelease() {
    LassConfig config = LassConfig.of(LassConfig.Preset.PUBLISHED, 2, 1);
    try (VqVae model = VqVae.create(config.image(), 1)) {
      assertEquals(1_220_481, model.size());
      assertEquals(49, model.sizes().length());
      double[] book = Tiny.toDoubles(model.parameters().get("codebook").getArray());
      double largest = DoubleStream.of(book).map(Math::abs).max().orElseThrow();
      assertTrue(largest <= 1 / 256.0 && largest > 0.99 / 256, "codebook up to " + largest);
      // Glorot: U(+-sqrt(6 / (4 * 4 * (128 + 128)))) has this standard deviation.
      String kernel =
          model.parameters().keySet().stream()
              .filter(name -> name.startsWith("encoder.") && name.contains("04"))
              .filter(name -> name.contains("weight"))
              .findFirst()
              .orElseThrow();
      double[] w = Tiny.toDoubles(model.parameters().get(kernel).getArray());
      assertEquals(128 * 128 * 16, w.length);
      double deviation = Math.sqrt(DoubleStream.of(w).map(v -> v * v).average().orElseThrow());
      assertEquals(Math.sqrt(2.0 / (16 * 256)), deviation, 1e-4);
    }
  }

  @Test
  void theNearestCodeIsNearest() {
    VqVaeSizes sizes = new VqVaeSizes(12, 4, 7);
    try (VqVae model = VqVae.create(sizes, DataType.FLOAT64, 1);
        NDManager scope = model.manager().newSubManager()) {
      Tiny.shake(model.parameters(), 1, 2);
      Random random = new Random(3);
      Shape shape = new Shape(5, 4, 3, 3);
      double[] z = random.doubles(shape.size(), -2, 2).toArray();
      long[] found = model.nearest(scope.create(z, shape)).toLongArray();
      double[] book = model.parameters().get("codebook").getArray().toDoubleArray();
      assertEquals(45, found.length);
      for (int n = 0; n < 45; n++) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int v = 0; v < 7; v++) {
          double distance = 0;
          for (int c = 0; c < 4; c++) {
            double d = z[(n / 9 * 4 + c) * 9 + n % 9] - book[v * 4 + c];
            distance += d * d;
          }
          if (distance < least) {
            least = distance;
            best = v;
          }
        }
        assertEquals(best, found[n], "place " + n);
      }
      assertTrue(Arrays.stream(found).distinct().count() > 3, "several codes in use");
    }
  }

  /** Vectors that are looked up lie at their own places: their nearest codes are themselves. */
  @Test
  void lookingUpUndoesNearest() {
    try (VqVae model = Tiny.vqVae(4);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      int[][] codes = Tiny.codes(6, Tiny.SEQUENCE, 5);
      NDArray latents =
          model.lookUp(new ParameterStore(scope, false), VqVae.codes(scope, codes, 0, 6));
      assertEquals(new Shape(6, 3, 2, 2), latents.getShape());
      long[] found = model.nearest(latents).toLongArray();
      assertArrayEquals(
          Arrays.stream(codes).flatMapToInt(Arrays::stream).asLongStream().toArray(), found);
    }
  }

  /** Sets larger than a batch, dealt out to the cores, equal their images one by one. */
  @Test
  void wholeSetsEqualSingleImages() {
    int count = 260;
    float[] images = Tiny.images(count, 6);
    try (VqVae model = Tiny.vqVae(7)) {
      int[][] codes = model.codes(images);
      float[] decoded = model.images(codes);
      for (int n : new int[] {0, 1, 255, 256, 259}) {
        float[] one = Arrays.copyOfRange(images, n * Tiny.DIM, (n + 1) * Tiny.DIM);
        assertArrayEquals(model.codes(one)[0], codes[n]);
        assertArrayEquals(
            model.images(new int[][] {codes[n]}),
            Arrays.copyOfRange(decoded, n * Tiny.DIM, (n + 1) * Tiny.DIM),
            1e-6f);
      }
      assertThrows(IllegalArgumentException.class, () -> model.codes(new float[Tiny.DIM + 1]));
    }
  }

  @Test
  void refusesImagesThatCannotBeHalvedTwice() {
    assertThrows(IllegalArgumentException.class, () -> new VqVaeSizes(27, 4, 4));
    assertThrows(IllegalArgumentException.class, () -> new VqVaeSizes(28, 0, 4));
    assertThrows(IllegalArgumentException.class, () -> new VqVaeSizes(28, 4, 1));
  }
}
