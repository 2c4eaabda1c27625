package vaelab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.common.Image;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import vaelab.plot.Bars;
import vaelab.plot.Curves;

/** The registrations, on the kernel's own renderer but without a kernel. */
class IJavaKernelTest {

  private static final MIMEType HTML = MIMEType.parse("text/html");
  private static final MIMEType TEXT = MIMEType.parse("text/plain");
  private static final MIMEType PNG = MIMEType.parse("image/png");

  private final Renderer renderer = new Renderer();

  @BeforeEach
  void register() {
    // As in the kernel, whose own images come first.
    Image.registerAll(renderer);
    new IJavaKernel(renderer).register();
  }

  @Test
  void chartsOfAllKindsBecomePictures() throws IOException {
    for (Object chart :
        List.of(
            Curves.titled("rates").size(300, 200).build(),
            Bars.titled("rates", List.of("0")).bars("a", 1).size(300, 200).build())) {
      DisplayData data = renderer.render(chart);
      byte[] bytes = Base64.getDecoder().decode((String) data.getData(PNG));
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      assertEquals(600, image.getWidth());
      assertEquals("[chart: rates]", data.getData(TEXT));
      assertNull(data.getData(HTML));
    }
  }

  @Test
  void imagesBecomePictures() {
    DisplayData data = renderer.render(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB));
    assertTrue(data.hasDataForType(PNG));
    assertEquals("[image of 30 x 20 points]", data.getData(TEXT));
  }

  @Test
  void tablesBecomeHtmlAndText() {
    Table table = Table.create("t", DoubleColumn.create("b", 0.1));
    DisplayData data = renderer.render(table);
    assertEquals(ResultTables.html(table), data.getData(HTML));
    assertEquals(ResultTables.text(table), data.getData(TEXT));
  }

  @Test
  void figuresHaveANumberAndAnEscapedCaption() {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    DisplayData data = renderer.render(new Figure(3, "Where a < b & \"c\".", image));
    String html = (String) data.getData(HTML);
    assertTrue(html.contains("<b>Figure 3.</b> Where a &lt; b &amp; &quot;c&quot;."), html);
    assertTrue(html.contains("<img src=\"data:image/png;base64,") && html.contains("width=\"3\""));
    assertFalse(html.contains("<script") || html.contains("<style"), html);
    assertEquals("[Figure 3. Where a < b & \"c\".]", data.getData(TEXT));
  }
}
