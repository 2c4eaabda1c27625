package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;

/** Whether something is to be seen in a figure. */
public final class Painted {
  private Painted() {}

  public static void assertPainted(BufferedImage image) {
    int background = image.getRGB(0, 0);
    boolean painted = false;
    for (int y = 0; y < image.getHeight() && !painted; y += 3) {
      for (int x = 0; x < image.getWidth() && !painted; x += 3) {
        painted = image.getRGB(x, y) != background;
      }
    }
    assertTrue(painted, "the figure is empty");
  }
}
