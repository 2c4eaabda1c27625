package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vaelab.train.Minibatches;

/** Tables of partial mixtures, against a count by hand with averages made one by one. */
class TableCountingTest {
  private static final int IMAGES = 11;

  @Test
  void countsTheCodesOfPartialAverages() {
    float[] images = Tiny.images(IMAGES, 1);
    try (VqVae model = Tiny.vqVae(2)) {
      List<Integer> passes = new ArrayList<>();
      List<MixtureTable> tables =
          new TableCounting(3, 2, true, 7).count(model, images, passes::add);
      assertEquals(List.of(1, 2), passes);
      MixtureCounts two = new MixtureCounts(5);
      MixtureCounts three = new MixtureCounts(5);
      for (int pass = 1; pass <= 2; pass++) {
        int[] order = new Minibatches(IMAGES, 2, 7).permutation(pass);
        // 11 images: three groups of three, and two images that sit out.
        for (int g = 0; g < 3; g++) {
          int[] a = codes(model, images, order[g]);
          int[] b = codes(model, images, order[3 + g]);
          int[] c = codes(model, images, order[6 + g]);
          int[] ab = codes(model, images, order[g], order[3 + g]);
          int[] abc = codes(model, images, order[g], order[3 + g], order[6 + g]);
          for (int t = 0; t < a.length; t++) {
            two.add(a[t], b[t], ab[t]);
            two.add(b[t], a[t], ab[t]);
            three.add(ab[t], c[t], abc[t]);
          }
        }
      }
      assertEquals(2, tables.size());
      assertArrayEquals(two.table().toRows(), tables.get(0).toRows());
      assertArrayEquals(three.table().toRows(), tables.get(1).toRows());
    }
  }

  @Test
  void oneOrderCountsHalf() {
    float[] images = Tiny.images(IMAGES, 1);
    try (VqVae model = Tiny.vqVae(2)) {
      assertEquals(5 * 4, total(new TableCounting(2, 1, false, 7).count(model, images, i -> {})));
      assertEquals(5 * 8, total(new TableCounting(2, 1, true, 7).count(model, images, i -> {})));
      assertThrows(
          IllegalArgumentException.class,
          () -> new TableCounting(2, 1, true, 7).count(model, Tiny.images(1, 1), i -> {}));
    }
    assertThrows(IllegalArgumentException.class, () -> new TableCounting(1, 1, true, 7));
    assertThrows(IllegalArgumentException.class, () -> new TableCounting(2, 0, true, 7));
  }

  private static double total(List<MixtureTable> tables) {
    double[] rows = tables.get(0).toRows();
    double sum = 0;
    for (int i = 3; i < rows.length; i += 4) {
      sum += rows[i];
    }
    return sum;
  }

  private static int[] codes(VqVae model, float[] images, int... parts) {
    float[] average = new float[Tiny.DIM];
    for (int d = 0; d < Tiny.DIM; d++) {
      for (int part : parts) {
        average[d] += images[part * Tiny.DIM + d];
      }
      average[d] /= parts.length;
    }
    return model.codes(average)[0];
  }
}
