package vaelab.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The look that all figures share: colours, fonts, strokes and sizes. */
public final class PlotStyle {

  /** Default width of a chart in points: the text column of a notebook. */
  public static final int WIDTH = 720;

  /** Default height of a chart in points. */
  public static final int HEIGHT = 400;

  /** Text and axes. */
  public static final Color INK = new Color(0x22, 0x22, 0x22);

  /** Reference lines, captions: present, but behind the data. */
  public static final Color MUTED = new Color(0x6B, 0x6B, 0x6B);

  /** Grid lines and borders. */
  public static final Color GRID = new Color(0xE4, 0xE4, 0xE4);

  /** Right, active, reached. */
  public static final Color GOOD = new Color(0x00, 0x9E, 0x73);

  /** Wrong, missed. */
  public static final Color BAD = new Color(0xD5, 0x5E, 0x00);

  /**
   * Ten colours that people with any colour vision tell apart: those of Okabe and Ito without their
   * yellow, which vanishes on white, and four darker ones for ten streams.
   */
  private static final int[] PALETTE = {
    0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x882255, 0x6B7A1E, 0x332288,
    0x7F7F7F
  };

  private static final Font LEGEND = font(Font.PLAIN, 11);
  private static final int LEGEND_LINE = 20;

  private PlotStyle() {}

  /**
   * Returns the colour of a series.
   *
   * @param index number of the series, from 0; the colours repeat after ten
   * @return its colour
   */
  public static Color colour(int index) {
    return new Color(PALETTE[Math.floorMod(index, PALETTE.length)]);
  }

  /**
   * Returns the typeface of all figures, at hand on every machine that has any font.
   *
   * @param style {@link Font#PLAIN} or {@link Font#BOLD}
   * @param points size in points
   * @return the font
   */
  public static Font font(int style, int points) {
    return new Font(Font.SANS_SERIF, style, points);
  }

  /** The stroke of a curve. */
  static BasicStroke solid() {
    return new BasicStroke(2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  /** The stroke of a reference line. */
  static BasicStroke dashed() {
    return new BasicStroke(
        1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, new float[] {6f, 4f}, 0f);
  }

  /** Width in points that a name takes in a horizontal legend: sample, gaps and text. */
  static int legendWidth(String name) {
    return LEGEND_LINE + 22 + textWidth(LEGEND, name);
  }

  static Color[] colours() {
    Color[] colours = new Color[PALETTE.length];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = colour(i);
    }
    return colours;
  }

  /** Gives a chart with axes the common look. */
  static void apply(AxesChartStyler styler) {
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setChartFontColor(INK);
    styler.setSeriesColors(colours());
    styler.setChartTitleFont(font(Font.BOLD, 15));
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(6);
    styler.setChartPadding(10);
    styler.setAxisTitleFont(font(Font.PLAIN, 13));
    styler.setAxisTickLabelsFont(font(Font.PLAIN, 12));
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(MUTED);
    styler.setPlotBorderColor(MUTED);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setPlotMargin(4);
    styler.setLegendFont(LEGEND);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendBackgroundColor(Color.WHITE);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendSeriesLineLength(LEGEND_LINE);
    styler.setMarkerSize(6);
    styler.setAntiAlias(true);
    styler.setyAxisTickLabelsFormattingFunction(PlotStyle::tickLabel);
    // One notation of numbers on every machine.
    styler.setLocale(Locale.US);
  }

  /** Width of a text in points, from the metrics of an image of its own. */
  static int textWidth(Font font, String text) {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      return g.getFontMetrics(font).stringWidth(text);
    } finally {
      g.dispose();
    }
  }

  /**
   * A number on an axis: XChart's own patterns print .05 beside 0.1, and all digits of a tiny
   * number.
   */
  static String tickLabel(double value) {
    if (value == 0) {
      return "0";
    }
    if (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7) {
      return String.format(Locale.ROOT, "%.2g", value);
    }
    // Ticks are round numbers; what follows six digits is rounding noise.
    return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
