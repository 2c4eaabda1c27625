package vaelab.audio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Short-time Fourier transform and its inverse.
 *
 * <pre>
 * X[t][k] = sum_i w[i] x[t hop + i - size/2] exp(-2 pi j k i / size),   k = 0 .. size/2
 * </pre>
 *
 * <p>Column t is centred at sample t hop; beyond its ends the sound is 0. These are the conventions
 * of torchaudio's {@code Spectrogram} with {@code pad_mode="constant"}: n samples give 1 + n / hop
 * columns (rounded down), without normalisation.
 *
 * @param window weights of a column's samples
 * @param size samples of a column, even, at least 2
 * @param hop samples from one column to the next, 1 to {@code size}
 */
public record Stft(Window window, int size, int hop) {
  /** The setting for speech at 8 kHz: 32 ms columns every 8 ms, 129 bins. */
  public static final Stft EIGHT_KHZ = new Stft(Window.HANN, 256, 64);

  /** The released MS-VAE code's setting at 48 kHz: columns every 5.3 ms, 257 bins. */
  public static final Stft RELEASED = new Stft(Window.HANN, 512, 256);

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Stft {
    if (size < 2 || size % 2 != 0 || hop < 1 || hop > size) {
      throw new IllegalArgumentException(
          "Expected an even size of at least 2 and a hop of 1 to the size, found size %d, hop %d."
              .formatted(size, hop));
    }
  }

  /**
   * Number of frequencies: 0 to half the sampling rate.
   *
   * @return size / 2 + 1
   */
  public int bins() {
    return size / 2 + 1;
  }

  /**
   * Number of columns.
   *
   * @param frames samples of a sound, at least 0
   * @return 1 + frames / hop
   */
  public long columns(long frames) {
    return 1 + frames / hop;
  }

  /** Takes columns as they come. */
  @FunctionalInterface
  public interface Columns {
    /**
     * Takes the next column.
     *
     * @param re real parts, [bins]; the taker's own
     * @param im imaginary parts
     * @throws IOException when what is done with it fails
     */
    void accept(float[] re, float[] im) throws IOException;
  }

  /** Takes samples as they come. */
  @FunctionalInterface
  public interface Samples {
    /**
     * Takes the next samples.
     *
     * @param samples where they are; valid during the call only
     * @param count how many, from index 0
     * @throws IOException when what is done with them fails
     */
    void accept(float[] samples, int count) throws IOException;
  }

  /**
   * The transform of a sound that comes in blocks.
   *
   * @param columns takes the columns
   * @return a transform at the beginning of the sound
   */
  public ForwardStft forward(Columns columns) {
    return new ForwardStft(this, columns);
  }

  /**
   * The inverse of columns that come one by one.
   *
   * @param samples takes the samples
   * @return an inverse at the beginning of the sound
   * @throws IllegalArgumentException if window and hop leave samples that no column has
   */
  public InverseStft inverse(Samples samples) {
    return new InverseStft(this, samples);
  }

  /**
   * The transform of a sound in memory.
   *
   * @param samples the sound
   * @return its {@link #columns} columns
   */
  public Spectrogram transform(float[] samples) {
    List<float[]> re = new ArrayList<>();
    List<float[]> im = new ArrayList<>();
    ForwardStft forward =
        forward(
            (a, b) -> {
              re.add(a);
              im.add(b);
            });
    try {
      forward.write(samples, 0, samples.length);
      forward.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return new Spectrogram(re.toArray(float[][]::new), im.toArray(float[][]::new));
  }

  /**
   * The sound whose transform is nearest to the given one in the least-squares sense: of an
   * unchanged transform the sound itself, see {@link InverseStft}.
   *
   * @param spectrogram columns of {@link #bins} bins
   * @param frames samples wanted, at most what the columns reach: (columns - 1) hop + size / 2
   * @return the samples
   * @throws IllegalArgumentException if the shape does not fit, more is wanted than there is, or
   *     window and hop leave samples that no column has
   */
  public float[] inverse(Spectrogram spectrogram, int frames) {
    long reach = (spectrogram.re().length - 1L) * hop + size / 2;
    if (frames < 0 || frames > reach) {
      throw new IllegalArgumentException(
          "Expected 0 to %d samples from %d columns, found %d."
              .formatted(reach, spectrogram.re().length, frames));
    }
    float[] sound = new float[frames];
    int[] done = {0};
    InverseStft inverse =
        inverse(
            (samples, count) -> {
              System.arraycopy(samples, 0, sound, done[0], count);
              done[0] += count;
            });
    try {
      inverse.limit(frames);
      for (int t = 0; t < spectrogram.re().length; t++) {
        inverse.write(spectrogram.re()[t], spectrogram.im()[t]);
      }
      inverse.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return sound;
  }
}
