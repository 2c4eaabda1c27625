package vaelab.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows over one time axis: spectrograms, spans such as turns of speakers, and curves between 0 and
 * 1 such as posteriors.
 *
 * <p>Everything is given for the whole recording; the figure shows a window of it.
 */
public final class TimeTracks {
  private static final int MARGIN = 14;
  private static final int GAP = 6;
  private static final int IMAGE = 110;
  private static final int LINE = 70;
  private static final int BAR = 20;
  private static final int TICK = 5;
  private static final Font TITLE = PlotStyle.font(Font.BOLD, 15);
  private static final Font LABEL = PlotStyle.font(Font.PLAIN, 12);
  private static final Font AXIS = PlotStyle.font(Font.PLAIN, 13);

  /** One row: its height, what its lower and upper edge stand for, how it is painted into a box. */
  private record Track(String label, int height, String low, String high, Painter painter) {}

  @FunctionalInterface
  private interface Painter {
    void paint(Graphics2D g, int x, int y, int width, int height);
  }

  private final String title;
  private final double from;
  private final double to;
  private final List<Track> tracks = new ArrayList<>();

  private TimeTracks(String title, double from, double to) {
    this.title = title;
    this.from = from;
    this.to = to;
  }

  /**
   * A figure without rows.
   *
   * @param title what it shows
   * @param from first instant shown, in seconds
   * @param to last instant shown, later than the first
   * @return the figure
   * @throws IllegalArgumentException if the window is empty
   */
  public static TimeTracks titled(String title, double from, double to) {
    if (!(from < to)) {
      throw new IllegalArgumentException("The window from " + from + " s to " + to + " s is empty");
    }
    return new TimeTracks(title, from, to);
  }

  /**
   * Adds a spectrogram, low frequencies below.
   *
   * @param label name of the row
   * @param columns values, [column][bin], from 0 Hz to the highest frequency
   * @param width seconds a column
   * @param highest frequency of the upper edge, in Hz
   * @param min value of the first colour
   * @param max value of the last colour
   * @return this
   */
  public TimeTracks image(
      String label, float[][] columns, double width, double highest, double min, double max) {
    int first = Math.max(0, (int) (from / width));
    int last = Math.min(columns.length, (int) Math.ceil(to / width));
    if (first >= last || columns[0].length == 0) {
      throw new IllegalArgumentException("Row '" + label + "' has no column in the window");
    }
    int bins = columns[0].length;
    BufferedImage image = new BufferedImage(last - first, bins, BufferedImage.TYPE_INT_RGB);
    for (int c = first; c < last; c++) {
      for (int k = 0; k < bins; k++) {
        int rgb = ColourMap.INK.rgb(columns[c][k], min, max);
        image.setRGB(c - first, bins - 1 - k, rgb);
      }
    }
    tracks.add(
        new Track(
            label,
            IMAGE,
            "0",
            new DecimalFormat("0.## kHz", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(highest / 1000),
            (g, x, y, w, h) -> {
              int left = x + place(first * width, w);
              g.drawImage(image, left, y, x + place(last * width, w) - left, h, null);
            }));
    return this;
  }

  /**
   * Adds a curve between 0 and 1.
   *
   * @param label name of the row
   * @param values one a column; several curves share the row, in the colours of the palette
   * @param width seconds a column
   * @return this
   */
  public TimeTracks curves(String label, double[][] values, double width) {
    tracks.add(
        new Track(
            label,
            LINE,
            "0",
            "1",
            (g, x, y, w, h) -> {
              g.setColor(PlotStyle.GRID);
              g.drawLine(x, y + h / 2, x + w, y + h / 2);
              for (int i = 0; i < values.length; i++) {
                Path2D path = new Path2D.Double();
                for (int c = 0; c < values[i].length; c++) {
                  double time = (c + 0.5) * width;
                  if (time >= from && time <= to) {
                    double px = x + (time - from) / (to - from) * w;
                    double py = y + h - values[i][c] * h;
                    if (path.getCurrentPoint() == null) {
                      path.moveTo(px, py);
                    } else {
                      path.lineTo(px, py);
                    }
                  }
                }
                g.setColor(PlotStyle.colour(i));
                g.setStroke(new BasicStroke(1.4f));
                g.draw(path);
              }
            }));
    return this;
  }

  /**
   * Adds spans.
   *
   * @param label name of the row
   * @param spans start and end of each, in seconds
   * @param colour index in the palette
   * @return this
   */
  public TimeTracks spans(String label, double[][] spans, int colour) {
    tracks.add(
        new Track(
            label,
            BAR,
            "",
            "",
            (g, x, y, w, h) -> {
              for (double[] span : spans) {
                int left = place(Math.max(from, span[0]), w);
                int right = place(Math.min(to, span[1]), w);
                if (right > left) {
                  g.setColor(PlotStyle.colour(colour));
                  g.fillRect(x + left, y + 3, right - left, h - 6);
                }
              }
            }));
    return this;
  }

  /**
   * Marks instants of the row that was added last by thin lines over its height.
   *
   * @param instants seconds; those outside the window are left out
   * @return this
   * @throws IllegalStateException if there is no row
   */
  public TimeTracks marked(double[] instants) {
    if (tracks.isEmpty()) {
      throw new IllegalStateException("The figure '" + title + "' has no row to mark");
    }
    Track last = tracks.remove(tracks.size() - 1);
    tracks.add(
        new Track(
            last.label(),
            last.height(),
            last.low(),
            last.high(),
            (g, x, y, w, h) -> {
              last.painter().paint(g, x, y, w, h);
              g.setStroke(new BasicStroke(1f));
              g.setColor(PlotStyle.INK);
              for (double time : instants) {
                if (time >= from && time <= to) {
                  g.drawLine(x + place(time, w), y, x + place(time, w), y + h);
                }
              }
            }));
    return this;
  }

  private int place(double time, int width) {
    return (int) Math.round((time - from) / (to - from) * width);
  }

  /**
   * Paints the figure.
   *
   * @return the image, as wide as a notebook's text column and a half
   * @throws IllegalStateException if there are no rows
   */
  public BufferedImage build() {
    if (tracks.isEmpty()) {
      throw new IllegalStateException("The figure '" + title + "' has no rows");
    }
    int names = 0;
    int right = MARGIN;
    int height = MARGIN + 24;
    for (Track track : tracks) {
      names = Math.max(names, PlotStyle.textWidth(LABEL, track.label()));
      right = Math.max(right, MARGIN + TICK + PlotStyle.textWidth(LABEL, track.high()));
      height += track.height() + GAP;
    }
    int left = MARGIN + names + 10;
    int plot = PlotStyle.WIDTH * 3 / 2 - left - right;
    return Canvas.draw(left + plot + right, height + 44, g -> paint(g, left, plot));
  }

  private void paint(Graphics2D g, int left, int plot) {
    g.setColor(PlotStyle.INK);
    g.setFont(TITLE);
    g.drawString(title, MARGIN, MARGIN + 8);
    int y = MARGIN + 24;
    int top = y;
    for (Track track : tracks) {
      track.painter().paint(g, left, y, plot, track.height());
      g.setStroke(new BasicStroke(1f));
      g.setColor(PlotStyle.GRID);
      g.drawRect(left, y, plot, track.height());
      g.setColor(PlotStyle.INK);
      g.setFont(LABEL);
      int width = g.getFontMetrics().stringWidth(track.label());
      g.drawString(track.label(), left - 8 - width, y + track.height() / 2 + 4);
      g.drawString(track.high(), left + plot + TICK, y + 10);
      g.drawString(track.low(), left + plot + TICK, y + track.height());
      y += track.height() + GAP;
    }
    axis(g, left, top, plot, y);
  }

  private void axis(Graphics2D g, int left, int top, int plot, int y) {
    double step = step((to - from) / 10);
    g.setFont(LABEL);
    for (double time = Math.ceil(from / step) * step; time <= to + 1e-9; time += step) {
      int x = left + place(time, plot);
      g.setColor(new Color(0x22, 0x22, 0x22, 40));
      g.drawLine(x, top, x, y - GAP);
      g.setColor(PlotStyle.INK);
      String text = String.format(Locale.ROOT, step < 1 ? "%.1f" : "%.0f", time);
      g.drawString(text, x - g.getFontMetrics().stringWidth(text) / 2, y + 12);
    }
    g.setFont(AXIS);
    String label = "time / s";
    g.drawString(label, left + (plot - g.getFontMetrics().stringWidth(label)) / 2, y + 32);
  }

  /** The smallest of 0.1, 0.2, 0.5, 1, 2, 5, ... that is not less. */
  private static double step(double least) {
    double step = 0.1;
    for (int i = 0; step < least; i++) {
      step *= i % 3 == 1 ? 2.5 : 2;
    }
    return step;
  }
}
