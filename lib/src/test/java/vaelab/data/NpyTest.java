package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static vaelab.data.Errors.assertSays;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  private static final Class<BadDataException> BAD = BadDataException.class;

  @TempDir Path folder;

  /** The whole file spelt out after the NumPy format description: 128 bytes of head, then 2 x 3. */
  @Test
  void writesTheGoldenBytes() throws IOException {
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    ByteBuffer golden = ByteBuffer.allocate(128 + 24).order(ByteOrder.LITTLE_ENDIAN);
    golden.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    golden.put((byte) 1).put((byte) 0).putShort((short) 118);
    golden.put(text.getBytes(StandardCharsets.US_ASCII));
    while (golden.position() < 127) {
      golden.put((byte) ' ');
    }
    golden.put((byte) '\n');
    float[] data = {0f, -1.5f, 3.25f, Float.MIN_VALUE, Float.MAX_VALUE, 1e-3f};
    for (float value : data) {
      golden.putFloat(value);
    }
    Path file = folder.resolve("a.npy");
    Npy.write(file, data, 2, 3);
    assertArrayEquals(golden.array(), Files.readAllBytes(file));
    NpyArray read = Npy.read(file);
    assertArrayEquals(data, read.data());
    assertArrayEquals(new int[] {2, 3}, read.shape());
    assertEquals(2, read.count());
    assertEquals(3, read.dim());
  }

  @Property(tries = 40)
  void floatsSurviveInAnyShape(
      @ForAll @Size(max = 5) List<@IntRange(min = 0, max = 7) Integer> sizes, @ForAll int seed)
      throws IOException {
    int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
    float[] data = new float[(int) NpyArray.values(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = Float.intBitsToFloat((seed + i) * 0x9E3779B9); // NaNs and infinities too
    }
    Path file = Files.createTempFile("law", ".npy");
    try {
      Npy.write(file, data, shape);
      NpyArray read = Npy.read(file);
      assertArrayEquals(shape, read.shape());
      assertArrayEquals(data, read.data());
      assertEquals(0, (Files.size(file) - 4L * data.length) % 64, "data begin aligned");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void readsOtherTypesOrdersAndVersions() throws IOException {
    ByteBuffer doubles = ByteBuffer.allocate(16).putDouble(0.1).putDouble(-2);
    assertRead(npy(1, ">f8", "False", "(2,)", doubles.array()), 0.1f, -2f);
    ByteBuffer floats = ByteBuffer.allocate(8).putFloat(0.1f).putFloat(-2);
    assertRead(npy(1, ">f4", "False", "(2,)", floats.array()), 0.1f, -2f);
    assertRead(npy(2, ">f4", "False", "(1, 2)", floats.array()), 0.1f, -2f);
    assertRead(npy(1, ">f4", "True", "(2L,)", floats.array()), 0.1f, -2f);
    assertRead(npy(1, "|u1", "False", "(2,)", new byte[] {7, (byte) 255}), 7, 255);
    assertRead(npy(1, "|b1", "False", "(2,)", new byte[] {0, 1}), 0, 1);
    assertRead(npy(1, "<i4", "False", "(2,)", new byte[] {1, 2, 0, 0, -1, -1, -1, -1}), 513, -1);
    byte[] longs = ByteBuffer.allocate(8).putLong(-(1L << 24)).array();
    assertRead(npy(2, ">i8", "False", "()", longs), -(1 << 24));
  }

  @Test
  void writesStates() throws IOException {
    Path file = folder.resolve("s.npy");
    Npy.writeUint8(file, new byte[] {0, 1, (byte) 255}, 3);
    assertRead(Files.readAllBytes(file), 0, 1, 255);
    Npy.writeBool(file, new boolean[] {true, false}, 1, 2);
    assertRead(Files.readAllBytes(file), 1, 0);
    int[] numbers = new int[10_000]; // more than one chunk
    float[] expected = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 3 - 7 * i;
      expected[i] = numbers[i];
    }
    Npy.writeInt32(file, numbers, 100, 100);
    assertRead(Files.readAllBytes(file), expected);
  }

  @Test
  void piecesMustAddUp() throws IOException {
    Path file = folder.resolve("p.npy");
    float[] piece = new float[9_000];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = i;
    }
    Npy.write(
        file,
        new int[] {2, 8_999},
        sink -> {
          sink.append(piece, 1, 8_999);
          sink.append(piece, 0, 8_999);
        });
    float[] read = Npy.read(file).data();
    assertEquals(8_999f, read[8_998]);
    assertEquals(0f, read[8_999]);
    byte[] before = Files.readAllBytes(file);
    int[] shape = {2, 2};
    assertSays(
        IllegalStateException.class,
        () -> Npy.write(file, shape, sink -> sink.append(piece, 0, 3)),
        "expected 4",
        "found 3");
    assertArrayEquals(before, Files.readAllBytes(file));
    Class<IllegalArgumentException> wrong = IllegalArgumentException.class;
    Path none = folder.resolve("none.npy");
    assertSays(wrong, () -> Npy.write(none, piece, 2, 2), "4 values", "found 9000");
    assertSays(wrong, () -> Npy.writeBool(none, new boolean[1], 2), "2 values");
    assertSays(wrong, () -> Npy.writeInt32(none, new int[1], -1), "0 or more");
    assertFalse(Files.exists(none));
  }

  @Test
  void badFilesAreNamedWithACure() throws IOException {
    byte[] four = new byte[4];
    assertBad("numpy.save", "GIF89a what".getBytes(StandardCharsets.US_ASCII));
    assertBad("ends too early", new byte[] {(byte) 0x93, 'N', 'U'});
    assertBad("version 1.0 or 2.0", npy(3, "<f4", "False", "(1,)", four));
    assertBad("'<c8'", npy(1, "<c8", "False", "(1,)", new byte[8]));
    assertBad("'<f2'", npy(1, "<f2", "False", "(2,)", four));
    assertBad("Fortran order", npy(1, "<f4", "True", "(1, 1)", four));
    assertBad("not a record", head(1, "{'descr': [('a', '<f4')], 'shape': (1,), }", four));
    assertBad("'shape'", npy(1, "<f4", "False", "(-1,)", four));
    assertBad("whole numbers", npy(1, "<f4", "False", "(99999999999999999999,)", four));
    assertBad("32 dimensions", npy(1, "<f4", "False", "(" + "1,".repeat(33) + ")", four));
    assertBad(
        "a float holds exactly",
        npy(1, "<i4", "False", "(1,)", new byte[] {1, 0, 0, 3}),
        "50331649");
    assertBad(
        "whole numbers that a float",
        npy(1, ">i8", "False", "(1,)", ByteBuffer.allocate(8).putLong(Long.MAX_VALUE).array()));
    Path none = folder.resolve("none.npy");
    assertSays(NoSuchFileException.class, () -> Npy.read(none), "none.npy", "Check the path");
  }

  @Test
  void lyingHeadersAreRefusedBeforeAllocating() throws IOException {
    byte[] four = new byte[4];
    assertBad("8 bytes for shape [2]", npy(1, "<f4", "False", "(2,)", four), "4 after");
    assertBad("0 bytes", npy(1, "<f4", "False", "(0,)", four));
    String big = "(4000000000, 4000000000, 4000000000)"; // overflows a long
    assertBad("4 after the header", npy(1, "<f4", "False", big, four));
    assertBad("2^31", npy(1, "<f4", "False", "(0, 2147483647, 2147483647)", new byte[0]));
    byte[] longText = npy(2, "<f4", "False", "(1,)", four);
    longText[11] = 0x7f; // a header of 2 GB
    assertBad("at most 10000 bytes", longText);
  }

  @Test
  void mixturesOfBothShapes() throws IOException {
    Path file = folder.resolve("m.npy");
    float[] data = new float[2 * 3 * 4];
    data[17] = -0.3f; // noise goes below 0 and above 1
    data[3] = 4.2f;
    Npy.write(file, data, 2, 3, 4);
    assertEquals(12, Npy.readMixtures(file).dim());
    assertEquals(2, Npy.readMixtures(file, List.of(12)).count());
    assertEquals(2, Npy.readMixtures(file, List.of(3, 4)).count());
    List<Integer> digit = List.of(28, 28);
    assertSays(
        BAD, () -> Npy.readMixtures(file, digit), "784 pixels", "28 x 28", "found 12", "[2, 3, 4]");
    Npy.write(file, data, 6, 4);
    assertArrayEquals(data, Npy.readMixtures(file, List.of(4)).data());
    assertArrayEquals(data, Npy.readMixtures(file, List.of(2, 2)).data());
  }

  @Test
  void asManyPixelsInOtherProportionsAreNoSuchMixtures() throws IOException {
    Path file = folder.resolve("m.npy");
    Npy.write(file, new float[24], 2, 3, 4);
    assertSays(BAD, () -> Npy.readMixtures(file, List.of(4, 3)), "4 x 3", "found 12 [2, 3, 4]");
    assertSays(BAD, () -> Npy.readMixtures(file, List.of(2, 6)), "2 x 6", "found 12 [2, 3, 4]");
  }

  @Test
  void mixturesMustBeFiniteFloatsInRows() throws IOException {
    Path file = folder.resolve("m.npy");
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      float[] data = new float[24];
      data[18] = bad;
      data[23] = bad;
      Npy.write(file, data, 2, 3, 4);
      assertSays(BAD, () -> Npy.readMixtures(file), "" + bad, "[1, 1, 2]");
    }
    Npy.write(file, new float[24], 24);
    assertSays(BAD, () -> Npy.readMixtures(file), "(N, D)", "[24]", "a[None]");
    Npy.write(file, new float[24], 1, 2, 3, 4);
    assertSays(BAD, () -> Npy.readMixtures(file), "[1, 2, 3, 4]");
    Npy.write(file, new float[0], 0, 784);
    assertSays(BAD, () -> Npy.readMixtures(file), "[0, 784]");
    Npy.writeUint8(file, new byte[784], 1, 784);
    assertSays(BAD, () -> Npy.readMixtures(file), "float32", "|u1", "255");
  }

  private void assertRead(byte[] content, float... expected) throws IOException {
    Path file = Files.write(folder.resolve("r.npy"), content);
    assertArrayEquals(expected, Npy.read(file).data());
  }

  private void assertBad(String fragment, byte[] content, String... more) throws IOException {
    Path file = Files.write(folder.resolve("bad.npy"), content);
    String[] all = Arrays.copyOf(more, more.length + 2);
    all[more.length] = fragment;
    all[more.length + 1] = "bad.npy: expected";
    assertSays(BAD, () -> Npy.read(file), all);
  }

  private static byte[] npy(int version, String type, String fortran, String shape, byte[] data) {
    String text =
        "{'descr': '" + type + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
    return head(version, text, data);
  }

  private static byte[] head(int version, String text, byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    out.write(text.length() & 0xff);
    out.write(text.length() >> 8);
    if (version > 1) {
      out.writeBytes(new byte[2]);
    }
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(data);
    return out.toByteArray();
  }
}
