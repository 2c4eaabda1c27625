package vaelab.plot;

import static vaelab.plot.PlotStyle.textWidth;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Places the parts of an {@link ImageGrid} on a sheet. All lengths in points. */
final class GridPainter {

  private static final int MARGIN = 12;
  private static final int GAP = 8;
  private static final int CAPTION_HEIGHT = 15;
  private static final int HEADER_HEIGHT = 20;
  private static final int TITLE_HEIGHT = 26;
  private static final int BAR_WIDTH = 12;
  private static final Color HAIRLINE = new Color(0xBBBBBB);
  private static final Font TITLE = PlotStyle.font(Font.BOLD, 15);
  private static final Font HEADER = PlotStyle.font(Font.PLAIN, 13);
  private static final Font CAPTION = PlotStyle.font(Font.PLAIN, 11);

  private final ImageGrid grid;
  private final int count;
  private final int columnWidth;
  private final int left;
  private final int top;

  GridPainter(ImageGrid grid, int count) {
    this.grid = grid;
    this.count = count;
    // A column makes room for the longest text above or below its images.
    int texts =
        Math.max(
            widest(HEADER, grid.columns()),
            widest(
                CAPTION,
                grid.rows().stream()
                    .flatMap(List::stream)
                    .map(Cell::caption)
                    .filter(text -> text != null)
                    .toList()));
    columnWidth = Math.max(grid.cellWidth(), texts);
    int labels = widest(HEADER, grid.rowLabels());
    left = MARGIN + (labels > 0 ? labels + GAP + 4 : 0);
    top =
        MARGIN
            + (grid.title().isEmpty() ? 0 : TITLE_HEIGHT)
            + (grid.columns().isEmpty() ? 0 : HEADER_HEIGHT);
  }

  private static int widest(Font font, List<String> texts) {
    return texts.stream().mapToInt(text -> textWidth(font, text)).max().orElse(0);
  }

  BufferedImage paint() {
    int gridWidth = count * (columnWidth + GAP) - GAP;
    int bar = grid.hasColourBar() ? 2 * GAP + BAR_WIDTH + 6 + barLabelsWidth() : 0;
    int width = left + gridWidth + bar + MARGIN;
    int titleWidth = 2 * MARGIN + textWidth(TITLE, grid.title());
    int height = top - GAP + MARGIN;
    for (int r = 0; r < grid.rows().size(); r++) {
      height += rowHeight(r);
    }
    int sheetHeight = height;
    return Canvas.draw(Math.max(width, titleWidth), sheetHeight, g -> paint(g, sheetHeight));
  }

  private int rowHeight(int row) {
    boolean captions = grid.rows().get(row).stream().anyMatch(cell -> cell.caption() != null);
    return grid.cellHeight() + GAP + (captions ? CAPTION_HEIGHT : 0);
  }

  private void paint(Graphics2D g, int height) {
    g.setColor(PlotStyle.INK);
    g.setFont(TITLE);
    g.drawString(grid.title(), MARGIN, MARGIN + 14);
    g.setFont(HEADER);
    for (int c = 0; c < Math.min(count, grid.columns().size()); c++) {
      centred(g, grid.columns().get(c), HEADER, x(c), top - 7);
    }
    int y = top;
    for (int r = 0; r < grid.rows().size(); r++) {
      g.setColor(PlotStyle.INK);
      g.setFont(HEADER);
      String label = grid.rowLabels().get(r);
      int right = left - GAP - 4;
      g.drawString(label, right - textWidth(HEADER, label), y + grid.cellHeight() / 2 + 5);
      List<Cell> cells = grid.rows().get(r);
      for (int c = 0; c < cells.size(); c++) {
        cell(g, cells.get(c), x(c), y);
      }
      y += rowHeight(r);
    }
    if (grid.hasColourBar()) {
      colourBar(g, x(count) + GAP, top, Math.min(height - MARGIN, y - GAP) - top);
    }
  }

  private int x(int column) {
    return left + column * (columnWidth + GAP);
  }

  private void centred(Graphics2D g, String text, Font font, int x, int baseline) {
    g.drawString(text, x + (columnWidth - textWidth(font, text)) / 2f, baseline);
  }

  private void cell(Graphics2D g, Cell cell, int x, int y) {
    int width = grid.cellWidth();
    int height = grid.cellHeight();
    int imageX = x + (columnWidth - width) / 2;
    if (cell.values() != null) {
      // A larger rectangle below the image makes a frame that hides no pixel.
      double stroke = cell.frame() == null ? 1 : 3;
      g.setColor(cell.frame() == null ? HAIRLINE : cell.frame());
      g.fill(
          new Rectangle2D.Double(
              imageX - stroke, y - stroke, width + 2 * stroke, height + 2 * stroke));
      g.drawImage(grid.pixels(cell.values()), imageX, y, width, height, null);
    }
    if (cell.caption() != null) {
      g.setColor(cell.frame() == null ? PlotStyle.MUTED : cell.frame());
      g.setFont(CAPTION);
      centred(g, cell.caption(), CAPTION, x, y + height + CAPTION_HEIGHT - 1);
    }
  }

  private int barLabelsWidth() {
    return Math.max(textWidth(CAPTION, number(grid.min())), textWidth(CAPTION, number(grid.max())));
  }

  private void colourBar(Graphics2D g, int x, int y, int height) {
    g.setColor(HAIRLINE);
    g.fill(new Rectangle2D.Double(x - 1, y - 1, BAR_WIDTH + 2, height + 2));
    for (int i = 0; i < 2 * height; i++) {
      double value = grid.max() - (grid.max() - grid.min()) * i / (2.0 * height - 1);
      g.setColor(new Color(grid.rgb(value)));
      g.fill(new Rectangle2D.Double(x, y + i / 2.0, BAR_WIDTH, 0.5));
    }
    g.setColor(PlotStyle.INK);
    g.setFont(CAPTION);
    g.drawString(number(grid.max()), x + BAR_WIDTH + 6, y + 10);
    g.drawString(number(grid.min()), x + BAR_WIDTH + 6, y + height);
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.valueOf(Math.round(value))
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
