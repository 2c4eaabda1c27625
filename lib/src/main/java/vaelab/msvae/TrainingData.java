package vaelab.msvae;

import java.util.Arrays;
import vaelab.data.Rows;

/** What a training sees, epoch by epoch. */
public interface TrainingData {
  /**
   * The data of one epoch.
   *
   * @param x observations, row-major, N x D
   * @param states state of each, bit h telling whether stream h is active, {@link #UNKNOWN} where
   *     that is not known; {@code null} where none is, as in the paper
   */
  record Epoch(float[] x, int[] states) {
    /** In place of a state that is not known. */
    public static final int UNKNOWN = -1;

    /** States of some rows, {@code null} where none are known. */
    int[] states(int[] rows) {
      return states == null ? null : Arrays.stream(rows).map(n -> states[n]).toArray();
    }
  }

  /**
   * Number of data points in every epoch.
   *
   * @return N
   */
  int points();

  /**
   * The data of an epoch. A run that resumes asks for later ones only, so they may not depend on
   * having been asked for earlier ones.
   *
   * @param epoch number of the epoch, from 1
   * @return N data points; the same instance where they have not changed
   */
  Epoch epoch(int epoch);

  /**
   * The same observations in every epoch, states unknown.
   *
   * @param x observations, row-major, N x D
   * @param dim D
   * @return the data
   * @throws IllegalArgumentException if these are no whole rows
   */
  static TrainingData fixed(float[] x, int dim) {
    int points = Rows.count(x, dim);
    Epoch all = new Epoch(x, null);
    return new TrainingData() {
      @Override
      public int points() {
        return points;
      }

      @Override
      public Epoch epoch(int epoch) {
        return all;
      }
    };
  }
}
