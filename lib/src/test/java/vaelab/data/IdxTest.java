package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static vaelab.data.Errors.assertSays;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
  private static final Class<BadDataException> BAD = BadDataException.class;

  /** Written by hand from the description of the format: 2 images of 1 x 3. */
  private static final byte[] GOLDEN_IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 1, (byte) 255, (byte) 128, 51, 0
  };

  private static final byte[] GOLDEN_LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 9, (byte) 200};

  @TempDir Path folder;

  @Test
  void readsAndWritesTheGoldenBytes() throws IOException {
    Path images = file("images", GOLDEN_IMAGES);
    Path labels = file("labels", GOLDEN_LABELS);
    LabelledImages read = IdxReader.read(images, labels);
    assertEquals(2, read.images().count());
    assertEquals(1, read.images().height());
    assertEquals(3, read.images().width());
    assertArrayEquals(new float[] {0f, 1 / 255f, 1f, 128 / 255f, 0.2f, 0f}, read.images().pixels());
    assertArrayEquals(new int[] {9, 200}, read.labels());
    IdxWriter.writeImages(folder.resolve("i"), read.images());
    IdxWriter.writeLabels(folder.resolve("l"), read.labels());
    assertArrayEquals(GOLDEN_IMAGES, Files.readAllBytes(folder.resolve("i")));
    assertArrayEquals(GOLDEN_LABELS, Files.readAllBytes(folder.resolve("l")));
  }

  @Test
  void everyByteSurvivesPackedOrPlainWhateverTheName() throws IOException {
    float[] pixels = new float[256];
    for (int i = 0; i < 256; i++) {
      pixels[i] = i / 255f;
    }
    Path packed = folder.resolve("a.gz");
    Path plain = folder.resolve("b");
    IdxWriter.writeImages(packed, new Images(pixels, 4, 8, 8));
    IdxWriter.writeImages(plain, new Images(pixels, 4, 8, 8));
    assertEquals(0x1f, Files.readAllBytes(packed)[0]);
    assertEquals(16 + 256, Files.size(plain));
    Path packedAsPlain = Files.move(packed, folder.resolve("c"));
    Path plainAsPacked = Files.move(plain, folder.resolve("d.gz"));
    assertArrayEquals(pixels, IdxReader.readImages(packedAsPlain).pixels());
    assertArrayEquals(pixels, IdxReader.readImages(plainAsPacked).pixels());
  }

  @Test
  void checksumIsOfTheUnpackedFile() throws IOException {
    Images images = IdxReader.readImages(file("i", GOLDEN_IMAGES));
    // sha256sum of GOLDEN_IMAGES, computed outside Java
    String expected = "df159b4c6dff95f86b97347691ccb0f11d00d6e7f59db05ce859cb69bd3d853b";
    assertEquals(expected, IdxWriter.sha256(images));
    assertEquals(expected, IdxFile.read(file("g", gzip(GOLDEN_IMAGES)), "images", 3).sha256());
  }

  @Test
  void wrongKind() throws IOException {
    Path labels = file("labels", GOLDEN_LABELS);
    assertSays(
        BAD,
        () -> IdxReader.readImages(labels),
        labels.toString(),
        "expected magic number 0x00000803",
        "found 0x00000801",
        "swapped");
    assertSays(BAD, () -> IdxReader.readLabels(file("x", GOLDEN_IMAGES)), "0x00000801");
    assertSays(BAD, () -> IdxReader.readImages(file("e", new byte[0])), "ends too early");
    assertSays(BAD, () -> IdxReader.readImages(file("h", new byte[] {0, 0, 8, 3, 0})), "early");
    assertSays(NoSuchFileException.class, () -> IdxReader.readImages(folder), "Check the path");
  }

  @Test
  void truncatedOrTooLong() throws IOException {
    byte[] shorter = Arrays.copyOf(GOLDEN_IMAGES, GOLDEN_IMAGES.length - 1);
    byte[] longer = Arrays.copyOf(GOLDEN_IMAGES, GOLDEN_IMAGES.length + 1);
    assertSays(BAD, () -> IdxReader.readImages(file("p", shorter)), "truncated", "mnist.sh");
    assertSays(BAD, () -> IdxReader.readImages(file("p", longer)), "exactly 6", "more than that");
    assertSays(
        BAD, () -> IdxReader.readImages(file("z", gzip(shorter))), "6 bytes", "5: truncated");
    assertSays(BAD, () -> IdxReader.readImages(file("z", gzip(longer))), "more than that");
    byte[] packed = gzip(GOLDEN_IMAGES);
    byte[] cut = Arrays.copyOf(packed, packed.length - 9);
    assertSays(BAD, () -> IdxReader.readImages(file("c", cut)), "ends too early");
    byte[] flipped = packed.clone();
    flipped[packed.length - 6] ^= 1; // in the CRC
    assertSays(BAD, () -> IdxReader.readImages(file("f", flipped)), "gzip", "damaged");
  }

  @Test
  void absurdHeadersAreRefusedBeforeAllocating() throws IOException {
    byte[] huge = GOLDEN_IMAGES.clone();
    huge[4] = 0x7f; // 2^31 images: gigabytes, if anybody believed it
    assertSays(BAD, () -> IdxReader.readImages(file("p", huge)), "22 bytes", "claims");
    assertSays(BAD, () -> IdxReader.readImages(file("z", gzip(huge))), "packed bytes", "claims");
    byte[] overflowing = GOLDEN_IMAGES.clone();
    Arrays.fill(overflowing, 4, 16, (byte) 0x7f); // the product overflows a long
    assertSays(BAD, () -> IdxReader.readImages(file("o", overflowing)), "claims");
    byte[] unsigned = GOLDEN_IMAGES.clone();
    unsigned[4] = (byte) 0xff;
    assertSays(BAD, () -> IdxReader.readImages(file("u", unsigned)), "4278190082");
    byte[] zero = GOLDEN_IMAGES.clone();
    zero[7] = 0;
    assertSays(BAD, () -> IdxReader.readImages(file("0", zero)), "found 0");
  }

  @Test
  void countsMustMatch() throws IOException {
    Path labels = file("l", new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 9});
    Path images = file("i", GOLDEN_IMAGES);
    assertSays(BAD, () -> IdxReader.read(images, labels), "expected 2 labels", "found 1");
    Path file = folder.resolve("w");
    assertSays(
        IllegalArgumentException.class,
        () -> IdxWriter.writeLabels(file, new int[] {256}),
        "found 256");
    assertEquals(false, Files.exists(file));
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(content);
    }
    return packed.toByteArray();
  }
}
