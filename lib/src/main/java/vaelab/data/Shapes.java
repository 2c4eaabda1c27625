package vaelab.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Simple shapes at random places near the middle, drawn by formula: sources to try things out with,
 * in seconds and without any data set.
 *
 * <p>Class 0 are upright bars, class 1 rings, class 2 slanted crosses. Place, size and pen differ
 * from image to image. Values are multiples of 1/255, as those of photographs are.
 */
public final class Shapes {
  /** Names of the classes: class c is called {@code NAMES.get(c)}. */
  public static final List<String> NAMES = List.of("bars", "rings", "crosses");

  /** Smallest height and width that the shapes can be told apart in. */
  public static final int SMALLEST = 8;

  private static final double SOFT_EDGE = 1;

  /** Farthest a centre is from the middle, in sides: small models learn small movements. */
  private static final double MOST_FREEDOM = 0.2;

  private Shapes() {}

  /**
   * Draws shapes. Image n has class n mod 3 and depends on the seed, the size and n alone: more
   * images begin with the same ones as fewer.
   *
   * @param perClass images of each class, at least 1
   * @param height rows of an image, at least {@value #SMALLEST}
   * @param width columns of an image, at least {@value #SMALLEST}
   * @param seed the same seed gives the same images on every machine
   * @return 3 x perClass images with labels 0 to 2, ink 1 on background 0
   * @throws IllegalArgumentException if a number is out of range or there are 2^31 pixels or more
   */
  public static LabelledImages generate(int perClass, int height, int width, long seed) {
    int classes = NAMES.size();
    double pixels = (double) classes * perClass * height * width;
    if (perClass < 1 || height < SMALLEST || width < SMALLEST || pixels > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          ("Expected at least 1 image a class of at least %1$d x %1$d pixels, and fewer than 2^31"
                  + " pixels in all, found %2$d of %3$d x %4$d. Ask for fewer or larger ones.")
              .formatted(SMALLEST, perClass, height, width));
    }
    int count = classes * perClass;
    Draws root = Draws.seeded(seed);
    float[] values = new float[count * height * width];
    for (int n = 0; n < count; n++) {
      // A sequence of its own for each image: what one shape draws must not shift the next.
      Shape shape = Shape.drawn(n % classes, height, width, root.split());
      shape.ink(values, n * height * width, height, width);
    }
    int[] labels = IntStream.range(0, count).map(n -> n % classes).toArray();
    return new LabelledImages(new Images(values, count, height, width), labels);
  }

  /**
   * One drawing.
   *
   * @param kind class
   * @param x column of the centre
   * @param y row of the centre
   * @param reach half the length of a stroke, or the radius of a ring, in pixels
   * @param pen radius of the pen in pixels
   */
  private record Shape(int kind, double x, double y, double reach, double pen) {

    static Shape drawn(int kind, int height, int width, Draws draws) {
      int side = Math.min(height, width);
      double reach =
          side
              * switch (kind) {
                case 0 -> draws.between(0.26, 0.34);
                case 1 -> draws.between(0.20, 0.28);
                default -> draws.between(0.18, 0.25); // along each axis; its arms are longer
              };
      double pen = 0.3 + side * draws.between(0.02, 0.035);
      double x = place(width, side, kind == 0 ? pen : reach + pen, draws);
      double y = place(height, side, reach + pen, draws);
      return new Shape(kind, x, y, reach, pen);
    }

    /** Near the middle of an axis, such that the ink stays within the image. */
    private static double place(int size, int side, double extent, Draws draws) {
      double middle = (size - 1) / 2.0;
      double room = middle - extent - SOFT_EDGE / 2;
      double freedom = Math.max(0, Math.min(MOST_FREEDOM * side, room));
      return draws.between(middle - freedom, middle + freedom);
    }

    void ink(float[] target, int offset, int height, int width) {
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          double beyond = pen + SOFT_EDGE / 2 - distance(j - x, i - y);
          double cover = Math.max(0, Math.min(1, beyond / SOFT_EDGE));
          target[offset + i * width + j] = Math.round(cover * 255) / 255f;
        }
      }
    }

    /** Distance from the middle of the stroke to a point given from the centre. */
    private double distance(double dx, double dy) {
      return switch (kind) {
        case 0 -> toSegment(dx, dy, 0, reach);
        case 1 -> Math.abs(Math.sqrt(dx * dx + dy * dy) - reach);
        default -> Math.min(toSegment(dx, dy, reach, reach), toSegment(dx, dy, reach, -reach));
      };
    }

    /** Distance to the segment from (-ax, -ay) to (ax, ay). */
    private static double toSegment(double dx, double dy, double ax, double ay) {
      double along = (dx * ax + dy * ay) / (ax * ax + ay * ay);
      double t = Math.max(-1, Math.min(1, along));
      double ex = dx - t * ax;
      double ey = dy - t * ay;
      return Math.sqrt(ex * ex + ey * ey);
    }
  }
}
