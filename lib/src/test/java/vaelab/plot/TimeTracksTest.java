package vaelab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class TimeTracksTest {
  private static final float[][] COLUMNS = new float[100][8];

  @Test
  void spansTakeTheirShareOfTheWindow() {
    double[][] half = {{0, 5}};
    double[][] outside = {{0, 1}, {9, 10}};
    int whole = blue(TimeTracks.titled("t", 0, 5).spans("a", half, 0).build());
    int part = blue(TimeTracks.titled("t", 0, 10).spans("a", half, 0).build());
    assertTrue(whole > 0);
    assertEquals(0.5, (double) part / whole, 0.01);
    assertEquals(0, blue(TimeTracks.titled("t", 2, 8).spans("a", outside, 0).build()));
  }

  @Test
  void rowsStandBelowEachOther() {
    TimeTracks one = TimeTracks.titled("t", 0, 1).image("mixture", COLUMNS, 0.01, 4000, 0, 1);
    int height = one.build().getHeight();
    BufferedImage two = one.curves("mixture", new double[][] {new double[100]}, 0.01).build();
    assertTrue(two.getHeight() > height);
  }

  @Test
  void instantsInTheWindowAreMarked() {
    double[][] span = {{2, 4}};
    int plain = blue(TimeTracks.titled("t", 0, 10).spans("a", span, 0).build());
    int marked =
        blue(TimeTracks.titled("t", 0, 10).spans("a", span, 0).marked(new double[] {3.3}).build());
    assertTrue(marked < plain, "a line hides a little of the span");
    assertTrue(marked > 0.9 * plain, "only a little");
    double[] outside = {-1, 11};
    assertEquals(
        plain, blue(TimeTracks.titled("t", 0, 10).spans("a", span, 0).marked(outside).build()));
  }

  @Test
  void badInputIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> TimeTracks.titled("t", 1, 1));
    TimeTracks late = TimeTracks.titled("t", 5, 6);
    assertThrows(IllegalArgumentException.class, () -> late.image("a", COLUMNS, 0.01, 4000, 0, 1));
    assertThrows(IllegalStateException.class, late::build);
    assertThrows(IllegalStateException.class, () -> late.marked(new double[] {5}));
  }

  private static int blue(BufferedImage image) {
    int count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += (image.getRGB(x, y) & 0xFFFFFF) == 0x0072B2 ? 1 : 0;
      }
    }
    return count;
  }
}
