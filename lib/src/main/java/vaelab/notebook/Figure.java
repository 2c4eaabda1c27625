package vaelab.notebook;

import java.awt.image.BufferedImage;
import java.util.concurrent.atomic.AtomicInteger;
import org.knowm.xchart.internal.chartpart.Chart;
import vaelab.plot.Figures;

/**
 * A picture with a number and a caption that says what to see in it.
 *
 * @param number its number in the notebook, from 1
 * @param caption full sentences, plain text
 * @param image the picture
 */
public record Figure(int number, String caption, BufferedImage image) {

  private static final AtomicInteger LAST = new AtomicInteger();

  /**
   * The next figure of the notebook. {@link NotebookSupport#init()} starts again at 1, so a
   * notebook that runs from top to bottom has the same numbers each time.
   *
   * @param caption full sentences, plain text
   * @param image the picture
   * @return a numbered figure
   */
  public static Figure of(String caption, BufferedImage image) {
    return new Figure(LAST.incrementAndGet(), caption, image);
  }

  /**
   * The next figure of the notebook, from a chart.
   *
   * @param caption full sentences, plain text
   * @param chart the chart
   * @return a numbered figure
   */
  public static Figure of(String caption, Chart<?, ?> chart) {
    return of(caption, Figures.toImage(chart));
  }

  /** The next figure will be figure 1. */
  static void restartNumbers() {
    LAST.set(0);
  }
}
