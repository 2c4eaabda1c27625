package vaelab.tensor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Checksum of a safetensors file, which the format itself lacks: a weight that a bad disk or an
 * editor changed would otherwise be used as it is.
 *
 * <p>CRC-32C of the header, with zeros in the place of the checksum's own eight digits, and of the
 * values. It stands in the metadata as {@value #KEY}; other programs take it for any metadata, and
 * files without it are read unchecked.
 */
final class FileChecksum {
  /** Metadata key. */
  static final String KEY = "crc32c";

  /** What stands there while the checksum is computed. */
  static final String BLANK = "00000000";

  /** Quotes inside JSON strings are escaped, so this is found as a key only. */
  private static final String MARK = "\"" + KEY + "\":\"";

  private final CRC32C sum = new CRC32C();
  private final byte[] header;
  private final int at;
  private final String stated;
  private long values;

  /**
   * Begins with the header.
   *
   * @param header header with or without the key; left unchanged
   */
  FileChecksum(byte[] header) {
    this.header = header.clone();
    // One byte a character, so that indices are those of the bytes.
    int mark = new String(header, StandardCharsets.ISO_8859_1).indexOf(MARK);
    boolean there = mark >= 0 && mark + MARK.length() + BLANK.length() <= header.length;
    at = there ? mark + MARK.length() : -1;
    stated = there ? new String(header, at, BLANK.length(), StandardCharsets.ISO_8859_1) : "";
    put(BLANK);
    sum.update(this.header);
  }

  private void put(String digits) {
    if (at >= 0) {
      byte[] bytes = digits.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(bytes, 0, header, at, bytes.length);
    }
  }

  /** Goes on with values, in file order; the buffer's position stays. */
  void add(ByteBuffer values) {
    this.values += values.remaining();
    sum.update(values.duplicate());
  }

  /** Bytes of values so far. */
  long values() {
    return values;
  }

  /** The header with the checksum of everything added. */
  byte[] sealedHeader() {
    put(found());
    return header;
  }

  /** Whether the file states the checksum that it has, or none. */
  boolean holds() {
    return at < 0 || stated.equals(found());
  }

  /** What the header says. */
  String stated() {
    return stated;
  }

  /** What header and values have. */
  String found() {
    return "%08x".formatted(sum.getValue());
  }
}
