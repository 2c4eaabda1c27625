package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapesTest {
  private static final int GOLDEN = -1_581_960_547;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"8, 8", "12, 12", "28, 28", "10, 40", "33, 9"})
  void drawsInkThatStaysWithinAnySize(int height, int width) {
    LabelledImages shapes = Shapes.generate(50, height, width, 3);
    Images images = shapes.images();
    assertEquals(150, images.count());
    for (int n = 0; n < images.count(); n++) {
      assertEquals(n % 3, shapes.labels()[n]);
      double ink = 0;
      for (int d = 0; d < images.dim(); d++) {
        float pixel = images.pixels()[n * images.dim() + d];
        assertEquals(Math.round(pixel * 255f) / 255f, pixel, "a multiple of 1/255");
        ink += pixel;
      }
      int side = Math.min(height, width);
      assertTrue(ink > 0.4 * side, "image " + n + " is nearly empty: " + ink);
      assertTrue(ink < 0.4 * side * side, "image " + n + " is nearly full: " + ink);
    }
  }

  @Test
  void moreImagesBeginWithTheSameAndOtherSeedsDiffer() {
    float[] few = Shapes.generate(5, 12, 12, 3).images().pixels();
    float[] more = Shapes.generate(9, 12, 12, 3).images().pixels();
    assertArrayEquals(few, Arrays.copyOf(more, few.length));
    float[] other = Shapes.generate(5, 12, 12, 4).images().pixels();
    assertNotEquals(Arrays.hashCode(few), Arrays.hashCode(other));
  }

  /** Fixed once and for all: every machine and every later version draws these. */
  @Test
  void drawsTheSameOnEveryMachine() {
    int[] bytes = new int[12 * 12 * 300];
    float[] pixels = Shapes.generate(100, 12, 12, 1).images().pixels();
    Arrays.setAll(bytes, i -> Math.round(255 * pixels[i]));
    assertEquals(GOLDEN, Arrays.hashCode(bytes));
  }

  @Test
  void namesSizesThatAreOutOfRange() {
    assertSays(
        IllegalArgumentException.class, () -> Shapes.generate(0, 12, 12, 1), "at least 1", "0 of");
    assertSays(
        IllegalArgumentException.class, () -> Shapes.generate(1, 12, 7, 1), "8 x 8", "12 x 7");
    assertSays(
        IllegalArgumentException.class,
        () -> Shapes.generate(1_000_000, 100, 100, 1),
        "fewer than 2^31");
  }

  @Test
  void filesHoldTheImagesOfOneClassEach() throws IOException {
    LabelledImages shapes = Shapes.generate(4, 9, 11, 2);
    SourceFiles.write(folder, shapes, Shapes.NAMES);
    for (int c = 0; c < 3; c++) {
      NpyArray read = SourceFiles.read(folder.resolve(Shapes.NAMES.get(c) + ".npy"));
      assertArrayEquals(new int[] {4, 9, 11}, read.shape());
      assertArrayEquals(shapes.ofClass(c).images().pixels(), read.data());
    }
    assertSays(
        IllegalArgumentException.class,
        () -> SourceFiles.write(folder, shapes, List.of("a", "b", "c", "d")),
        "class 3");
  }
}
