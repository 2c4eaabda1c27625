package vaelab.audio;

import java.io.IOException;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * {@link Stft} of a sound that comes in blocks of any size, in memory of one column. Not for
 * several threads.
 */
public final class ForwardStft {
  private final Stft stft;
  private final Stft.Columns columns;
  private final double[] window;
  private final DoubleFFT_1D fft;

  /** The last samples seen; the first half column is the silence before the sound. */
  private final float[] ring;

  private final double[] work;
  private long seen; // samples in the ring since the beginning, with the silence before
  private long next; // of these, where the next column ends

  ForwardStft(Stft stft, Stft.Columns columns) {
    this.stft = stft;
    this.columns = columns;
    this.window = stft.window().weights(stft.size());
    this.fft = new DoubleFFT_1D(stft.size());
    this.ring = new float[stft.size()];
    this.work = new double[stft.size()];
    this.seen = stft.size() / 2;
    this.next = stft.size();
  }

  /**
   * Takes the next samples and hands on the columns that they complete.
   *
   * @param samples where they are
   * @param offset index of the first
   * @param count how many
   * @throws IOException what the taker of the columns throws
   */
  public void write(float[] samples, int offset, int count) throws IOException {
    for (int i = 0; i < count; ) {
      int at = (int) (seen % ring.length);
      int part = (int) Math.min(Math.min(count - i, ring.length - at), next - seen);
      System.arraycopy(samples, offset + i, ring, at, part);
      i += part;
      seen += part;
      if (seen == next) {
        column();
      }
    }
  }

  /**
   * Hands on the last columns, which reach into the silence after the sound.
   *
   * @throws IOException what the taker of the columns throws
   */
  public void finish() throws IOException {
    write(new float[stft.size() / 2], 0, stft.size() / 2);
  }

  private void column() throws IOException {
    int oldest = (int) (seen % ring.length);
    for (int i = 0; i < work.length; i++) {
      int at = oldest + i;
      work[i] = window[i] * ring[at < ring.length ? at : at - ring.length];
    }
    fft.realForward(work);
    float[] re = new float[stft.bins()];
    float[] im = new float[re.length];
    re[0] = (float) work[0];
    re[re.length - 1] = (float) work[1];
    for (int k = 1; k < re.length - 1; k++) {
      re[k] = (float) work[2 * k];
      im[k] = (float) work[2 * k + 1];
    }
    next += stft.hop();
    columns.accept(re, im);
  }
}
