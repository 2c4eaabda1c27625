package vaelab.data;

/**
 * Copies of images under small random affine maps about the centre: rotation, scale, shear and
 * shift, each uniform up to a bound and drawn anew for every copy. An expert that sees few images
 * of its source learns from the copies what it would otherwise only meet in new images.
 *
 * @param rotation largest angle, in radians
 * @param scale largest relative change of width and of height
 * @param shear largest horizontal shear, as a share of the height
 * @param shift largest shift in each direction, in pixels
 */
public record AffineJitter(double rotation, double scale, double shear, double shift) {
  /** About ten degrees, a tenth in size and a pixel: digits stay the digits that they are. */
  public static final AffineJitter DIGITS = new AffineJitter(0.17, 0.1, 0.15, 1);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is negative or not finite, or images could vanish
   */
  public AffineJitter {
    if (!(rotation >= 0 && rotation <= Math.PI)
        || !(scale >= 0 && scale < 1)
        || !(shear >= 0 && shear <= 1)
        || !(shift >= 0 && Double.isFinite(shift))) {
      throw new IllegalArgumentException(
          ("Expected a rotation of 0 to pi, a change of scale of 0 to below 1, a shear of 0 to 1"
                  + " and a finite shift of 0 or more, found %s, %s, %s and %s.")
              .formatted(rotation, scale, shear, shift));
    }
  }

  /**
   * Makes copies.
   *
   * @param images row-major, N x (height x width); left unchanged
   * @param height rows of an image
   * @param width columns of an image
   * @param copies images made of each one, itself first; at least 1
   * @param seed seed of the maps
   * @return row-major, (N x copies) x (height x width), the copies of an image side by side; values
   *     lie in the range of the image and the background 0
   * @throws IllegalArgumentException if these are no whole images, or there is to be no copy
   */
  public float[] copies(float[] images, int height, int width, int copies, long seed) {
    int dim = height * width;
    if (copies < 1 || dim < 1 || images.length % dim != 0) {
      throw new IllegalArgumentException(
          "Expected images of %d x %d values and at least 1 copy, found %d values and %d copies."
              .formatted(height, width, images.length, copies));
    }
    float[] result = new float[Math.multiplyExact(images.length, copies)];
    Draws draws = Draws.seeded(seed);
    for (int n = 0; n < images.length / dim; n++) {
      int to = n * copies * dim;
      System.arraycopy(images, n * dim, result, to, dim);
      for (int c = 1; c < copies; c++) {
        draw(images, n * dim, height, width, draws, result, to + c * dim);
      }
    }
    return result;
  }

  /** One copy: each of its pixels is looked up where the inverse map leads. */
  private void draw(
      float[] from, int first, int height, int width, Draws draws, float[] to, int target) {
    double angle = draws.between(-rotation, rotation);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double across = 1 + draws.between(-scale, scale);
    double down = 1 + draws.between(-scale, scale);
    double slant = draws.between(-shear, shear);
    double left = draws.between(-shift, shift);
    double up = draws.between(-shift, shift);
    double row0 = (height - 1) / 2.0;
    double column0 = (width - 1) / 2.0;
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        double x = column - column0;
        double y = row - row0;
        double u = cos * across * x + (slant - sin * down) * y + column0 + left;
        double v = sin * across * x + cos * down * y + row0 + up;
        to[target + row * width + column] = interpolate(from, first, height, width, v, u);
      }
    }
  }

  /** Bilinear interpolation; beyond the border is background. */
  private static float interpolate(
      float[] image, int first, int height, int width, double row, double column) {
    int r = (int) Math.floor(row);
    int c = (int) Math.floor(column);
    double down = row - r;
    double right = column - c;
    double top =
        (1 - right) * pixel(image, first, height, width, r, c)
            + right * pixel(image, first, height, width, r, c + 1);
    double bottom =
        (1 - right) * pixel(image, first, height, width, r + 1, c)
            + right * pixel(image, first, height, width, r + 1, c + 1);
    return (float) ((1 - down) * top + down * bottom);
  }

  private static float pixel(float[] image, int first, int height, int width, int r, int c) {
    return r >= 0 && r < height && c >= 0 && c < width ? image[first + r * width + c] : 0;
  }
}
