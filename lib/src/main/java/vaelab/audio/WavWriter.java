package vaelab.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import vaelab.data.AtomicFiles;
import vaelab.data.BadDataException;

/**
 * Writes a WAV file block by block; its length need not be known before.
 *
 * <pre>
 * try (WavWriter writer = WavWriter.create(file, SampleType.PCM_16, 1, 16_000)) {
 *   writer.write(block, 0, frames); // as often as there is something
 *   writer.finish();
 * }
 * </pre>
 *
 * <p>The file appears, complete, with {@link #finish()}; closed before, the writer leaves no trace
 * and an older file as it was. More than two channels or 16 bits of PCM are written as {@code
 * WAVE_FORMAT_EXTENSIBLE} (channels without a place in the room), as Microsoft asks for.
 */
public final class WavWriter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final long LARGEST = 0xFFFFFFFFL;

  private final Path file;
  private final AtomicFiles.Pending pending;
  private final FileChannel out;
  private final SampleType type;
  private final int channels;
  private final int rate;
  private final ByteBuffer buffer;
  private long frames;
  private long clipped;

  private WavWriter(Path file, SampleType type, int channels, int rate) throws IOException {
    this.file = file;
    this.type = type;
    this.channels = channels;
    this.rate = rate;
    int block = channels * type.bytes();
    this.buffer =
        ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / block) * block)
            .order(ByteOrder.LITTLE_ENDIAN);
    this.pending = AtomicFiles.begin(file);
    this.out = pending.channel();
  }

  /**
   * Begins a file.
   *
   * @param file the file
   * @param type how samples are stored
   * @param channels number of channels, 1 to 65535, together at most 65535 bytes a frame
   * @param rate frames a second, at least 1
   * @return a writer without frames
   * @throws IOException when there is no place to write to
   * @throws IllegalArgumentException if a number is out of range
   */
  public static WavWriter create(Path file, SampleType type, int channels, int rate)
      throws IOException {
    if (channels < 1 || (long) channels * type.bytes() > 0xFFFF || rate < 1) {
      throw new IllegalArgumentException(
          ("Expected at least one channel, at most 65535 bytes a frame and a rate of at least 1,"
                  + " found %d channels of %d bytes at %d Hz.")
              .formatted(channels, type.bytes(), rate));
    }
    WavWriter writer = new WavWriter(file, type, channels, rate);
    try {
      writer.writeFully(writer.header(0));
    } catch (IOException e) {
      writer.close();
      throw e;
    }
    return writer;
  }

  /**
   * Appends frames. Whole-number types clip what is beyond full scale, see {@link #clipped()}.
   *
   * @param channels the samples, [channels][at least offset + count]
   * @param offset index of the first in each channel
   * @param count how many
   * @throws IOException when writing fails, or the file would exceed the 4 GiB a WAV can hold
   * @throws IllegalArgumentException if there is not an array for each channel, or a sample is NaN
   *     or infinite
   */
  public void write(float[][] channels, int offset, int count) throws IOException {
    if (channels.length != this.channels) {
      throw new IllegalArgumentException(
          "Expected an array for each of %d channels, found %d."
              .formatted(this.channels, channels.length));
    }
    checkRoom(count);
    buffer.clear();
    for (int i = offset; i < offset + count; i++) {
      for (float[] channel : channels) {
        if (!Float.isFinite(channel[i])) {
          throw new IllegalArgumentException(
              "Expected finite samples, found %s at frame %d."
                  .formatted(channel[i], frames + i - offset));
        }
        clipped += type.put(buffer, channel[i]) ? 0 : 1;
      }
      if (!buffer.hasRemaining()) {
        writeFully(buffer.flip());
        buffer.clear();
      }
    }
    writeFully(buffer.flip());
    frames += count;
  }

  /**
   * Samples that were beyond full scale.
   *
   * @return how many were clipped so far; always 0 for float types
   */
  public long clipped() {
    return clipped;
  }

  /**
   * Completes the file: fills in its length and puts it in its place.
   *
   * @throws IOException when that fails; an older file is as it was
   */
  public void finish() throws IOException {
    if ((frames * channels * type.bytes() & 1) == 1) {
      writeFully(ByteBuffer.allocate(1)); // chunks are padded to even lengths
    }
    out.position(0);
    writeFully(header(frames));
    pending.commit();
  }

  @Override
  public void close() throws IOException {
    pending.close();
  }

  private void checkRoom(int count) throws IOException {
    long bytes = (frames + count) * channels * type.bytes();
    if (bytes + header(0).remaining() + 1 > LARGEST) {
      throw BadDataException.of(
          file,
          "less than 4 GiB, the most that a WAV file can hold",
          bytes + " bytes of samples",
          "Write fewer bits a sample, or several files");
    }
  }

  private ByteBuffer header(long frames) {
    boolean extensible = channels > 2 || (!type.isFloat() && type.bytes() > 2);
    int tag = type.isFloat() ? WavHeader.IEEE_FLOAT : WavHeader.PCM;
    int block = channels * type.bytes();
    int formatBytes = extensible ? 40 : type.isFloat() ? 18 : 16;
    int factBytes = extensible || type.isFloat() ? 12 : 0;
    int size = 12 + 8 + formatBytes + factBytes + 8;
    long data = frames * block;
    ByteBuffer head = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    name(head, "RIFF").putInt((int) (size - 8 + data + (data & 1)));
    name(name(head, "WAVE"), "fmt ").putInt(formatBytes);
    head.putShort((short) (extensible ? WavHeader.EXTENSIBLE : tag));
    head.putShort((short) channels)
        .putInt(rate)
        .putInt((int) Math.min(LARGEST, (long) rate * block));
    head.putShort((short) block).putShort((short) (8 * type.bytes()));
    if (extensible) {
      head.putShort((short) 22).putShort((short) (8 * type.bytes())).putInt(0);
      head.putShort((short) tag).put(WavHeader.SUBFORMAT);
    } else if (type.isFloat()) {
      head.putShort((short) 0);
    }
    if (factBytes > 0) {
      name(head, "fact").putInt(4).putInt((int) frames);
    }
    name(head, "data").putInt((int) data);
    return head.flip();
  }

  private static ByteBuffer name(ByteBuffer head, String name) {
    return head.put(name.getBytes(StandardCharsets.US_ASCII));
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
