package vaelab.plot;

import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountMatrixTest {
  private static BufferedImage draw(int[][] counts) {
    return new CountMatrix("t", "row", List.of("a", "b"), "column", List.of("x", "y", "z"), counts)
        .build();
  }

  /** The darkest grey of a picture. */
  private static int darkest(BufferedImage image) {
    int darkest = 255;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        darkest = Math.min(darkest, new Color(image.getRGB(x, y)).getGreen());
      }
    }
    return darkest;
  }

  @Test
  void largerCountsAreDarker() {
    BufferedImage none = draw(new int[2][3]);
    BufferedImage some = draw(new int[][] {{0, 9, 0}, {1, 0, 0}});
    assertTrue(some.getWidth() > some.getHeight() / 2);
    assertNotEquals(mean(none), mean(some));
    assertTrue(mean(some) < mean(none));
    assertTrue(darkest(some) <= darkest(none));
  }

  private static double mean(BufferedImage image) {
    double sum = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        sum += new Color(image.getRGB(x, y)).getGreen();
      }
    }
    return sum / image.getWidth() / image.getHeight();
  }

  @Test
  void refusesCountsThatDoNotFitTheNames() {
    assertThrows(IllegalArgumentException.class, () -> draw(new int[3][3]));
    assertThrows(IllegalArgumentException.class, () -> draw(new int[2][2]));
  }
}
