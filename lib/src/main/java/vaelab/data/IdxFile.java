package vaelab.data;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file of unsigned bytes in memory: the container without a meaning.
 *
 * <p>Layout (big endian): two zero bytes, type 0x08 (unsigned byte), number of dimensions d, then d
 * sizes of 32 bits, then the bytes, last dimension fastest. Source: the description of the format
 * on the MNIST page of LeCun, Cortes and Burges.
 */
record IdxFile(int[] sizes, byte[] content, String sha256) {
  /** No deflate stream unpacks to more than this many bytes a packed byte. */
  private static final long MOST_DEFLATE_RATIO = 1032;

  private static final int UNSIGNED_BYTES = 0x0800;
  private static final String RENEW = "Delete the file and fetch it again (data-scripts/mnist.sh)";

  /** Reads and checks a file; {@code what} names it in errors, {@code dimensions} is 1 or 3. */
  static IdxFile read(Path file, String what, int dimensions) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(),
          null,
          "expected an IDX file of " + what + ", found none. Check the path");
    }
    try (InputStream packed = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      boolean gzip = isGzip(packed);
      DigestInputStream digest = Sha256.digesting(gzip ? new GZIPInputStream(packed) : packed);
      int[] sizes = readHeader(file, new DataInputStream(digest), what, dimensions);
      int total = checkedTotal(file, sizes, 4 + 4L * dimensions, gzip);
      byte[] content = readContent(file, digest, total);
      return new IdxFile(sizes, content, Sha256.hex(digest));
    } catch (EOFException e) {
      throw BadDataException.of(
          file, "an IDX file of " + what, "a file that ends too early", RENEW);
    } catch (ZipException e) {
      throw BadDataException.of(
          file, "an intact gzip stream", "a damaged one (" + e.getMessage() + ")", RENEW);
    }
  }

  // By content, not by name: browsers unpack files and keep the .gz, and the other way round.
  private static boolean isGzip(InputStream in) throws IOException {
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return gzip;
  }

  private static int[] readHeader(Path file, DataInputStream in, String what, int dimensions)
      throws IOException {
    int magic = in.readInt();
    if (magic != (UNSIGNED_BYTES | dimensions)) {
      throw BadDataException.of(
          file,
          String.format("magic number 0x%08x (%s)", UNSIGNED_BYTES | dimensions, what),
          String.format("0x%08x", magic),
          "Check that images and labels are not swapped and that this is an IDX file");
    }
    int[] sizes = new int[dimensions];
    for (int i = 0; i < dimensions; i++) {
      sizes[i] = in.readInt();
      if (sizes[i] < 1) { // also sizes of 2^31 and more, which no Java array holds
        throw BadDataException.of(
            file, "sizes from 1 to 2147483647", Integer.toUnsignedString(sizes[i]), RENEW);
      }
    }
    return sizes;
  }

  /** The number of content bytes, once it is certain that the file can hold them. */
  private static int checkedTotal(Path file, int[] sizes, long headerBytes, boolean gzip)
      throws IOException {
    long fileBytes = Files.size(file);
    long most = gzip ? fileBytes * MOST_DEFLATE_RATIO : fileBytes - headerBytes;
    long total = 1;
    for (int size : sizes) {
      // The product stays below 2^62: total is at most an array's length before each step.
      total *= size;
      if (total > Math.min(most, Integer.MAX_VALUE - 8)) {
        throw BadDataException.of(
            file,
            "sizes that fit a file of " + fileBytes + (gzip ? " packed" : "") + " bytes",
            "a header that claims " + Arrays.toString(sizes) + " bytes: truncated or damaged",
            RENEW);
      }
    }
    return (int) total;
  }

  private static byte[] readContent(Path file, InputStream in, int total) throws IOException {
    byte[] content = in.readNBytes(total); // grows with what is there, not with what is claimed
    if (content.length < total) {
      throw BadDataException.of(
          file, total + " bytes after the header", content.length + ": truncated", RENEW);
    }
    if (in.read() != -1) {
      throw BadDataException.of(
          file, "exactly " + total + " bytes after the header", "more than that", RENEW);
    }
    return content;
  }
}
