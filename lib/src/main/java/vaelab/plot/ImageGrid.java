package vaelab.plot;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Builds a figure of small images in rows and columns: mixtures above their separated sources,
 * digits beside their reconstructions.
 *
 * <pre>{@code
 * BufferedImage figure = ImageGrid.of(28, 28).title("Separated digits")
 *     .columns("mixture", "stream 0", "stream 1")
 *     .row("test 17", Cell.of(x), Cell.of(mu0).correct(true), Cell.of(mu1).caption("off"))
 *     .build();
 * }</pre>
 */
public final class ImageGrid {

  private final int imageHeight;
  private final int imageWidth;
  private final List<String> rowLabels = new ArrayList<>();
  private final List<List<Cell>> rows = new ArrayList<>();
  private List<String> columns = List.of();
  private String title = "";
  private double min = 0;
  private double max = 1;
  private ColourMap colours = ColourMap.INK;
  private int scale = 2;
  private boolean colourBar;

  private ImageGrid(int imageHeight, int imageWidth) {
    this.imageHeight = imageHeight;
    this.imageWidth = imageWidth;
  }

  /**
   * Starts a grid.
   *
   * @param height pixels of each image from top to bottom
   * @param width pixels of each image from left to right
   * @return a builder
   * @throws IllegalArgumentException if an image would have no pixels
   */
  public static ImageGrid of(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("Images of " + height + " x " + width + " have no pixels");
    }
    return new ImageGrid(height, width);
  }

  /**
   * Sets the title.
   *
   * @param text one line; empty for none
   * @return this
   */
  public ImageGrid title(String text) {
    title = text;
    return this;
  }

  /**
   * Sets the headers of the columns.
   *
   * @param headers one a column, from the left; columns beyond have none
   * @return this
   */
  public ImageGrid columns(String... headers) {
    columns = List.of(headers);
    return this;
  }

  /**
   * Adds a row of images.
   *
   * @param label what they are, to the left of them; may be empty
   * @param images each row by row, height x width values
   * @return this
   * @throws IllegalArgumentException if an image has another number of values
   */
  public ImageGrid row(String label, float[]... images) {
    return row(label, Arrays.stream(images).map(Cell::of).toList());
  }

  /**
   * Adds a row of images with captions and frames.
   *
   * @param label what they are, to the left of them; may be empty
   * @param cells the images
   * @return this
   * @throws IllegalArgumentException if an image has another number of values
   */
  public ImageGrid row(String label, Cell... cells) {
    return row(label, List.of(cells));
  }

  /**
   * Adds a row of images with captions and frames.
   *
   * @param label what they are, to the left of them; may be empty
   * @param cells the images
   * @return this
   * @throws IllegalArgumentException if an image has another number of values
   */
  public ImageGrid row(String label, List<Cell> cells) {
    for (Cell cell : cells) {
      if (cell.values() != null && cell.values().length != imageHeight * imageWidth) {
        throw new IllegalArgumentException(
            "Row '"
                + label
                + "': an image has "
                + cell.values().length
                + " values, expected "
                + imageHeight
                + " x "
                + imageWidth
                + " = "
                + imageHeight * imageWidth);
      }
    }
    rowLabels.add(label);
    rows.add(List.copyOf(cells));
    return this;
  }

  /**
   * Sets the range of values, [0, 1] by default; values outside are shown as its ends.
   *
   * @param from value of the map's first colour
   * @param to value of its last colour
   * @return this
   * @throws IllegalArgumentException if the range is empty
   */
  public ImageGrid range(double from, double to) {
    if (!(from < to)) {
      throw new IllegalArgumentException("The range from " + from + " to " + to + " is empty");
    }
    min = from;
    max = to;
    return this;
  }

  /**
   * Sets the colours, {@link ColourMap#INK} by default.
   *
   * @param map the colours
   * @return this
   */
  public ImageGrid colours(ColourMap map) {
    colours = map;
    return this;
  }

  /**
   * Shows the colours of the range in a bar to the right.
   *
   * @return this
   */
  public ImageGrid withColourBar() {
    colourBar = true;
    return this;
  }

  /**
   * Sets the size of a pixel, 2 points by default. Pixels stay squares with sharp edges.
   *
   * @param points width and height of a pixel of the images, at least 1
   * @return this
   * @throws IllegalArgumentException if it is below 1
   */
  public ImageGrid scale(int points) {
    if (points < 1) {
      throw new IllegalArgumentException("A pixel takes at least 1 point, not " + points);
    }
    scale = points;
    return this;
  }

  /**
   * Draws the grid.
   *
   * @return the image
   * @throws IllegalStateException if it has no rows or no columns
   */
  public BufferedImage build() {
    int count = rows.stream().mapToInt(List::size).max().orElse(0);
    if (count == 0) {
      throw new IllegalStateException("The image grid '" + title + "' has no images");
    }
    return new GridPainter(this, count).paint();
  }

  String title() {
    return title;
  }

  List<String> columns() {
    return columns;
  }

  List<String> rowLabels() {
    return rowLabels;
  }

  List<List<Cell>> rows() {
    return rows;
  }

  int cellWidth() {
    return imageWidth * scale;
  }

  int cellHeight() {
    return imageHeight * scale;
  }

  boolean hasColourBar() {
    return colourBar;
  }

  double min() {
    return min;
  }

  double max() {
    return max;
  }

  /** The colour of a value in this grid's range, as 0xRRGGBB. */
  int rgb(double value) {
    return colours.rgb(value, min, max);
  }

  /** One pixel a value; the painter enlarges it. */
  BufferedImage pixels(float[] values) {
    BufferedImage image = new BufferedImage(imageWidth, imageHeight, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < values.length; i++) {
      image.setRGB(i % imageWidth, i / imageWidth, rgb(values[i]));
    }
    return image;
  }
}
