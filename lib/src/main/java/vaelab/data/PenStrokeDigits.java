package vaelab.data;

import java.util.stream.IntStream;

/**
 * Digits drawn by formula: the stand-in where MNIST cannot be had.
 *
 * <p>Each image takes one of the ways to write its digit ({@code DigitShapes}), moves the control
 * points a little, slants, turns and stretches it, scales it to a box of 20 pixels, puts its centre
 * of mass near the middle of 28 x 28 pixels as MNIST does, and inks it with a pen of random width
 * and a soft edge. Values are multiples of 1/255, so that an IDX file holds them exactly.
 *
 * <p>It has MNIST's format and looks, not its difficulty: a number measured on it is not a number
 * on MNIST. {@link DataOrigin} says so in every result.
 */
public final class PenStrokeDigits {
  /** Rows and columns of an image. */
  public static final int SIDE = 28;

  /** Number of classes: the digits 0 to 9. */
  public static final int CLASSES = 10;

  private static final double BOX = 20;
  private static final double CENTRE = (SIDE - 1) / 2.0;
  private static final double JITTER = 0.028;

  private PenStrokeDigits() {}

  /**
   * Draws digits. Image n shows digit n mod 10 and depends on the seed and n alone: more images
   * begin with the same ones as fewer.
   *
   * @param perClass images of each digit, at least 1 and at most 250,000
   * @param seed the same seed gives the same images on every machine
   * @return 10 x perClass images of 28 x 28 with labels 0 to 9
   * @throws IllegalArgumentException when {@code perClass} is out of range
   */
  public static LabelledImages generate(int perClass, long seed) {
    int dim = SIDE * SIDE;
    if (perClass < 1 || perClass > 250_000) {
      throw new IllegalArgumentException(
          "Expected 1 to 250000 images a class, found " + perClass + ". Ask for fewer.");
    }
    int count = CLASSES * perClass;
    Draws root = Draws.seeded(seed);
    Draws[] draws = new Draws[count]; // made in order first: drawing itself may run in parallel
    for (int n = 0; n < count; n++) {
      draws[n] = root.split();
    }
    float[] pixels = new float[count * dim];
    IntStream.range(0, count)
        .parallel()
        .forEach(n -> drawDigit(n % CLASSES, draws[n], pixels, n * dim));
    int[] labels = IntStream.range(0, count).map(n -> n % CLASSES).toArray();
    return new LabelledImages(new Images(pixels, count, SIDE, SIDE), labels);
  }

  private static void drawDigit(int digit, Draws draws, float[] pixels, int offset) {
    PenPath path = new PenPath();
    Hand hand = Hand.drawn(draws);
    for (double[][] stroke : DigitShapes.strokes(digit, draws)) {
      for (double[] point : stroke) {
        hand.move(point, draws);
      }
      path.draw(stroke);
    }
    double radius = 1.15 + 0.32 * draws.bell();
    double soft = draws.between(1.0, 1.6);
    path.fitInto(BOX - 2 * radius);
    path.centreAt(CENTRE + 0.4 * draws.bell(), CENTRE + 0.4 * draws.bell());
    path.keepWithin(radius, SIDE - 1 - radius);
    path.ink(pixels, offset, SIDE, Math.max(0.4, radius), soft);
    for (int i = offset; i < offset + SIDE * SIDE; i++) {
      pixels[i] = Math.round(pixels[i] * 255f) / 255f;
    }
  }

  /** How one writing of a digit differs from the model: slant, turn and width. */
  private record Hand(double slant, double cos, double sin, double width) {
    static Hand drawn(Draws draws) {
      double angle = 0.09 * draws.bell();
      return new Hand(
          0.12 + 0.2 * draws.bell(),
          StrictMath.cos(angle),
          StrictMath.sin(angle),
          draws.between(0.8, 1.15));
    }

    void move(double[] point, Draws draws) {
      double x = width * (point[0] - 0.5 + JITTER * draws.bell());
      double y = point[1] - 0.5 + JITTER * draws.bell();
      double slanted = x - slant * y;
      point[0] = cos * slanted - sin * y;
      point[1] = sin * slanted + cos * y;
    }
  }
}
