package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PenStrokeDigitsTest {
  private static final LabelledImages SET = PenStrokeDigits.generate(100, 7);

  @Test
  void hasTheFormatOfMnist() {
    Images images = SET.images();
    assertEquals(1000, images.count());
    assertEquals(28, images.height());
    assertEquals(28, images.width());
    for (int c = 0; c < 10; c++) {
      assertEquals(100, SET.indicesOf(c).length);
    }
    for (float pixel : images.pixels()) {
      assertEquals(Math.round(pixel * 255f) / 255f, pixel, "a multiple of 1/255");
    }
  }

  @Test
  void isCentredAndInkedLikeMnist() {
    double all = 0;
    for (int n = 0; n < 1000; n++) {
      float[] image = SET.images().image(n);
      double ink = 0;
      double x = 0;
      double y = 0;
      for (int d = 0; d < 784; d++) {
        ink += image[d];
        x += image[d] * (d % 28);
        y += image[d] * (d / 28);
      }
      all += ink / 784_000;
      assertTrue(ink > 12, "image " + n + " is nearly empty: " + ink);
      assertEquals(13.5, x / ink, 3, "image " + n);
      assertEquals(13.5, y / ink, 3, "image " + n);
    }
    assertEquals(0.13, all, 0.02, "MNIST's mean is 0.1307");
  }

  /** Classes can be told apart: the nearest of ten class means is right for most unseen images. */
  @Test
  void classesAreDistinct() {
    double[][] means = new double[10][784];
    for (int n = 0; n < 1000; n++) {
      float[] image = SET.images().image(n);
      for (int d = 0; d < 784; d++) {
        means[SET.labels()[n]][d] += image[d] / 100;
      }
    }
    LabelledImages unseen = PenStrokeDigits.generate(50, 8);
    int right = 0;
    for (int n = 0; n < 500; n++) {
      right += nearest(means, unseen.images().image(n)) == unseen.labels()[n] ? 1 : 0;
    }
    assertTrue(right > 375, right + " of 500; MNIST's nearest mean reaches 82 %");
    assertTrue(right < 500, "as alike as print");
  }

  @Test
  void theSeedDecidesAndMoreBeginsLikeFewer() {
    float[] fewer = PenStrokeDigits.generate(3, 7).images().pixels();
    assertArrayEquals(fewer, Arrays.copyOf(SET.images().pixels(), fewer.length));
    assertFalse(Arrays.equals(fewer, PenStrokeDigits.generate(3, 6).images().pixels()));
    assertFalse(Arrays.equals(SET.images().image(0), SET.images().image(10)), "two zeros");
    assertSays(IllegalArgumentException.class, () -> PenStrokeDigits.generate(0, 1), "found 0");
  }

  private static int nearest(double[][] means, float[] image) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < means.length; c++) {
      double distance = 0;
      for (int d = 0; d < image.length; d++) {
        distance += (means[c][d] - image[d]) * (means[c][d] - image[d]);
      }
      if (distance < least) {
        least = distance;
        best = c;
      }
    }
    return best;
  }
}
