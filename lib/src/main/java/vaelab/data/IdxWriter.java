package vaelab.data;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes IDX files that {@link IdxReader} reads back. A name ending in {@code .gz} is gzip-packed;
 * files appear complete or not at all ({@link AtomicFiles}).
 */
public final class IdxWriter {
  private static final int IMAGES_MAGIC = 0x0803;
  private static final int LABELS_MAGIC = 0x0801;

  private IdxWriter() {}

  /**
   * Writes images, one byte a pixel.
   *
   * @param file the file
   * @param images the images; values are rounded to multiples of 1/255
   * @throws IOException when writing fails
   */
  public static void writeImages(Path file, Images images) throws IOException {
    write(file, out -> encode(out, images));
  }

  /**
   * Writes labels, one byte each.
   *
   * @param file the file
   * @param labels 0 to 255 each
   * @throws IOException when writing fails
   * @throws IllegalArgumentException when a label does not fit a byte; nothing is written
   */
  public static void writeLabels(Path file, int[] labels) throws IOException {
    write(file, out -> encode(out, labels));
  }

  /** SHA-256 of the plain file that {@link #writeImages} would write. */
  static String sha256(Images images) {
    return sha256(out -> encode(out, images));
  }

  /** SHA-256 of the plain file that {@link #writeLabels} would write. */
  static String sha256(int[] labels) {
    return sha256(out -> encode(out, labels));
  }

  private static void write(Path file, IOConsumer<OutputStream> content) throws IOException {
    boolean gzip = file.getFileName().toString().endsWith(".gz");
    AtomicFiles.write(
        file,
        out -> {
          if (!gzip) {
            content.accept(out);
            return;
          }
          GZIPOutputStream packed = new GZIPOutputStream(out, 1 << 16);
          content.accept(packed);
          packed.finish(); // not close: the file below is flushed and forced to the disk after this
        });
  }

  private static String sha256(IOConsumer<OutputStream> content) {
    DigestOutputStream digest = Sha256.digesting(OutputStream.nullOutputStream());
    try {
      content.accept(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // no device is involved
    }
    return Sha256.hex(digest);
  }

  private static void encode(OutputStream target, Images images) throws IOException {
    DataOutputStream out = buffered(target);
    out.writeInt(IMAGES_MAGIC);
    out.writeInt(images.count());
    out.writeInt(images.height());
    out.writeInt(images.width());
    for (float pixel : images.pixels()) {
      out.write(Math.round(pixel * 255f));
    }
    out.flush();
  }

  private static void encode(OutputStream target, int[] labels) throws IOException {
    DataOutputStream out = buffered(target);
    out.writeInt(LABELS_MAGIC);
    out.writeInt(labels.length);
    for (int label : labels) {
      if (label < 0 || label > 255) {
        throw new IllegalArgumentException(
            "Expected labels from 0 to 255, found " + label + ". IDX holds one byte a label.");
      }
      out.write(label);
    }
    out.flush();
  }

  private static DataOutputStream buffered(OutputStream target) {
    return new DataOutputStream(new BufferedOutputStream(target, 1 << 16));
  }
}
