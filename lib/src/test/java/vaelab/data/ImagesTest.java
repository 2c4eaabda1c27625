package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static vaelab.data.Errors.assertSays;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImagesTest {
  private static final Images TWO =
      new Images(
          new float[] {0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 1f, 0f}, 2, 2, 3);

  @Test
  void picksImagesByNumber() {
    assertEquals(6, TWO.dim());
    assertArrayEquals(new float[] {0.6f, 0.7f, 0.8f, 0.9f, 1f, 0f}, TWO.image(1));
    float[] batch = new float[8];
    TWO.copyInto(0, batch, 2);
    assertArrayEquals(new float[] {0, 0, 0f, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f}, batch);
    Images chosen = TWO.select(new int[] {1, 0, 1});
    assertEquals(3, chosen.count());
    assertArrayEquals(TWO.image(1), chosen.image(2));
    assertArrayEquals(TWO.image(0), chosen.image(1));
    assertEquals(0, TWO.select(new int[0]).count());
  }

  @Test
  void takesTheFirstImages() {
    LabelledImages set = new LabelledImages(TWO, new int[] {7, 3});
    LabelledImages one = set.first(1);
    assertEquals(1, one.images().count());
    assertArrayEquals(TWO.image(0), one.images().pixels());
    assertArrayEquals(new int[] {7}, one.labels());
    assertSame(set, set.first(2));
    assertSame(set, set.first(Integer.MAX_VALUE));
  }

  @Test
  void imageIsACopy() {
    TWO.image(0)[0] = 0.77f;
    assertEquals(0f, TWO.pixels()[0]);
  }

  @Test
  void refusesWhatIsNoImage() {
    Class<IllegalArgumentException> wrong = IllegalArgumentException.class;
    assertSays(wrong, () -> new Images(new float[5], 1, 2, 3), "1 x 2 x 3 = 6", "found 5");
    assertSays(wrong, () -> new Images(new float[0], 0, 0, 3), "height >= 1");
    assertSays(wrong, () -> new Images(new float[0], 65536, 65536, 65536), "found 0");
    for (float bad : new float[] {-0.01f, 1.01f, Float.NaN, 255f}) {
      assertSays(
          wrong, () -> new Images(new float[] {0, 0, bad, 0}, 2, 1, 2), "" + bad, "image 1", "255");
    }
    assertSays(IndexOutOfBoundsException.class, () -> TWO.image(2), "from 0 to 1", "found 2");
    assertSays(IndexOutOfBoundsException.class, () -> TWO.image(-1), "found -1");
  }

  @Test
  void findsClasses() {
    LabelledImages set = new LabelledImages(TWO, new int[] {7, 3});
    assertArrayEquals(new int[] {1}, set.indicesOf(3));
    assertArrayEquals(TWO.image(1), set.ofClass(3).images().image(0));
    assertArrayEquals(new int[] {3}, set.ofClass(3).labels());
    assertSays(IllegalArgumentException.class, () -> set.ofClass(4), "class 4", "[3, 7]");
    assertSays(
        IllegalArgumentException.class, () -> new LabelledImages(TWO, new int[1]), "2", "found 1");
    assertSays(
        IllegalArgumentException.class, () -> new LabelledImages(TWO, new int[] {0, -1}), "-1");
  }

  @Test
  void splitsWithinEachClass() {
    int[] labels = IntStream.range(0, 110).map(n -> n < 10 ? 4 : n % 2).toArray();
    float[] pixels = new float[110];
    for (int n = 0; n < 110; n++) {
      pixels[n] = n / 110f; // the image tells who it is
    }
    LabelledImages whole = new LabelledImages(new Images(pixels, 110, 1, 1), labels);
    ClassSplit split = ClassSplit.of(whole, 0.1, 42);
    assertEquals(1, split.first().indicesOf(4).length);
    assertEquals(5, split.first().indicesOf(0).length);
    assertEquals(5, split.first().indicesOf(1).length);
    assertEquals(45, split.rest().indicesOf(0).length);
    Set<Float> seen = new HashSet<>();
    for (LabelledImages part : new LabelledImages[] {split.first(), split.rest()}) {
      for (int n = 0; n < part.labels().length; n++) {
        seen.add(part.images().pixels()[n]);
        int origin = Math.round(part.images().pixels()[n] * 110);
        assertEquals(labels[origin], part.labels()[n]);
      }
    }
    assertEquals(110, seen.size(), "disjoint and complete");
    float[] same = ClassSplit.of(whole, 0.1, 42).first().images().pixels();
    assertArrayEquals(split.first().images().pixels(), same);
    assertSays(IllegalArgumentException.class, () -> ClassSplit.of(whole, 1, 0), "1.0");
    LabelledImages single = whole.select(new int[] {0, 10, 12});
    assertSays(IllegalArgumentException.class, () -> ClassSplit.of(single, 0.5, 0), "class 4");
  }
}
