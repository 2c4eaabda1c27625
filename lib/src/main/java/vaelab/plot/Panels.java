package vaelab.plot;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;

/** Joins charts and images to one figure with panels A, B, C, row by row. */
public final class Panels {

  private static final int GAP = 12;
  private static final int LETTER = 17;

  private final List<BufferedImage> parts = new ArrayList<>();
  private int columns;
  private boolean letters = true;

  private Panels(int columns) {
    this.columns = columns;
  }

  /**
   * Starts a figure.
   *
   * @param columns panels a row, at least 1
   * @return a builder
   * @throws IllegalArgumentException if there is no column
   */
  public static Panels columns(int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("A figure needs at least one column, not " + columns);
    }
    return new Panels(columns);
  }

  /**
   * Joins charts in one row.
   *
   * @param charts the panels
   * @return the figure
   */
  public static BufferedImage row(Chart<?, ?>... charts) {
    Panels panels = columns(Math.max(1, charts.length));
    for (Chart<?, ?> chart : charts) {
      panels.add(chart);
    }
    return panels.build();
  }

  /**
   * Adds a chart as the next panel.
   *
   * @param chart the panel
   * @return this
   */
  public Panels add(Chart<?, ?> chart) {
    return add(Figures.toImage(chart));
  }

  /**
   * Adds an image as the next panel.
   *
   * @param image the panel
   * @return this
   */
  public Panels add(BufferedImage image) {
    parts.add(image);
    return this;
  }

  /**
   * Leaves out the letters.
   *
   * @return this
   */
  public Panels withoutLetters() {
    letters = false;
    return this;
  }

  /**
   * Draws the figure. Columns are as wide as their widest panel, rows as high as their highest.
   *
   * @return the image
   * @throws IllegalStateException if there is no panel
   */
  public BufferedImage build() {
    if (parts.isEmpty()) {
      throw new IllegalStateException("A figure needs at least one panel");
    }
    columns = Math.min(columns, parts.size());
    int rows = (parts.size() + columns - 1) / columns;
    int[] widths = new int[columns];
    int[] heights = new int[rows];
    for (int i = 0; i < parts.size(); i++) {
      int c = i % columns;
      int r = i / columns;
      widths[c] = Math.max(widths[c], width(parts.get(i)));
      heights[r] = Math.max(heights[r], height(parts.get(i)));
    }
    return Canvas.draw(sum(widths), sum(heights), g -> paint(g, widths, heights));
  }

  private void paint(Graphics2D g, int[] widths, int[] heights) {
    int y = 0;
    for (int r = 0; r < heights.length; r++) {
      int x = 0;
      for (int c = 0; c < columns && r * columns + c < parts.size(); c++) {
        int i = r * columns + c;
        BufferedImage part = parts.get(i);
        g.drawImage(part, x, y, width(part), height(part), null);
        if (letters && parts.size() > 1) {
          g.setFont(PlotStyle.font(Font.BOLD, LETTER));
          g.setColor(PlotStyle.INK);
          g.drawString(letter(i), x + 6, y + 6 + LETTER);
        }
        x += widths[c] + GAP;
      }
      y += heights[r] + GAP;
    }
  }

  /** A to Z; nobody can read a figure with more panels. */
  private static String letter(int index) {
    return String.valueOf((char) ('A' + Math.min(index, 25)));
  }

  private static int width(BufferedImage image) {
    return image.getWidth() / Figures.pixelsPerPoint(image);
  }

  private static int height(BufferedImage image) {
    return image.getHeight() / Figures.pixelsPerPoint(image);
  }

  private static int sum(int[] sizes) {
    int total = GAP * (sizes.length - 1);
    for (int size : sizes) {
      total += size;
    }
    return total;
  }
}
