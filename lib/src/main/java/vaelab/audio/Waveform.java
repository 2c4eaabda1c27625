package vaelab.audio;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Sound in memory.
 *
 * @param channels samples of every channel, [channels][frames], all equally long; full scale is
 *     [-1,1], sums may lie beyond. Kept, not copied.
 * @param rate frames a second, at least 1
 */
public record Waveform(float[][] channels, int rate) {
  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if there is no channel, they differ in length, or the rate is
   *     below 1
   */
  public Waveform {
    if (channels.length == 0 || rate < 1) {
      throw new IllegalArgumentException(
          "Expected at least one channel and a rate of at least 1, found %d channels at %d Hz."
              .formatted(channels.length, rate));
    }
    for (float[] channel : channels) {
      if (channel.length != channels[0].length) {
        throw new IllegalArgumentException(
            "Expected channels of one length, found %d and %d frames. Pad the shorter one with 0."
                .formatted(channels[0].length, channel.length));
      }
    }
  }

  /**
   * Sound of one channel.
   *
   * @param samples the samples; kept, not copied
   * @param rate frames a second
   * @return the sound
   */
  public static Waveform mono(float[] samples, int rate) {
    return new Waveform(new float[][] {samples}, rate);
  }

  /**
   * Reads a WAV file whole.
   *
   * @param file the file
   * @return its sound
   * @throws IOException as {@link WavReader} says, and when the file has 2^31 frames or more
   */
  public static Waveform read(Path file) throws IOException {
    try (WavReader reader = WavReader.open(file)) {
      return reader.readAll();
    }
  }

  /**
   * Writes a WAV file, atomically.
   *
   * @param file the file
   * @param type how samples are stored
   * @throws IOException as {@link WavWriter} says
   */
  public void write(Path file, SampleType type) throws IOException {
    try (WavWriter writer = WavWriter.create(file, type, channels.length, rate)) {
      writer.write(channels, 0, frames());
      writer.finish();
    }
  }

  /**
   * Length in frames.
   *
   * @return samples of each channel
   */
  public int frames() {
    return channels[0].length;
  }

  /**
   * Length in seconds.
   *
   * @return frames divided by rate
   */
  public double seconds() {
    return (double) frames() / rate;
  }

  /**
   * All channels in one: their mean, so that full scale stays full scale.
   *
   * @return the samples; of a single channel the array itself
   */
  public float[] mixedDown() {
    if (channels.length == 1) {
      return channels[0];
    }
    float[] mean = new float[frames()];
    mixDown(channels, mean, mean.length);
    return mean;
  }

  /**
   * A part.
   *
   * @param from first frame
   * @param to frame after the last
   * @return a copy of the frames from {@code from} to before {@code to}
   * @throws IllegalArgumentException if the part does not lie within
   */
  public Waveform part(int from, int to) {
    if (from < 0 || to < from || to > frames()) {
      throw new IllegalArgumentException(
          "Expected a part of 0 to %d frames, found %d to %d.".formatted(frames(), from, to));
    }
    float[][] part = new float[channels.length][];
    for (int c = 0; c < part.length; c++) {
      part[c] = Arrays.copyOfRange(channels[c], from, to);
    }
    return new Waveform(part, rate);
  }

  /** The mean of the channels, for the first {@code frames} frames. */
  static void mixDown(float[][] channels, float[] mean, int frames) {
    for (int i = 0; i < frames; i++) {
      double sum = 0;
      for (float[] channel : channels) {
        sum += channel[i];
      }
      mean[i] = (float) (sum / channels.length);
    }
  }
}
