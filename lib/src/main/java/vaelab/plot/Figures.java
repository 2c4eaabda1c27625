package vaelab.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;
import vaelab.data.AtomicFiles;

/** From charts to images and from images to PNG. */
public final class Figures {

  private Figures() {}

  /**
   * Draws a chart at its own size.
   *
   * @param chart any XChart chart
   * @return an image with two pixels a point
   */
  public static BufferedImage toImage(Chart<?, ?> chart) {
    int width = chart.getWidth();
    int height = chart.getHeight();
    return Canvas.draw(width, height, g -> chart.paint(g, width, height));
  }

  /**
   * Tells how many pixels of an image make a point on the page.
   *
   * @param image any image
   * @return 2 for the images of this package, 1 for others
   */
  public static int pixelsPerPoint(BufferedImage image) {
    return image.getProperty(Canvas.PROPERTY) instanceof Integer pixels ? pixels : 1;
  }

  /**
   * Encodes an image.
   *
   * @param image any image
   * @return the bytes of a PNG file
   */
  public static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("A write to memory failed", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Writes an image as PNG. A reader sees the old file or the new one, never half of it.
   *
   * @param image the image
   * @param file the file; its folders are made
   * @throws IOException if it cannot be written
   */
  public static void savePng(BufferedImage image, Path file) throws IOException {
    byte[] png = png(image);
    AtomicFiles.write(file, out -> out.write(png));
  }

  /**
   * Writes a chart as PNG, as {@link #savePng(BufferedImage, Path)} does.
   *
   * @param chart the chart
   * @param file the file; its folders are made
   * @throws IOException if it cannot be written
   */
  public static void savePng(Chart<?, ?> chart, Path file) throws IOException {
    savePng(toImage(chart), file);
  }
}
