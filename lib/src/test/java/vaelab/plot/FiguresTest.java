package vaelab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

class FiguresTest {

  private static final XYChart SMALL = Curves.titled("t").size(300, 200).build();

  @TempDir Path folder;

  @Test
  void aChartIsSavedAsAWholeOverAnOldFile() throws IOException {
    Path file = folder.resolve("deeper/figure.png");
    Figures.savePng(new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB), file);
    Figures.savePng(SMALL, file);
    BufferedImage read = ImageIO.read(file.toFile());
    assertEquals(600, read.getWidth());
    assertEquals(400, read.getHeight());
    try (var files = Files.list(file.getParent())) {
      assertEquals(1, files.count(), "a temporary file is left");
    }
  }

  @Test
  void imagesKnowTheirPixelsAPoint() {
    assertEquals(2, Figures.pixelsPerPoint(Figures.toImage(SMALL)));
    assertEquals(1, Figures.pixelsPerPoint(new BufferedImage(3, 4, BufferedImage.TYPE_INT_RGB)));
  }

  @Test
  void panelsStandRowByRow() {
    BufferedImage plain = new BufferedImage(100, 50, BufferedImage.TYPE_INT_RGB);
    BufferedImage joined = Panels.columns(2).add(SMALL).add(SMALL).add(plain).build();
    assertEquals(2 * (300 + 12 + 300), joined.getWidth());
    assertEquals(2 * (200 + 12 + 50), joined.getHeight());
    assertEquals(2 * 300, Panels.columns(5).add(SMALL).build().getWidth());
    assertEquals(2 * (300 + 12 + 300), Panels.row(SMALL, SMALL).getWidth());
    assertThrows(IllegalStateException.class, () -> Panels.columns(1).build());
    assertThrows(IllegalArgumentException.class, () -> Panels.columns(0));
  }
}
