package vaelab.audio;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The rows that a model of sound learns from: patches of a spectrogram, bin after bin, index k
 * columns + t in a row of D = bins x columns.
 *
 * @param stft the transform
 * @param measure magnitude or power
 * @param layout how columns make patches
 * @param scaling how values are brought into range
 */
public record SpectrogramPatches(
    Stft stft, Spectrogram.Measure measure, PatchLayout layout, PatchScaling scaling) {
  private static final int BLOCK = 1 << 14;

  /** Takes rows as they come. */
  @FunctionalInterface
  public interface Rows {
    /**
     * Takes the next rows.
     *
     * @param rows row-major, at least count x D; valid during the call only
     * @param count number of rows
     * @throws IOException when what is done with them fails
     */
    void accept(float[] rows, int count) throws IOException;
  }

  /**
   * Length of a row.
   *
   * @return D: 4,369 in the released setting, 2,193 with {@link Stft#EIGHT_KHZ}
   */
  public int dim() {
    return stft.bins() * layout.columns();
  }

  /**
   * Number of rows.
   *
   * @param frames samples of a sound
   * @return how many patches it has
   */
  public long count(long frames) {
    return layout.count(stft.columns(frames));
  }

  /**
   * Seconds from one column to the next.
   *
   * @param rate samples a second
   * @return hop / rate
   */
  public double secondsPerColumn(int rate) {
    return (double) stft.hop() / rate;
  }

  /**
   * The rows of a sound, batch by batch, in memory that does not depend on its length.
   *
   * @param source the sound; read to its end, not closed
   * @param batch rows at a time, at least 1; the last batch may have fewer
   * @param rows takes the rows
   * @throws IOException when reading fails, or what {@code rows} throws
   */
  public void forEachBatch(SampleSource source, int batch, Rows rows) throws IOException {
    PatchCutter cutter = new PatchCutter(layout, scaling, stft.bins(), batch, rows);
    ForwardStft forward = stft.forward((re, im) -> cutter.write(measure.of(re, im)));
    float[] block = new float[BLOCK];
    for (int n = source.read(block, 0, BLOCK); n > 0; n = source.read(block, 0, BLOCK)) {
      forward.write(block, 0, n);
    }
    forward.finish();
    cutter.finish();
  }

  /**
   * The rows of a sound in memory.
   *
   * @param samples the sound
   * @return row-major, {@link #count} x D
   * @throws IllegalArgumentException if these were 2^31 values or more
   */
  public float[] rows(float[] samples) {
    long values = count(samples.length) * dim();
    if (values > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Expected fewer than 2^31 values, found %d rows of %d. Take them batch by batch."
              .formatted(count(samples.length), dim()));
    }
    float[] all = new float[(int) values];
    int[] done = {0};
    try {
      forEachBatch(
          SampleSource.of(samples, 1),
          64,
          (rows, count) -> {
            System.arraycopy(rows, 0, all, done[0], count * dim());
            done[0] += count * dim();
          });
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return all;
  }
}
