package vaelab.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vaelab.data.BadDataException;

class WavTest {
  private static final Class<BadDataException> BAD = BadDataException.class;

  @TempDir Path folder;

  /** The whole file spelt out: 44 bytes of head, then three samples. */
  @Test
  void writesTheGoldenBytes() throws IOException {
    ByteBuffer golden = plain(1, 1, 8000, 16, 6).putShort((short) 0);
    golden.putShort((short) -32768).putShort((short) 16384);
    Path file = folder.resolve("a.wav");
    Waveform.mono(new float[] {0, -1, 0.5f}, 8000).write(file, SampleType.PCM_16);
    assertArrayEquals(golden.array(), Files.readAllBytes(file));
  }

  @ParameterizedTest
  @EnumSource(SampleType.class)
  void samplesSurviveAsTheirTypeHoldsThem(SampleType type) throws IOException {
    double step = type.isFloat() ? 0 : StrictMath.pow(2, 1 - 8 * Math.min(3, type.bytes()));
    for (int channels : new int[] {1, 2, 3, 7}) {
      float[][] sound = noise(channels, 40_001, channels);
      Path file = folder.resolve(type + "-" + channels + ".wav");
      new Waveform(sound, 16_000).write(file, type);
      Waveform read = Waveform.read(file);
      assertEquals(16_000, read.rate());
      for (int c = 0; c < channels; c++) {
        assertArrayEquals(sound[c], read.channels()[c], (float) (step / 2 + 6e-8 * (1 - step)));
      }
      assertEquals(0, Files.size(file) % 2, "padded");
    }
  }

  /** The Java platform's own reader sees the same format and the same numbers. */
  @ParameterizedTest
  @EnumSource(SampleType.class)
  void anotherReaderAgrees(SampleType type) throws Exception {
    float[][] sound = noise(2, 999, 5);
    Path file = folder.resolve("a.wav");
    new Waveform(sound, 11_025).write(file, type);
    try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
      AudioFormat format = in.getFormat();
      assertEquals(2, format.getChannels());
      assertEquals(11_025, format.getSampleRate());
      assertEquals(8 * type.bytes(), format.getSampleSizeInBits());
      assertEquals(
          type.isFloat()
              ? AudioFormat.Encoding.PCM_FLOAT
              : type == SampleType.PCM_8
                  ? AudioFormat.Encoding.PCM_UNSIGNED
                  : AudioFormat.Encoding.PCM_SIGNED,
          format.getEncoding());
      assertEquals(999, in.getFrameLength());
      byte[] bytes = in.readAllBytes();
      assertEquals(999 * 2 * type.bytes(), bytes.length);
      ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      float[][] ours = Waveform.read(file).channels();
      for (int i = 0; i < 999; i++) {
        for (int c = 0; c < 2; c++) {
          assertEquals(value(values, type), ours[c][i], 1e-7, "frame " + i);
        }
      }
    }
  }

  /** A second way to decode, by the definition of each type. */
  private static double value(ByteBuffer in, SampleType type) {
    if (type == SampleType.FLOAT_32) {
      return in.getFloat();
    }
    if (type == SampleType.FLOAT_64) {
      return in.getDouble();
    }
    long whole = 0;
    for (int b = 0; b < type.bytes(); b++) {
      whole |= (in.get() & 0xFFL) << 8 * b;
    }
    long half = 1L << (8 * type.bytes() - 1);
    if (type == SampleType.PCM_8) {
      whole -= half;
    } else if (whole >= half) {
      whole -= 2 * half;
    }
    return (double) whole / half;
  }

  @Test
  void clipsWhatIsTooLoudAndCountsIt() throws IOException {
    Path file = folder.resolve("a.wav");
    for (SampleType type : SampleType.values()) {
      try (WavWriter writer = WavWriter.create(file, type, 1, 8000)) {
        writer.write(new float[][] {{1.5f, -1.5f, -1, 0.25f, 1}}, 0, 5);
        assertEquals(type.isFloat() ? 0 : 3, writer.clipped(), type.name());
        writer.finish();
      }
      float[] read = Waveform.read(file).mixedDown();
      double top = type.isFloat() ? 1.5 : 1 - StrictMath.pow(2, 1 - 8 * type.bytes());
      double bottom = type.isFloat() ? -1.5 : -1;
      assertEquals(top, read[0], 1e-7);
      assertEquals(bottom, read[1], 1e-7);
      assertEquals(-1, read[2]);
      assertEquals(0.25, read[3]);
    }
  }

  @Property(tries = 40)
  void blocksOfAnySizeMakeTheSameFile(
      @ForAll @IntRange(min = 1, max = 3) int channels,
      @ForAll @IntRange(min = 1, max = 50_000) int frames,
      @ForAll @IntRange(min = 1, max = 20_000) int block)
      throws IOException {
    Path whole = Files.createTempFile("whole", ".wav");
    Path pieces = Files.createTempFile("pieces", ".wav");
    try {
      float[][] sound = noise(channels, frames, block);
      new Waveform(sound, 8000).write(whole, SampleType.PCM_24);
      try (WavWriter writer = WavWriter.create(pieces, SampleType.PCM_24, channels, 8000)) {
        for (int at = 0; at < frames; at += block) {
          writer.write(sound, at, Math.min(block, frames - at));
        }
        writer.finish();
      }
      assertEquals(-1, Files.mismatch(whole, pieces));
      try (WavReader reader = WavReader.open(pieces)) {
        float[][] read = new float[channels][frames + block];
        int done = 0;
        for (int n = block; n == block; done += n) {
          n = reader.read(read, done, block);
        }
        assertEquals(frames, done);
        assertEquals(0, reader.read(read, 0, block));
        float[][] expected = Waveform.read(whole).channels();
        for (int c = 0; c < channels; c++) {
          assertArrayEquals(expected[c], Arrays.copyOf(read[c], frames));
        }
      }
    } finally {
      Files.delete(whole);
      Files.delete(pieces);
    }
  }

  @Test
  void unfinishedWritingLeavesNoTrace() throws IOException {
    Path file = folder.resolve("a.wav");
    Waveform.mono(new float[] {0.5f}, 8000).write(file, SampleType.FLOAT_32);
    byte[] before = Files.readAllBytes(file);
    try (WavWriter writer = WavWriter.create(file, SampleType.FLOAT_32, 1, 8000)) {
      writer.write(new float[1][100_000], 0, 100_000);
      float[][] bad = {{0, Float.NaN}};
      assertSays(
          IllegalArgumentException.class, () -> writer.write(bad, 0, 2), "NaN", "frame 100001");
    }
    assertArrayEquals(before, Files.readAllBytes(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void refusesMoreThanAWavCanHold() throws IOException {
    float[] second = new float[1 << 14];
    float[][] channels = new float[8191][];
    Arrays.fill(channels, second);
    try (WavWriter writer =
        WavWriter.create(folder.resolve("a.wav"), SampleType.FLOAT_64, 8191, 8000)) {
      assertSays(BAD, () -> writer.write(channels, 0, 1 << 17), "4 GiB", "several files");
    }
    assertFalse(Files.exists(folder.resolve("a.wav")));
    assertSays(
        IllegalArgumentException.class,
        () -> WavWriter.create(folder.resolve("b.wav"), SampleType.FLOAT_64, 8192, 8000),
        "65535 bytes a frame");
  }

  @Test
  void skipsOtherChunksEvenOddOnes() throws IOException {
    ByteBuffer file = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
    text(file, "RIFF").putInt(0);
    text(text(file, "WAVE"), "LIST").putInt(3).put(new byte[] {1, 2, 3, 0});
    format(file, 1, 1, 8000, 16);
    text(file, "fact").putInt(4).putInt(77);
    text(file, "data").putInt(4).putShort((short) 8192).putShort((short) -8192);
    text(file, "LIST").putInt(0xFFFFFFF0); // after the samples nobody looks
    assertArrayEquals(new float[] {0.25f, -0.25f}, read(file).mixedDown());
  }

  @Test
  void readsExtensibleFormats() throws IOException {
    ByteBuffer file = extensible(WavHeader.SUBFORMAT);
    assertArrayEquals(new float[] {0.25f}, read(file).mixedDown());
    byte[] other = WavHeader.SUBFORMAT.clone();
    other[13] = 0;
    assertSays(BAD, () -> read(extensible(other)), "PCM samples", "format -1", "ffmpeg");
  }

  private static ByteBuffer extensible(byte[] subformat) {
    ByteBuffer file = ByteBuffer.allocate(70).order(ByteOrder.LITTLE_ENDIAN);
    text(file, "RIFF").putInt(62);
    text(text(file, "WAVE"), "fmt ").putInt(40).putShort((short) 0xFFFE).putShort((short) 1);
    file.putInt(8000).putInt(16_000).putShort((short) 2).putShort((short) 16);
    file.putShort((short) 22).putShort((short) 12).putInt(4).putShort((short) 1).put(subformat);
    return text(file, "data").putInt(2).putShort((short) 8192);
  }

  @Test
  void sizesThatAPipeLeavesUnfilledMeanToTheEnd() throws IOException {
    int[][] unfilled = {{0, 0}, {-1, -1}, {-1, 0}, {36, 0}, {0x7FFFF024, 0x7FFFF000}};
    for (int[] sizes : unfilled) {
      ByteBuffer file = plain(1, 1, 8000, 16, 4);
      file.putInt(4, sizes[0]).putInt(40, sizes[1]);
      file.putShort((short) 8192).putShort((short) -8192);
      assertArrayEquals(new float[] {0.25f, -0.25f}, read(file).mixedDown());
    }
    ByteBuffer brokenOff = plain(1, 1, 8000, 16, 3).putShort((short) 8192).put((byte) 7);
    brokenOff.putInt(40, -1);
    assertArrayEquals(new float[] {0.25f}, read(brokenOff).mixedDown());
  }

  /** A header may claim four gigabytes: nothing is made room for before it is known to be there. */
  @Test
  void lyingHeadersAreErrors() throws IOException {
    assertSays(
        BAD,
        () -> read(plain(1, 1, 8000, 16, 4).putInt(40, 0x7FFFFFFE)),
        "2147483646 bytes",
        "4 bytes",
        "truncated");
    assertSays(BAD, () -> read(plain(1, 1, 8000, 16, 4).putInt(40, 6)), "6 bytes", "4 bytes");
    assertSays(BAD, () -> read(plain(1, 0, 8000, 16, 4)), "at least one channel", "0 channels");
    assertSays(BAD, () -> read(plain(1, 1, 0, 16, 4)), "0 Hz");
    assertSays(BAD, () -> read(plain(1, 1, -1, 16, 4)), "4294967295 Hz");
    assertSays(BAD, () -> read(plain(1, 1, 8000, 16, 4).putShort(32, (short) 4)), "frames of 4");
    assertSays(BAD, () -> read(plain(1, 1, 8000, 12, 4)), "12 bits");
    assertSays(BAD, () -> read(plain(3, 1, 8000, 16, 4)), "float samples of 16 bits");
    assertSays(BAD, () -> read(plain(2, 1, 8000, 4, 4)), "format 2", "ffmpeg");
    assertSays(BAD, () -> read(plain(1, 1, 8000, 16, 4).putInt(16, 12)), "damaged");
    assertSays(
        BAD,
        () -> read(plain(1, 1, 8000, 16, 4).putInt(16, 0x7FFFFFFF)),
        "'fmt ' chunk of 2147483647",
        "28 bytes");
    assertSays(BAD, () -> read(plain(1, 2, 8000, 16, 8).putInt(40, 6)), "frames of 4", "6 bytes");
    assertSays(BAD, () -> read(plain(1, 1, 8000, 16, 0)), "samples", "none", "empty");
    assertSays(BAD, () -> read(plain(1, 1, 8000, 16, 4).putInt(40, 0)), "empty");
    assertSays(BAD, () -> read(ByteBuffer.allocate(0)), "header of a WAV file", "0 bytes");
    assertSays(
        BAD, () -> read(ByteBuffer.wrap("Ogg says something".getBytes())), "'Ogg '", "ffmpeg");
    ByteBuffer noData = ByteBuffer.wrap(Arrays.copyOf(plain(1, 1, 8000, 16, 4).array(), 36));
    assertSays(BAD, () -> read(noData), "'data' chunk", "none");
    ByteBuffer dataFirst = plain(1, 1, 8000, 16, 4);
    dataFirst.position(12);
    text(dataFirst, "data");
    assertSays(BAD, () -> read(dataFirst), "'fmt ' chunk", "none");
    assertSays(NoSuchFileException.class, () -> Waveform.read(folder), "expected a WAV file");
  }

  /** All channels together have a block: one block each would be four gigabytes. */
  @Test
  void manyChannelsNeedLittleMemory() throws IOException {
    int channels = 65_535;
    Path file = folder.resolve("wide.wav");
    ByteBuffer wide = plain(1, channels, 8000, 8, 2 * channels);
    for (int i = 0; i < 2 * channels; i++) {
      wide.put((byte) (i < channels ? 192 : 64));
    }
    Files.write(file, wide.array());
    try (SampleSource source = SampleSource.open(file)) {
      float[] mean = new float[3];
      assertEquals(2, source.frames());
      assertEquals(1, source.read(mean, 0, 3));
      assertEquals(1, source.read(mean, 1, 2));
      assertArrayEquals(new float[] {0.5f, -0.5f, 0}, mean, 1e-3f);
    }
  }

  @Test
  void samplesMustBeFinite() {
    ByteBuffer file = plain(3, 2, 8000, 32, 16).putFloat(0).putFloat(1).putFloat(2);
    file.putFloat(Float.NEGATIVE_INFINITY);
    assertSays(BAD, () -> read(file), "finite", "-Infinity in channel 1 at frame 1");
  }

  @Test
  void waveformsKnowTheirShape() {
    Waveform sound = new Waveform(new float[][] {{1, 2, 3, 4}, {3, 2, 1, 0}}, 8);
    assertEquals(0.5, sound.seconds());
    assertArrayEquals(new float[] {2, 2, 2, 2}, sound.mixedDown());
    assertArrayEquals(new float[] {2, 1}, sound.part(1, 3).channels()[1]);
    assertThrows(IllegalArgumentException.class, () -> sound.part(3, 5));
    assertThrows(IllegalArgumentException.class, () -> new Waveform(new float[0][], 8));
    assertThrows(IllegalArgumentException.class, () -> new Waveform(new float[2][0], 0));
    float[][] uneven = {{1}, {1, 2}};
    assertSays(IllegalArgumentException.class, () -> new Waveform(uneven, 8), "1 and 2 frames");
  }

  private Waveform read(ByteBuffer file) throws IOException {
    return Waveform.read(Files.write(folder.resolve("read.wav"), file.array()));
  }

  /** 44 bytes of head and room for the samples. */
  private static ByteBuffer plain(int tag, int channels, int rate, int bits, int dataBytes) {
    ByteBuffer file = ByteBuffer.allocate(44 + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    text(text(file, "RIFF").putInt(36 + dataBytes), "WAVE");
    format(file, tag, channels, rate, bits);
    return text(file, "data").putInt(dataBytes);
  }

  private static void format(ByteBuffer file, int tag, int channels, int rate, int bits) {
    text(file, "fmt ").putInt(16).putShort((short) tag).putShort((short) channels);
    file.putInt(rate).putInt(rate * channels * bits / 8);
    file.putShort((short) (channels * bits / 8)).putShort((short) bits);
  }

  private static ByteBuffer text(ByteBuffer file, String text) {
    return file.put(text.getBytes(StandardCharsets.US_ASCII));
  }

  static float[][] noise(int channels, int frames, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] sound = new float[channels][frames];
    for (float[] channel : sound) {
      for (int i = 0; i < frames; i++) {
        channel[i] = (float) (1.9 * random.nextDouble() - 0.95);
      }
    }
    return sound;
  }
}
