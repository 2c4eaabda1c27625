package vaelab.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Images of single sources as {@code .npy} files, one file a source. */
public final class SourceFiles {
  private static final String ENDING = ".npy";

  private SourceFiles() {}

  /**
   * Writes the images of each class into a file of its own, {@code NAME.npy}: float32, N x height x
   * width, in [0,1].
   *
   * @param folder where; made if missing
   * @param images images of all classes
   * @param names name of class 0, 1, ...
   * @throws IOException when writing fails
   * @throws IllegalArgumentException when a class has no image
   */
  public static void write(Path folder, LabelledImages images, List<String> names)
      throws IOException {
    for (int c = 0; c < names.size(); c++) {
      Images own = images.ofClass(c).images();
      Npy.write(
          folder.resolve(names.get(c) + ENDING),
          own.pixels(),
          own.count(),
          own.height(),
          own.width());
    }
  }

  /**
   * Reads the images of one source: N x height x width or N x D, N at least 2, any type of number.
   *
   * @param file the file
   * @return the array, every value in [0,1], at least one above 0
   * @throws IOException as {@link Npy#read} does, and when the shape is not one of these, there are
   *     fewer than two images, a pixel is outside [0,1] or NaN (the message has its index), or all
   *     pixels are 0
   */
  public static NpyArray read(Path file) throws IOException {
    NpyArray array = Npy.read(file);
    int[] shape = array.shape();
    if ((shape.length != 2 && shape.length != 3) || (shape[0] > 0 && array.dim() == 0)) {
      throw BadDataException.of(
          file,
          "images of one source, shape (N, height, width) or (N, D), none of them 0",
          Arrays.toString(shape),
          "Reshape the array; make colour images grey first");
    }
    if (shape[0] < 2) {
      throw BadDataException.of(
          file,
          "at least 2 images of the source (batch normalisation needs a variance)",
          shape[0] + " in shape " + Arrays.toString(shape),
          "Give more images, or leave the source out");
    }
    checkValues(file, array);
    return array;
  }

  private static void checkValues(Path file, NpyArray array) throws IOException {
    float[] data = array.data();
    float largest = 0;
    for (int i = 0; i < data.length; i++) {
      if (!(data[i] >= 0 && data[i] <= 1)) {
        throw BadDataException.of(
            file,
            "source pixels in [0,1], which decoders end in",
            data[i] + " at index " + Arrays.toString(Npy.index(i, array.shape())),
            Float.isFinite(data[i])
                ? "Scale them: (a / 255).astype('float32') for bytes"
                : "Find where it comes from; numpy.isfinite(a) marks them");
      }
      largest = Math.max(largest, data[i]);
    }
    if (largest == 0) {
      throw BadDataException.of(
          file,
          "images that show something",
          "pixels that are all 0",
          "A source that shows nothing cannot be told from one that is off: leave it out");
    }
  }
}
