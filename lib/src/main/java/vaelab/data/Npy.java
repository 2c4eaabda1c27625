package vaelab.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * NumPy's {@code .npy} files.
 *
 * <p>Read: format 1.0 and 2.0; float32, float64, uint8, bool, int32, int64; either byte order; C
 * order. Written: format 1.0, little endian, atomically. A header that claims other than what the
 * file holds is an error before anything is allocated.
 */
public final class Npy {
  private static final int CHUNK_VALUES = 1 << 13;

  private Npy() {}

  /** Takes the values of an array piece by piece, so that it need never be in memory whole. */
  @FunctionalInterface
  public interface FloatSink {
    /**
     * Appends values.
     *
     * @param values where they are
     * @param offset index of the first
     * @param length how many
     * @throws IOException when writing fails
     */
    void append(float[] values, int offset, int length) throws IOException;
  }

  /**
   * Reads an array.
   *
   * @param file the file
   * @return its shape and values; whole numbers exactly, float64 rounded to the nearest float
   * @throws IOException when the file cannot be read, is not such a file, is truncated or too long,
   *     has an unknown type, Fortran order, 2^31 values or more, or whole numbers no float holds
   */
  public static NpyArray read(Path file) throws IOException {
    return NpyInput.read(file, false);
  }

  /**
   * Reads mixtures for a model: N x height x width or N x D, float32 (float64 is converted).
   *
   * @param file the file
   * @return the array; {@link NpyArray#count()} is N and {@link NpyArray#dim()} is D
   * @throws IOException as {@link #read(Path)} does, and when the type is not a float type, the
   *     shape not one of these or empty, or a value NaN or infinite; the message has its index
   */
  public static NpyArray readMixtures(Path file) throws IOException {
    NpyArray array = NpyInput.read(file, true);
    int[] shape = array.shape();
    if ((shape.length != 2 && shape.length != 3) || array.data().length == 0) {
      throw BadDataException.of(
          file,
          "mixtures of shape (N, height, width) or (N, D), none of them 0",
          Arrays.toString(shape),
          "Reshape the array; a single mixture is a[None]");
    }
    float[] data = array.data();
    for (int i = 0; i < data.length; i++) {
      if (!Float.isFinite(data[i])) {
        throw BadDataException.of(
            file,
            "finite pixels",
            data[i] + " at index " + Arrays.toString(index(i, shape)),
            "Find where it comes from; numpy.isfinite(a) marks them");
      }
    }
    return array;
  }

  /**
   * Reads mixtures for a model with a known input size.
   *
   * @param file the file
   * @param item shape of what the model takes: (height, width), or (D)
   * @return the array, whose items {@link NpyArray#fits fit}
   * @throws IOException as {@link #readMixtures(Path)} does, and when the mixtures have another
   *     number of pixels, or as many in other proportions
   */
  public static NpyArray readMixtures(Path file, List<Integer> item) throws IOException {
    NpyArray array = readMixtures(file);
    if (!array.fits(item)) {
      throw BadDataException.of(
          file,
          "%d pixels a mixture (%s), which the model was trained on"
              .formatted(NpyArray.values(item), times(item)),
          array.dim() + " " + Arrays.toString(array.shape()),
          "Resize the images, or use a model of their size");
    }
    return array;
  }

  private static String times(List<Integer> sizes) {
    return sizes.stream().map(String::valueOf).collect(Collectors.joining(" x "));
  }

  /**
   * Writes floats as float32.
   *
   * @param file the file
   * @param data the values, first dimension slowest
   * @param shape sizes; none for a single number
   * @throws IOException when writing fails
   * @throws IllegalArgumentException when shape and data do not fit
   */
  public static void write(Path file, float[] data, int... shape) throws IOException {
    checkFits(data.length, shape);
    write(file, shape, sink -> sink.append(data, 0, data.length));
  }

  /**
   * Writes floats as float32, piece by piece.
   *
   * @param file the file
   * @param shape sizes; their product may exceed 2^31
   * @param body appends all values, first dimension slowest
   * @throws IOException when writing fails
   * @throws IllegalStateException when fewer or more values are appended; the file is not touched
   */
  public static void write(Path file, int[] shape, IOConsumer<FloatSink> body) throws IOException {
    long expected = NpyArray.values(shape);
    AtomicFiles.write(
        file,
        out -> {
          out.write(NpyHeader.encode("<f4", shape));
          long[] written = {0};
          body.accept(
              (values, offset, length) -> {
                writeFloats(out, values, offset, length);
                written[0] += length;
              });
          if (written[0] != expected) {
            throw new IllegalStateException(
                String.format(
                    "%s: expected %d values for shape %s, found %d. Append every item once.",
                    file, expected, Arrays.toString(shape), written[0]));
          }
        });
  }

  /**
   * Writes whole numbers as int32.
   *
   * @param file the file
   * @param data the values, first dimension slowest
   * @param shape sizes
   * @throws IOException when writing fails
   * @throws IllegalArgumentException when shape and data do not fit
   */
  public static void writeInt32(Path file, int[] data, int... shape) throws IOException {
    checkFits(data.length, shape);
    ByteBuffer bytes = buffer(CHUNK_VALUES * Integer.BYTES);
    AtomicFiles.write(
        file,
        out -> {
          out.write(NpyHeader.encode("<i4", shape));
          for (int start = 0; start < data.length; start += CHUNK_VALUES) {
            int length = Math.min(CHUNK_VALUES, data.length - start);
            bytes.clear().asIntBuffer().put(data, start, length);
            out.write(bytes.array(), 0, length * Integer.BYTES);
          }
        });
  }

  /**
   * Writes bytes as uint8.
   *
   * @param file the file
   * @param data the values as unsigned bytes, first dimension slowest
   * @param shape sizes
   * @throws IOException when writing fails
   * @throws IllegalArgumentException when shape and data do not fit
   */
  public static void writeUint8(Path file, byte[] data, int... shape) throws IOException {
    writeBytes(file, "|u1", data, shape);
  }

  /**
   * Writes truth values as bool.
   *
   * @param file the file
   * @param data the values, first dimension slowest
   * @param shape sizes
   * @throws IOException when writing fails
   * @throws IllegalArgumentException when shape and data do not fit
   */
  public static void writeBool(Path file, boolean[] data, int... shape) throws IOException {
    byte[] bytes = new byte[data.length];
    for (int i = 0; i < data.length; i++) {
      bytes[i] = (byte) (data[i] ? 1 : 0);
    }
    writeBytes(file, "|b1", bytes, shape);
  }

  private static void writeFloats(OutputStream out, float[] values, int offset, int length)
      throws IOException {
    ByteBuffer bytes = buffer(Math.min(length, CHUNK_VALUES) * Float.BYTES);
    for (int start = 0; start < length; start += CHUNK_VALUES) {
      int part = Math.min(CHUNK_VALUES, length - start);
      bytes.clear().asFloatBuffer().put(values, offset + start, part);
      out.write(bytes.array(), 0, part * Float.BYTES);
    }
  }

  private static void writeBytes(Path file, String type, byte[] data, int... shape)
      throws IOException {
    checkFits(data.length, shape);
    AtomicFiles.write(
        file,
        out -> {
          out.write(NpyHeader.encode(type, shape));
          out.write(data);
        });
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void checkFits(int values, int[] shape) {
    if (NpyArray.values(shape) != values) {
      throw new IllegalArgumentException(
          String.format(
              "Expected %d values for shape %s, found %d. Check the order of the sizes.",
              NpyArray.values(shape), Arrays.toString(shape), values));
    }
  }

  /** Index of a value along each dimension. */
  static int[] index(int flat, int[] shape) {
    int[] index = new int[shape.length];
    for (int i = shape.length - 1; i >= 0; i--) {
      index[i] = flat % shape[i];
      flat /= shape[i];
    }
    return index;
  }
}
