package vaelab.audio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import vaelab.data.BadDataException;

/**
 * What a WAV file says before its samples, checked against the size of the file.
 *
 * @param type how samples are stored
 * @param channels number of channels, 1 to 65535
 * @param rate frames a second
 * @param start position of the first sample
 * @param frames whole frames that the file does hold
 */
record WavHeader(SampleType type, int channels, int rate, long start, long frames) {
  static final int PCM = 1;
  static final int IEEE_FLOAT = 3;
  static final int EXTENSIBLE = 0xFFFE;

  /** The last 14 bytes of a sub-format; the first two are one of the tags above. */
  static final byte[] SUBFORMAT = {
    0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xAA, 0, 0x38, (byte) 0x9B, 0x71
  };

  private static final int FORMAT_BYTES = 40; // more than these are nobody's
  private static final long UNKNOWN = 0xFFFFFFFFL; // ffmpeg's into a pipe
  private static final long UNKNOWN_SOX = 0x7FFFF000L;
  private static final String CONVERT = "Convert it, for example with: ffmpeg -i IN -c:a pcm_s16le";
  private static final String DAMAGED = "The file is truncated or damaged: copy or record it again";

  static WavHeader read(Path file, FileChannel in) throws IOException {
    long size = in.size();
    ByteBuffer riff = bytes(file, in, 0, 12, size);
    String kind = name(riff);
    long claimed = riff.getInt() & UNKNOWN;
    String form = name(riff);
    if (!kind.equals("RIFF") || !form.equals("WAVE")) {
      throw BadDataException.of(
          file, "a WAV file (RIFF, WAVE)", "'" + kind + "', '" + form + "'", CONVERT);
    }
    ByteBuffer format = null;
    long at = 12;
    while (at + 8 <= size) {
      ByteBuffer head = bytes(file, in, at, 8, size);
      String chunk = name(head);
      long length = head.getInt() & UNKNOWN;
      at += 8;
      if (chunk.equals("data")) {
        return of(file, format, at, dataBytes(file, length, claimed, at, size), size);
      }
      if (length > size - at) {
        throw BadDataException.of(
            file,
            "a '" + chunk + "' chunk of " + length + " bytes",
            (size - at) + " bytes up to the end of the file",
            DAMAGED);
      }
      if (chunk.equals("fmt ")) {
        format = bytes(file, in, at, (int) Math.min(length, FORMAT_BYTES), size);
      }
      at += length + (length & 1); // chunks begin at even positions
    }
    throw BadDataException.of(file, "a 'data' chunk", "none", DAMAGED);
  }

  /** Programs that write into a pipe cannot come back to fill in the sizes. */
  private static long dataBytes(Path file, long length, long claimed, long at, long size)
      throws IOException {
    long held = size - at;
    boolean unfilled = length == 0 && (claimed == 0 || claimed == UNKNOWN || claimed + 8 <= at);
    if (unfilled || length == UNKNOWN || (length == UNKNOWN_SOX && length > held)) {
      return held;
    }
    if (length > held) {
      throw BadDataException.of(file, length + " bytes of samples", held + " bytes", DAMAGED);
    }
    return length;
  }

  private static WavHeader of(Path file, ByteBuffer format, long start, long bytes, long size)
      throws IOException {
    if (format == null || format.remaining() < 16) {
      throw BadDataException.of(
          file,
          "a 'fmt ' chunk of 16 bytes or more before the samples",
          format == null ? "none" : format.remaining() + " bytes",
          DAMAGED);
    }
    int tag = format.getShort() & 0xFFFF;
    int channels = format.getShort() & 0xFFFF;
    long rate = format.getInt() & UNKNOWN;
    format.getInt(); // bytes a second: often wrong, and of no use
    int block = format.getShort() & 0xFFFF;
    int bits = format.getShort() & 0xFFFF;
    SampleType type = type(file, tag == EXTENSIBLE ? subformat(file, format) : tag, bits);
    if (channels == 0 || rate == 0 || rate > Integer.MAX_VALUE) {
      throw BadDataException.of(
          file,
          "at least one channel and a rate of 1 to 2^31 - 1 Hz",
          channels + " channels at " + rate + " Hz",
          DAMAGED);
    }
    if (block != channels * type.bytes()) {
      throw BadDataException.of(
          file,
          "frames of %d bytes for %d channels of %d bits"
              .formatted(channels * type.bytes(), channels, bits),
          "frames of " + block,
          DAMAGED);
    }
    boolean toTheEnd = start + bytes == size; // the last frame of a broken-off stream is dropped
    if (bytes % block != 0 && !toTheEnd) {
      throw BadDataException.of(
          file, "samples in frames of " + block + " bytes", bytes + " bytes", DAMAGED);
    }
    if (bytes < block) {
      throw BadDataException.of(file, "samples", "none", "The recording is empty: record it again");
    }
    return new WavHeader(type, channels, (int) rate, start, bytes / block);
  }

  private static int subformat(Path file, ByteBuffer format) throws IOException {
    if (format.remaining() < FORMAT_BYTES - 16) {
      throw BadDataException.of(
          file, "40 bytes of extensible format", 16 + format.remaining() + " bytes", DAMAGED);
    }
    int tag = format.getShort(24) & 0xFFFF;
    for (int i = 0; i < SUBFORMAT.length; i++) {
      if (format.get(26 + i) != SUBFORMAT[i]) {
        return -1;
      }
    }
    return tag;
  }

  private static SampleType type(Path file, int tag, int bits) throws IOException {
    for (SampleType type : SampleType.values()) {
      if (bits == 8 * type.bytes() && tag == (type.isFloat() ? IEEE_FLOAT : PCM)) {
        return type;
      }
    }
    throw BadDataException.of(
        file,
        "PCM samples of 8, 16, 24 or 32 bits, or float samples of 32 or 64",
        (tag == PCM ? "PCM" : tag == IEEE_FLOAT ? "float" : "format " + tag)
            + " samples of "
            + bits
            + " bits",
        CONVERT);
  }

  private static ByteBuffer bytes(Path file, FileChannel in, long at, int count, long size)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (in.read(bytes, at + bytes.position()) < 0) {
        throw BadDataException.of(file, "the header of a WAV file", size + " bytes", DAMAGED);
      }
    }
    return bytes.flip();
  }

  private static String name(ByteBuffer in) {
    byte[] name = new byte[4];
    in.get(name);
    for (int i = 0; i < 4; i++) {
      name[i] = name[i] < ' ' || name[i] > '~' ? (byte) '?' : name[i];
    }
    return new String(name, StandardCharsets.US_ASCII);
  }
}
