package vaelab.audio;

import java.io.IOException;
import java.util.Arrays;

/**
 * The way back from patches that come one by one to columns: each column is the mean over the
 * patches that have it. Keeps one patch of columns.
 */
public final class PatchAverage {
  private final PatchLayout layout;
  private final Columns columns;
  private final float[][] sums; // [columns of a patch][bins]; the first is the next to hand on
  private final int[] counts;
  private long left;
  private boolean begun;

  /** Takes columns as they come. */
  @FunctionalInterface
  public interface Columns {
    /**
     * Takes the next column.
     *
     * @param column its values, [bins]; the taker's own
     * @throws IOException when what is done with it fails
     */
    void accept(float[] column) throws IOException;
  }

  /**
   * An average at the beginning of a spectrogram.
   *
   * @param layout how columns make patches
   * @param bins values of a column
   * @param total columns wanted: the last patch usually reaches beyond them
   * @param columns takes the columns
   */
  public PatchAverage(PatchLayout layout, int bins, long total, Columns columns) {
    this.layout = layout;
    this.columns = columns;
    this.sums = new float[layout.columns()][bins];
    this.counts = new int[layout.columns()];
    this.left = total;
  }

  /**
   * Takes the next patch and hands on the columns that no later patch has.
   *
   * @param rows patches, row-major as {@link SpectrogramPatches} says
   * @param row which of them
   * @throws IOException what the taker of the columns throws
   */
  public void write(float[] rows, int row) throws IOException {
    if (begun) {
      handOn(layout.hop());
    }
    begun = true;
    int bins = sums[0].length;
    int from = row * bins * sums.length;
    for (int t = 0; t < sums.length; t++) {
      for (int k = 0; k < bins; k++) {
        sums[t][k] += rows[from + k * sums.length + t];
      }
      counts[t]++;
    }
  }

  /**
   * Hands on the columns that are left.
   *
   * @throws IOException what the taker of the columns throws
   * @throws IllegalStateException if patches are missing for the columns wanted
   */
  public void finish() throws IOException {
    handOn(sums.length);
    if (left > 0) {
      throw new IllegalStateException(
          "Expected patches for all columns, found none for the last " + left + ".");
    }
  }

  private void handOn(int count) throws IOException {
    for (int t = 0; t < count && left > 0 && counts[t] > 0; t++, left--) {
      float[] mean = sums[t].clone();
      for (int k = 0; k < mean.length; k++) {
        mean[k] /= counts[t];
      }
      columns.accept(mean);
    }
    for (int t = 0; t < sums.length; t++) {
      boolean moved = t + count < sums.length;
      counts[t] = moved ? counts[t + count] : 0;
      if (moved) {
        System.arraycopy(sums[t + count], 0, sums[t], 0, sums[t].length);
      } else {
        Arrays.fill(sums[t], 0);
      }
    }
  }
}
