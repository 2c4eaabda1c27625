package vaelab.experiments;

import vaelab.plot.Cell;

/** A mixture among images in [0,1]: where digits overlap it is brighter, so it is scaled down. */
public final class MixtureCell {
  private MixtureCell() {}

  /**
   * A cell whose brightest pixel is at most 1.
   *
   * @param mixture pixels of a sum, with noise or without
   * @return the cell
   */
  public static Cell of(float[] mixture) {
    float brightest = 1;
    for (float pixel : mixture) {
      brightest = Math.max(brightest, pixel);
    }
    float[] scaled = new float[mixture.length];
    for (int d = 0; d < scaled.length; d++) {
      scaled[d] = mixture[d] / brightest;
    }
    return Cell.of(scaled);
  }
}
