package vaelab.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/**
 * A table of counts as a picture: the larger a count, the darker its cell. For confusions, where
 * the eye should find the few large cells among many small ones.
 */
public final class CountMatrix {
  private static final int CELL = 38;
  private static final int MARGIN = 14;
  private static final Font TITLE = PlotStyle.font(Font.BOLD, 15);
  private static final Font LABEL = PlotStyle.font(Font.PLAIN, 13);
  private static final Font TICK = PlotStyle.font(Font.PLAIN, 12);

  private final String title;
  private final List<String> rows;
  private final List<String> columns;
  private final int[][] counts;
  private final String rowLabel;
  private final String columnLabel;

  /**
   * A matrix.
   *
   * @param title its title; may be empty
   * @param rowLabel what the rows are
   * @param rows a name for each row
   * @param columnLabel what the columns are
   * @param columns a name for each column
   * @param counts counts of at least 0, row by row; zeros stay blank
   * @throws IllegalArgumentException if there are not as many counts as names
   */
  public CountMatrix(
      String title,
      String rowLabel,
      List<String> rows,
      String columnLabel,
      List<String> columns,
      int[][] counts) {
    if (rows.isEmpty()
        || counts.length != rows.size()
        || Arrays.stream(counts).anyMatch(row -> row.length != columns.size())) {
      throw new IllegalArgumentException(
          "Expected counts for %d rows and %d columns, at least one of each, found %d rows."
              .formatted(rows.size(), columns.size(), counts.length));
    }
    this.title = title;
    this.rowLabel = rowLabel;
    this.rows = List.copyOf(rows);
    this.columnLabel = columnLabel;
    this.columns = List.copyOf(columns);
    this.counts = counts;
  }

  /**
   * Draws the matrix.
   *
   * @return the picture
   */
  public BufferedImage build() {
    int names = 0;
    for (String row : rows) {
      names = Math.max(names, PlotStyle.textWidth(TICK, row));
    }
    int left = MARGIN + 24 + names + 8;
    int top = MARGIN + 24;
    int width = left + columns.size() * CELL + MARGIN;
    int height = top + rows.size() * CELL + 54;
    return Canvas.draw(
        Math.max(width, PlotStyle.textWidth(TITLE, title) + 2 * MARGIN),
        height,
        g -> paint(g, left, top));
  }

  private void paint(Graphics2D g, int left, int top) {
    g.setColor(PlotStyle.INK);
    g.setFont(TITLE);
    g.drawString(title, MARGIN, MARGIN + 8);
    int largest = 1;
    for (int[] row : counts) {
      largest = Math.max(largest, Arrays.stream(row).max().orElse(0));
    }
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        cell(g, left + c * CELL, top + r * CELL, counts[r][c], largest);
      }
      g.setColor(PlotStyle.INK);
      g.setFont(TICK);
      int x = left - 8 - g.getFontMetrics().stringWidth(rows.get(r));
      g.drawString(rows.get(r), x, top + r * CELL + CELL / 2 + 4);
    }
    g.setColor(PlotStyle.INK);
    g.setFont(TICK);
    int bottom = top + rows.size() * CELL;
    for (int c = 0; c < columns.size(); c++) {
      centred(g, columns.get(c), left + c * CELL + CELL / 2, bottom + 18);
    }
    g.setFont(LABEL);
    centred(g, columnLabel, left + columns.size() * CELL / 2, bottom + 42);
    g.rotate(-Math.PI / 2);
    centred(g, rowLabel, -(top + rows.size() * CELL / 2), MARGIN + 10);
    g.rotate(Math.PI / 2);
  }

  private static void cell(Graphics2D g, int x, int y, int count, int largest) {
    // The square root keeps cells of a few apart from empty ones beside a large one.
    double shade = Math.sqrt((double) count / largest);
    g.setColor(new Color(ColourMap.INK.rgb(0.85 * shade, 0, 1)));
    g.fillRect(x, y, CELL, CELL);
    g.setColor(PlotStyle.GRID);
    g.drawRect(x, y, CELL, CELL);
    if (count > 0) {
      g.setColor(shade > 0.5 ? Color.WHITE : PlotStyle.INK);
      g.setFont(TICK);
      centred(g, Integer.toString(count), x + CELL / 2, y + CELL / 2 + 4);
    }
  }

  private static void centred(Graphics2D g, String text, int x, int y) {
    FontMetrics metrics = g.getFontMetrics();
    g.drawString(text, x - metrics.stringWidth(text) / 2, y);
  }
}
