package vaelab.data;

import java.util.Arrays;

/**
 * Grey-scale images of one size.
 *
 * <p>The array is held, not copied: 60,000 MNIST images are 188 MB. Treat it as read-only. Two
 * instances are equal only when they share it.
 *
 * @param pixels (N, D) row-major with D = height x width, every value in [0,1], 0 the background
 * @param count number of images N, may be 0
 * @param height rows of an image, at least 1
 * @param width columns of an image, at least 1
 */
public record Images(float[] pixels, int count, int height, int width) {

  /**
   * Checks sizes and value range.
   *
   * @throws IllegalArgumentException when the sizes do not fit or a pixel is outside [0,1] or NaN
   */
  public Images {
    if (count < 0 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "Expected count >= 0, height >= 1, width >= 1, found "
              + count
              + ", "
              + height
              + ", "
              + width
              + ". Check the order of the arguments.");
    }
    if (pixels.length != (long) count * height * width) {
      throw new IllegalArgumentException(
          String.format(
              "Expected %d x %d x %d = %d pixels, found %d. Check count, height and width.",
              count, height, width, (long) count * height * width, pixels.length));
    }
    for (int i = 0; i < pixels.length; i++) {
      if (!(pixels[i] >= 0f && pixels[i] <= 1f)) {
        throw new IllegalArgumentException(
            String.format(
                "Expected pixels in [0,1], found %s at index %d (image %d). Divide bytes by 255.",
                pixels[i], i, i / (height * width)));
      }
    }
  }

  /**
   * Pixels of an image.
   *
   * @return D = height x width
   */
  public int dim() {
    return height * width;
  }

  /**
   * One image.
   *
   * @param n which, 0 to count-1
   * @return a copy of its D pixels, row-major
   * @throws IndexOutOfBoundsException when there is no image n
   */
  public float[] image(int n) {
    float[] copy = new float[dim()];
    copyInto(n, copy, 0);
    return copy;
  }

  /**
   * Copies one image into a larger array, for example a batch.
   *
   * @param n which, 0 to count-1
   * @param target where to write D values
   * @param offset index of the first
   * @throws IndexOutOfBoundsException when there is no image n or the target is too short
   */
  public void copyInto(int n, float[] target, int offset) {
    if (n < 0 || n >= count) {
      throw new IndexOutOfBoundsException(
          "Expected an image from 0 to " + (count - 1) + ", found " + n + ".");
    }
    System.arraycopy(pixels, n * dim(), target, offset, dim());
  }

  /**
   * Some of the images, in the order asked for; an index may repeat.
   *
   * @param indices which
   * @return copies of them
   * @throws IndexOutOfBoundsException when one of them does not exist
   */
  public Images select(int[] indices) {
    float[] chosen = new float[Math.multiplyExact(indices.length, dim())];
    for (int i = 0; i < indices.length; i++) {
      copyInto(indices[i], chosen, i * dim());
    }
    return new Images(chosen, indices.length, height, width);
  }

  /**
   * The first images.
   *
   * @param most how many at most
   * @return these images where there are no more, else copies of the first
   */
  public Images first(int most) {
    return most >= count
        ? this
        : new Images(Arrays.copyOf(pixels, most * dim()), most, height, width);
  }
}
