package vaelab.jointvae;

import vaelab.data.Images;

/**
 * Bilinear enlargement of images, 28 x 28 to 32 x 32 for this method.
 *
 * <p>Pixels are squares, and values stand at their centres: output pixel i lies at input coordinate
 * (i + 1/2) n / S - 1/2, between the centres of the two nearest pixels; beyond the outermost
 * centres their value goes on. This is PyTorch's {@code align_corners=False}, and what the image
 * library behind the release does too, but for its rounding to whole grey levels, at most 1/510 of
 * the range.
 */
public final class BilinearResize {
  private BilinearResize() {}

  /**
   * Enlarges images.
   *
   * @param images N images of any height and width
   * @param side S, new height and width, at least the old ones: to make images smaller needs
   *     averages over more than two pixels
   * @return N images of S x S, values in [0, 1]
   * @throws IllegalArgumentException if the side is smaller than an image
   */
  public static Images resize(Images images, int side) {
    if (side < images.height() || side < images.width()) {
      throw new IllegalArgumentException(
          "Expected a side of at least the size of the images, %d x %d, found %d; they can be enlarged only."
              .formatted(images.height(), images.width(), side));
    }
    Taps rows = Taps.of(images.height(), side);
    Taps columns = Taps.of(images.width(), side);
    float[] source = images.pixels();
    float[] target = new float[Math.multiplyExact(images.count(), side * side)];
    for (int n = 0; n < images.count(); n++) {
      int image = n * images.dim();
      for (int i = 0; i < side; i++) {
        int upper = image + rows.first[i] * images.width();
        int lower = image + rows.second[i] * images.width();
        int out = (n * side + i) * side;
        for (int j = 0; j < side; j++) {
          double top = columns.between(source, upper, j);
          double bottom = columns.between(source, lower, j);
          target[out + j] = (float) (top + rows.share[i] * (bottom - top));
        }
      }
    }
    return new Images(target, images.count(), side, side);
  }

  /** Which two pixels of a line each output lies between, and the share of the second. */
  private record Taps(int[] first, int[] second, double[] share) {
    static Taps of(int length, int side) {
      Taps taps = new Taps(new int[side], new int[side], new double[side]);
      for (int i = 0; i < side; i++) {
        double at = Math.min(Math.max((i + 0.5) * length / side - 0.5, 0), length - 1);
        taps.first[i] = (int) at;
        taps.second[i] = Math.min(taps.first[i] + 1, length - 1);
        taps.share[i] = at - taps.first[i];
      }
      return taps;
    }

    double between(float[] source, int line, int j) {
      double left = source[line + first[j]];
      return left + share[j] * (source[line + second[j]] - left);
    }
  }
}
