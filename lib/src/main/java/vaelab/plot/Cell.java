package vaelab.plot;

import java.awt.Color;

/**
 * One image of an {@link ImageGrid}.
 *
 * @param values the image row by row; null leaves the place empty
 * @param caption a few characters below the image, or null
 * @param frame colour of a frame around it, or null for a hairline
 */
public record Cell(float[] values, String caption, Color frame) {

  /** An empty place in the grid. */
  public static final Cell EMPTY = new Cell(null, null, null);

  /**
   * An image alone.
   *
   * @param values the image row by row
   * @return the cell
   */
  public static Cell of(float[] values) {
    return new Cell(values, null, null);
  }

  /**
   * The same image with a caption.
   *
   * @param text a few characters, such as "5.2 nats"
   * @return a new cell
   */
  public Cell caption(String text) {
    return new Cell(values, text, frame);
  }

  /**
   * The same image with a frame.
   *
   * @param colour its colour, such as {@link PlotStyle#GOOD}
   * @return a new cell
   */
  public Cell frame(Color colour) {
    return new Cell(values, caption, colour);
  }

  /**
   * The same image in a frame that says right or wrong.
   *
   * @param right true for green, false for red
   * @return a new cell
   */
  public Cell correct(boolean right) {
    return frame(right ? PlotStyle.GOOD : PlotStyle.BAD);
  }
}
