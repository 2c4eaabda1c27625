package vaelab.audio;

import java.io.IOException;

/**
 * Cuts columns that come one by one into patches, handed on in batches. Keeps one patch of columns
 * and one batch of rows.
 */
public final class PatchCutter {
  private final PatchLayout layout;
  private final PatchScaling scaling;
  private final SpectrogramPatches.Rows rows;
  private final float[][] ring; // the last columns
  private final float[] batch;
  private final int dim;
  private int filled;
  private long seen;
  private long made;

  /**
   * A cutter at the beginning of a spectrogram.
   *
   * @param layout how columns make patches
   * @param scaling how values are brought into range
   * @param bins values of a column
   * @param batch rows at a time, at least 1
   * @param rows takes them
   */
  public PatchCutter(
      PatchLayout layout, PatchScaling scaling, int bins, int batch, SpectrogramPatches.Rows rows) {
    this.layout = layout;
    this.scaling = scaling;
    this.rows = rows;
    this.ring = new float[layout.columns()][bins];
    this.dim = bins * layout.columns();
    this.batch = new float[Math.multiplyExact(batch, dim)];
  }

  /**
   * Takes the next column.
   *
   * @param column its values, copied
   * @throws IOException what the taker of the rows throws
   */
  public void write(float[] column) throws IOException {
    int at = (int) (seen++ % ring.length);
    System.arraycopy(column, 0, ring[at], 0, ring[at].length);
    if (seen == made * layout.hop() + ring.length) {
      cut();
    }
  }

  /**
   * Completes the last patch with silence and hands on the rows that are left.
   *
   * @throws IOException what the taker of the rows throws
   */
  public void finish() throws IOException {
    float[] silence = new float[ring[0].length];
    for (long count = layout.count(seen); made < count; ) {
      write(silence);
    }
    flush();
  }

  private void cut() throws IOException {
    int from = filled++ * dim;
    int columns = ring.length;
    for (int t = 0; t < columns; t++) {
      float[] column = ring[(int) ((seen + t) % columns)];
      for (int k = 0; k < column.length; k++) {
        batch[from + k * columns + t] = column[k];
      }
    }
    scaling.apply(batch, from, dim);
    made++;
    if (filled * dim == batch.length) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (filled > 0) {
      rows.accept(batch, filled);
      filled = 0;
    }
  }
}
