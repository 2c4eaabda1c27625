package vaelab.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** The reading half of {@link Npy}: header, checks against the size of the file, values. */
final class NpyInput {
  private static final int CHUNK_VALUES = 1 << 13;

  private NpyInput() {}

  /** Reads an array; {@code floatsOnly} refuses other types. */
  static NpyArray read(Path file, boolean floatsOnly) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "expected a .npy file, found none. Check the path");
    }
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      NpyHeader header = NpyHeader.read(file, in);
      NpyType type = NpyType.of(file, header.type());
      if (floatsOnly && !type.isFloat()) {
        throw BadDataException.of(
            file,
            "float32 mixtures, sums of images in [0,1]",
            "'" + header.type() + "'",
            "Save a.astype('float32'), bytes divided by 255 first");
      }
      if (header.fortranOrder() && header.shape().length > 1) {
        throw BadDataException.of(
            file, "C order", "Fortran order", "Save numpy.ascontiguousarray(a)");
      }
      int[] shape = checkedShape(file, header, type);
      return new NpyArray(shape, values(file, in, header, type, (int) NpyArray.values(shape)));
    } catch (EOFException e) {
      throw BadDataException.of(
          file, "a complete .npy file", "one that ends too early", "Save or copy it again");
    }
  }

  /** The shape, once it is certain that the file holds exactly so many values. */
  private static int[] checkedShape(Path file, NpyHeader header, NpyType type) throws IOException {
    long held = Files.size(file) - header.headerBytes();
    long[] sizes = header.shape();
    // Doubles, since the product of lying sizes overflows a long; exact for all that a disk holds.
    double claimed = type.bytes();
    double extent = 1; // ignores empty dimensions: beside a 0 the others must still be sane
    for (long size : sizes) {
      claimed *= size;
      extent *= Math.max(1, size);
    }
    if (claimed != held) {
      throw BadDataException.of(
          file,
          String.format(
              "%.0f bytes for shape %s of %s", claimed, Arrays.toString(sizes), header.type()),
          held + " after the header",
          "The file is truncated or damaged: save or copy it again");
    }
    if (extent > Integer.MAX_VALUE - 8) {
      throw BadDataException.of(
          file, "fewer than 2^31 values", Arrays.toString(sizes), "Split the array");
    }
    return Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
  }

  private static float[] values(
      Path file, DataInputStream in, NpyHeader header, NpyType type, int count) throws IOException {
    float[] data = new float[count];
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK_VALUES * type.bytes());
    bytes.order(NpyType.order(header.type()));
    for (int start = 0; start < count; start += CHUNK_VALUES) {
      int length = Math.min(CHUNK_VALUES, count - start);
      in.readFully(bytes.array(), 0, length * type.bytes());
      bytes.clear();
      for (int i = start; i < start + length; i++) {
        try {
          data[i] = type.next(bytes);
        } catch (ArithmeticException e) {
          throw BadDataException.of(
              file, "whole numbers that a float holds exactly", e.getMessage(), "Save float32");
        }
      }
    }
    return data;
  }
}
