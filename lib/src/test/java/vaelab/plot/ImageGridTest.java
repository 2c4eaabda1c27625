package vaelab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class ImageGridTest {

  @Test
  void aValueBecomesASquareOfItsColour() {
    // Margin 12 points, a pixel 5 points, two pixels a point.
    BufferedImage image =
        ImageGrid.of(2, 2).scale(5).row("", new float[] {0, 1, 0.5f, Float.NaN}).build();
    assertEquals(0xFFFFFF, at(image, 12, 12));
    assertEquals(0x000000, at(image, 12 + 5, 12));
    assertEquals(0x000000, at(image, 12 + 9.5, 12 + 4.5));
    assertEquals(0x808080, at(image, 12 + 4.5, 12 + 5));
    assertEquals(ColourMap.NOT_A_NUMBER, at(image, 12 + 9.5, 12 + 9.5));
    assertEquals(2 * (12 + 10 + 12), image.getWidth());
    assertEquals(2 * (12 + 10 + 12), image.getHeight());
  }

  private static int at(BufferedImage image, double x, double y) {
    return image.getRGB((int) (2 * x), (int) (2 * y)) & 0xFFFFFF;
  }

  @Test
  void aFrameLiesAroundTheImageAndHidesNoPixel() {
    float[] white = new float[4];
    BufferedImage image =
        ImageGrid.of(2, 2).scale(5).row("", Cell.of(white).frame(Color.RED)).build();
    assertEquals(0xFFFFFF, at(image, 12, 12));
    assertEquals(0xFF0000, at(image, 11.5, 12));
    assertEquals(0xFF0000, at(image, 22, 12));
  }

  @Test
  void everythingTogetherCanBeDrawn() {
    float[] x = new float[6];
    ImageGrid grid =
        ImageGrid.of(2, 3)
            .title("a title wider than the images below it")
            .columns("mixture", "stream 0", "stream 1", "more headers than columns")
            .colours(ColourMap.VIRIDIS)
            .range(0, 2.5)
            .withColourBar()
            .row("short row", x)
            .row("with states", Cell.of(x).caption("on").correct(true), Cell.EMPTY);
    BufferedImage image = grid.build();
    assertTrue(image.getWidth() > image.getHeight());
    assertEquals(2, Figures.pixelsPerPoint(image));
  }

  @Test
  void coloursEndAtTheRange() {
    assertEquals(0xFFFFFF, ColourMap.INK.rgb(-3, 0, 1));
    assertEquals(0x000000, ColourMap.INK.rgb(7, 0, 1));
    assertEquals(0x440154, ColourMap.VIRIDIS.rgb(-1, -1, 1));
    assertEquals(0x21918C, ColourMap.VIRIDIS.rgb(0, -1, 1));
    assertEquals(0xFDE725, ColourMap.VIRIDIS.rgb(1, -1, 1));
    assertEquals(0xFFFFFF, ColourMap.GREY.rgb(1, 0, 1));
    assertNotEquals(ColourMap.INK.rgb(0.4, 0, 1), ColourMap.INK.rgb(0.5, 0, 1));
  }

  @Test
  void wrongSizesAreRefused() {
    ImageGrid grid = ImageGrid.of(28, 28);
    String message =
        assertThrows(IllegalArgumentException.class, () -> grid.row("r", new float[100]))
            .getMessage();
    assertTrue(message.contains("100") && message.contains("28 x 28 = 784"), message);
    assertThrows(IllegalStateException.class, grid::build);
    assertThrows(IllegalArgumentException.class, () -> grid.range(1, 1));
    assertThrows(IllegalArgumentException.class, () -> grid.scale(0));
    assertThrows(IllegalArgumentException.class, () -> ImageGrid.of(0, 3));
  }
}
