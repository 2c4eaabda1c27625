package vaelab.audio;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Sound of one channel that is read in pieces, so that it need never be in memory whole. */
public interface SampleSource extends Closeable {
  /**
   * Samples a second.
   *
   * @return at least 1
   */
  int rate();

  /**
   * Length of the whole sound.
   *
   * @return samples
   */
  long frames();

  /**
   * Reads the next samples.
   *
   * @param samples where to put them
   * @param offset index of the first
   * @param count how many at most
   * @return how many were read: at least 1, or 0 at the end
   * @throws IOException when reading fails
   */
  int read(float[] samples, int offset, int count) throws IOException;

  @Override
  default void close() throws IOException {}

  /**
   * A sound in memory.
   *
   * @param samples the samples; kept, not copied
   * @param rate samples a second
   * @return a source at its beginning
   */
  static SampleSource of(float[] samples, int rate) {
    return new SampleSources.Memory(samples, rate);
  }

  /**
   * A WAV file, its channels mixed down to their mean.
   *
   * @param file the file
   * @return a source at its beginning, to be closed
   * @throws IOException as {@link WavReader#open} says
   */
  static SampleSource open(Path file) throws IOException {
    return new SampleSources.Wav(WavReader.open(file));
  }

  /**
   * This sound at another rate.
   *
   * @param rate the wanted rate
   * @return a source that resamples this one and closes it; this one if it has the rate
   * @throws IllegalArgumentException as {@link Resampler} says; this source is closed then
   * @throws IOException when closing fails
   */
  default SampleSource at(int rate) throws IOException {
    if (rate == rate()) {
      return this;
    }
    try {
      return new SampleSources.Resampled(this, rate);
    } catch (IllegalArgumentException e) {
      close();
      throw e;
    }
  }
}
