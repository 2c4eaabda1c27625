package vaelab.data;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an {@code .npy} file: type, order and shape.
 *
 * <p>Layout: {@code \x93NUMPY}, version (1.0: 16-bit length; 2.0: 32-bit length; little endian),
 * then a Python dictionary in text, padded with spaces and ended by a newline so that the data
 * begin at a multiple of 64. Source: the NumPy Enhancement Proposal 1 and {@code numpy.lib.format}.
 */
record NpyHeader(String type, boolean fortranOrder, long[] shape, int headerBytes) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;

  /** NumPy's own limit against hostile headers. */
  private static final int MOST_TEXT = 10_000;

  private static final int MOST_DIMENSIONS = 32; // NumPy's, before version 2
  private static final Pattern TYPE = entry("descr", "['\"]([^'\"]*)['\"]");
  private static final Pattern ORDER = entry("fortran_order", "(True|False)");
  private static final Pattern SHAPE = entry("shape", "\\(([0-9,\\sL]*)\\)");
  private static final String CURE =
      "Save it again with numpy.save(path, numpy.ascontiguousarray(a))";

  private static Pattern entry(String key, String value) {
    return Pattern.compile("['\"]" + key + "['\"]\\s*:\\s*" + value);
  }

  /** Reads a header and leaves the stream at the first data byte. */
  static NpyHeader read(Path file, DataInputStream in) throws IOException {
    for (byte expected : MAGIC) {
      if (in.readByte() != expected) {
        throw BadDataException.of(
            file, "a NumPy file (\\x93NUMPY)", "other first bytes", "Save it with numpy.save");
      }
    }
    int major = in.readUnsignedByte();
    int minor = in.readUnsignedByte();
    if ((major != 1 && major != 2) || minor != 0) {
      throw BadDataException.of(
          file, "format version 1.0 or 2.0", major + "." + minor, "Save it with numpy.save");
    }
    int lengthBytes = major == 1 ? 2 : 4;
    long length = 0;
    for (int i = 0; i < lengthBytes; i++) {
      length |= (long) in.readUnsignedByte() << 8 * i;
    }
    if (length > MOST_TEXT) {
      throw BadDataException.of(
          file, "a header of at most " + MOST_TEXT + " bytes", length + "", CURE);
    }
    byte[] text = new byte[(int) length];
    in.readFully(text);
    return parse(
        file,
        new String(text, StandardCharsets.ISO_8859_1),
        MAGIC.length + 2 + lengthBytes + (int) length);
  }

  private static NpyHeader parse(Path file, String text, int headerBytes) throws IOException {
    Matcher type = find(file, TYPE, text, "a plain type, not a record");
    Matcher order = find(file, ORDER, text, "an entry 'fortran_order'");
    Matcher shape = find(file, SHAPE, text, "an entry 'shape' of whole numbers");
    String sizes = shape.group(1).replaceAll("[\\sL]", "");
    String[] parts = sizes.isEmpty() ? new String[0] : sizes.split(",");
    if (parts.length > MOST_DIMENSIONS) {
      throw BadDataException.of(
          file, "at most " + MOST_DIMENSIONS + " dimensions", parts.length + "", CURE);
    }
    long[] parsed = new long[parts.length];
    for (int i = 0; i < parts.length; i++) {
      try {
        parsed[i] = Long.parseLong(parts[i]);
      } catch (NumberFormatException e) {
        throw BadDataException.of(file, "a shape of whole numbers", "(" + sizes + ")", CURE);
      }
    }
    return new NpyHeader(type.group(1), "True".equals(order.group(1)), parsed, headerBytes);
  }

  private static Matcher find(Path file, Pattern pattern, String text, String expected)
      throws IOException {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw BadDataException.of(file, expected, text.strip(), CURE);
    }
    return matcher;
  }

  /** The bytes of a version 1.0 header, as numpy.save writes them. */
  static byte[] encode(String type, int[] shape) {
    StringBuilder text = new StringBuilder();
    text.append("{'descr': '").append(type).append("', 'fortran_order': False, 'shape': (");
    for (int i = 0; i < shape.length; i++) {
      text.append(i == 0 ? "" : " ").append(shape[i]);
      text.append(i < shape.length - 1 || shape.length == 1 ? "," : "");
    }
    text.append("), }");
    int prefix = MAGIC.length + 4;
    while ((prefix + text.length() + 1) % ALIGNMENT != 0) {
      text.append(' ');
    }
    text.append('\n');
    byte[] header = new byte[prefix + text.length()];
    System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
    header[MAGIC.length] = 1;
    header[MAGIC.length + 2] = (byte) text.length();
    header[MAGIC.length + 3] = (byte) (text.length() >>> 8);
    byte[] characters = text.toString().getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(characters, 0, header, prefix, characters.length);
    return header;
  }
}
