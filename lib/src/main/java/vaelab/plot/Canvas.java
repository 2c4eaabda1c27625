package vaelab.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.util.Hashtable;
import java.util.function.Consumer;

/**
 * A white sheet measured in points, with two pixels a point.
 *
 * <p>The image carries that number as a property, so that whoever displays it knows its size on
 * paper without a wrapper type around every image.
 */
final class Canvas {

  static final String PROPERTY = "vaelab.pixelsPerPoint";
  static final int PIXELS_PER_POINT = 2;

  private Canvas() {}

  /**
   * Draws on a new sheet.
   *
   * @param width in points
   * @param height in points
   * @param drawing draws in coordinates of points
   */
  static BufferedImage draw(int width, int height, Consumer<Graphics2D> drawing) {
    BufferedImage image = blank(width * PIXELS_PER_POINT, height * PIXELS_PER_POINT);
    Graphics2D g = image.createGraphics();
    try {
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, image.getWidth(), image.getHeight());
      g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
      g.scale(PIXELS_PER_POINT, PIXELS_PER_POINT);
      drawing.accept(g);
    } finally {
      g.dispose();
    }
    return image;
  }

  private static BufferedImage blank(int width, int height) {
    ColorModel colours = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).getColorModel();
    Hashtable<String, Object> properties = new Hashtable<>();
    properties.put(PROPERTY, PIXELS_PER_POINT);
    return new BufferedImage(
        colours, colours.createCompatibleWritableRaster(width, height), false, properties);
  }
}
