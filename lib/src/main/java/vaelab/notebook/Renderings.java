package vaelab.notebook;

import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;
import vaelab.plot.Figures;

/**
 * How the objects of this library look in a notebook. HTML here holds no scripts and no style
 * sheets, which front ends remove from notebooks that they do not trust.
 */
public final class Renderings {

  /** One kind of object and how it is shown. */
  record Rule<T>(Class<T> type, List<String> formats, Function<T, Rendering> show) {

    Rendering of(Object object) {
      return show.apply(type.cast(object));
    }
  }

  /** Every kind of object that is shown as more than its text. */
  static final List<Rule<?>> RULES =
      List.of(
          new Rule<>(Rendering.class, List.of(Rendering.HTML), r -> r),
          new Rule<>(Figure.class, List.of(Rendering.HTML), Renderings::figure),
          new Rule<>(
              Player.class,
              List.of(Rendering.HTML),
              p -> Rendering.html(p.html(), "[sound: " + p.caption() + "]")),
          new Rule<>(Table.class, List.of(Rendering.HTML), Renderings::table),
          new Rule<>(BufferedImage.class, List.of(Rendering.PNG), Renderings::image),
          new Rule<>(Chart.class, List.of(Rendering.PNG), Renderings::chart));

  private Renderings() {}

  /**
   * Renders any object: charts, images, figures and tables as such, others as their text.
   *
   * @param object what to show; may be null
   * @return its rendering
   */
  public static Rendering of(Object object) {
    for (Rule<?> rule : RULES) {
      if (rule.type().isInstance(object)) {
        return rule.of(object);
      }
    }
    return new Rendering(Map.of(Rendering.TEXT, String.valueOf(object)), Map.of());
  }

  private static Rendering chart(Chart<?, ?> chart) {
    return png(Figures.toImage(chart), "[chart: " + chart.getTitle() + "]");
  }

  private static Rendering image(BufferedImage image) {
    return png(image, "[image of " + width(image) + " x " + height(image) + " points]");
  }

  private static Rendering png(BufferedImage image, String text) {
    Map<String, String> data = new LinkedHashMap<>();
    data.put(Rendering.PNG, base64(image));
    data.put(Rendering.TEXT, text);
    // Two pixels a point would appear twice as large as meant.
    Map<String, Object> size = Map.of("width", width(image), "height", height(image));
    return new Rendering(data, Map.of(Rendering.PNG, size));
  }

  private static Rendering table(Table table) {
    return Rendering.html(ResultTables.html(table), ResultTables.text(table));
  }

  private static Rendering figure(Figure figure) {
    String label = "Figure " + figure.number() + ".";
    String html =
        "<figure style=\"margin:1em 0;text-align:left\">"
            + imageTag(figure.image(), label + " " + figure.caption())
            + "<figcaption style=\"max-width:52em;margin-top:0.4em;line-height:1.4\"><b>"
            + label
            + "</b> "
            + escape(figure.caption())
            + "</figcaption></figure>";
    return Rendering.html(html, "[" + label + " " + figure.caption() + "]");
  }

  /** An image inside HTML, in its size in points but never wider than the page. */
  static String imageTag(BufferedImage image, String description) {
    return "<img src=\"data:image/png;base64,"
        + base64(image)
        + "\" width=\""
        + width(image)
        + "\" style=\"max-width:100%;height:auto\" alt=\""
        + escape(description)
        + "\"/>";
  }

  private static String base64(BufferedImage image) {
    return Base64.getEncoder().encodeToString(Figures.png(image));
  }

  private static int width(BufferedImage image) {
    return image.getWidth() / Figures.pixelsPerPoint(image);
  }

  private static int height(BufferedImage image) {
    return image.getHeight() / Figures.pixelsPerPoint(image);
  }

  /** Text for HTML, inside and outside of attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
