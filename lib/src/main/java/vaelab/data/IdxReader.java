package vaelab.data;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Reads IDX files, the format of MNIST, gzip-packed or plain (told by content, not by name).
 *
 * <p>Headers are checked against the size of the file before anything is allocated. A wrong magic
 * number, a truncated or damaged file, bytes after the end and sizes that cannot be are each a
 * {@link BadDataException}; a missing file is a {@link java.nio.file.NoSuchFileException}.
 */
public final class IdxReader {
  private IdxReader() {}

  /**
   * Reads an image file (magic 0x00000803).
   *
   * @param file the file
   * @return the images, bytes divided by 255
   * @throws IOException when the file cannot be read or is not what it should be
   */
  public static Images readImages(Path file) throws IOException {
    return images(IdxFile.read(file, "images", 3));
  }

  /**
   * Reads a label file (magic 0x00000801).
   *
   * @param file the file
   * @return the labels, 0 to 255
   * @throws IOException when the file cannot be read or is not what it should be
   */
  public static int[] readLabels(Path file) throws IOException {
    return labels(IdxFile.read(file, "labels", 1));
  }

  /**
   * Reads images and their labels.
   *
   * @param images the image file
   * @param labels the label file
   * @return both together
   * @throws IOException when a file cannot be read, is not what it should be, or the counts differ
   */
  public static LabelledImages read(Path images, Path labels) throws IOException {
    return pair(IdxFile.read(images, "images", 3), labels, IdxFile.read(labels, "labels", 1));
  }

  static LabelledImages pair(IdxFile images, Path labelsPath, IdxFile labels)
      throws BadDataException {
    int expected = images.sizes()[0];
    if (labels.sizes()[0] != expected) {
      throw BadDataException.of(
          labelsPath,
          expected + " labels, one an image",
          labels.sizes()[0] + "",
          "Pair images and labels of the same set");
    }
    return new LabelledImages(images(images), labels(labels));
  }

  private static Images images(IdxFile file) {
    byte[] content = file.content();
    float[] pixels = new float[content.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = Byte.toUnsignedInt(content[i]) / 255f;
    }
    return new Images(pixels, file.sizes()[0], file.sizes()[1], file.sizes()[2]);
  }

  private static int[] labels(IdxFile file) {
    int[] labels = new int[file.content().length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Byte.toUnsignedInt(file.content()[i]);
    }
    return labels;
  }
}
