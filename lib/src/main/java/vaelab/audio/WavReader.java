package vaelab.audio;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import vaelab.data.BadDataException;

/**
 * Reads a WAV file block by block, in memory that does not depend on its length.
 *
 * <p>Read: RIFF/WAVE with PCM samples of 8, 16, 24 and 32 bits and IEEE floats of 32 and 64, plain
 * or extensible, any number of channels. Other chunks are skipped. What the header claims is held
 * against the size of the file before anything is allocated: more samples than there are is an
 * error. Sizes that a program writing into a pipe could not fill in (0, or the largest) mean: up to
 * the end of the file. A sample that is NaN or infinite is an error.
 */
public final class WavReader implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final FileChannel in;
  private final WavHeader header;
  private final ByteBuffer buffer;
  private long position;

  private WavReader(Path file, FileChannel in, WavHeader header) throws IOException {
    this.file = file;
    this.in = in;
    this.header = header;
    int block = header.channels() * header.type().bytes();
    this.buffer =
        ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / block) * block)
            .order(ByteOrder.LITTLE_ENDIAN);
    in.position(header.start());
  }

  /**
   * Opens a file.
   *
   * @param file the file
   * @return a reader at its first frame
   * @throws IOException when the file cannot be read, is no WAV file of a known type, holds no
   *     sample, or fewer than its header says
   */
  public static WavReader open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "expected a WAV file, found none. Check the path");
    }
    FileChannel in = FileChannel.open(file);
    try {
      return new WavReader(file, in, WavHeader.read(file, in));
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /**
   * How samples are stored.
   *
   * @return the type
   */
  public SampleType type() {
    return header.type();
  }

  /**
   * Number of channels.
   *
   * @return at least 1
   */
  public int channels() {
    return header.channels();
  }

  /**
   * Frames a second.
   *
   * @return at least 1
   */
  public int rate() {
    return header.rate();
  }

  /**
   * Length of the file.
   *
   * @return frames, at least 1; all of them are there
   */
  public long frames() {
    return header.frames();
  }

  /**
   * Reads the next frames.
   *
   * @param channels where to put them, [channels][at least offset + count]
   * @param offset index of the first in each channel
   * @param count how many at most
   * @return how many were read; less than {@code count} only at the end, 0 after it
   * @throws IOException when reading fails, the file has become shorter, or a sample is not finite
   * @throws IllegalArgumentException if there is not an array for each channel
   */
  public int read(float[][] channels, int offset, int count) throws IOException {
    if (channels.length != header.channels()) {
      throw new IllegalArgumentException(
          "Expected an array for each of %d channels, found %d."
              .formatted(header.channels(), channels.length));
    }
    int wanted = (int) Math.min(count, header.frames() - position);
    int block = header.channels() * header.type().bytes();
    int perBuffer = buffer.capacity() / block;
    for (int done = 0; done < wanted; ) {
      int part = Math.min(perBuffer, wanted - done);
      fill(part * block);
      for (int i = offset + done; i < offset + done + part; i++, position++) {
        for (int c = 0; c < channels.length; c++) {
          channels[c][i] = finite(header.type().next(buffer), c);
        }
      }
      done += part;
    }
    return wanted;
  }

  /**
   * Reads all frames that are left.
   *
   * @return the sound
   * @throws IOException as {@link #read} does, and when there are 2^31 frames or more
   */
  public Waveform readAll() throws IOException {
    long left = header.frames() - position;
    if (left > Integer.MAX_VALUE - 8) {
      throw BadDataException.of(
          file, "fewer than 2^31 frames", left + " frames", "Read it block by block, or split it");
    }
    float[][] channels = new float[header.channels()][(int) left];
    read(channels, 0, (int) left);
    return new Waveform(channels, header.rate());
  }

  private void fill(int bytes) throws IOException {
    buffer.clear().limit(bytes);
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw new EOFException(
            file + ": expected more samples, found the end. The file was cut while it was read.");
      }
    }
    buffer.flip();
  }

  private float finite(float sample, int channel) throws IOException {
    if (!Float.isFinite(sample)) {
      throw BadDataException.of(
          file,
          "finite samples",
          sample + " in channel " + channel + " at frame " + position,
          "Export the recording again, as 16-bit PCM if nothing else helps");
    }
    return sample;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
