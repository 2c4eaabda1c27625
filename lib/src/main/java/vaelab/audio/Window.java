package vaelab.audio;

/** What a stretch of sound is multiplied by before its spectrum is taken. */
public enum Window {
  /** A period of a raised cosine, periodic: 0.5 - 0.5 cos(2 pi i / size). */
  HANN,
  /** All ones. */
  RECTANGULAR;

  /**
   * The weights.
   *
   * @param size number of samples
   * @return weights in [0,1]
   */
  public double[] weights(int size) {
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] =
          this == RECTANGULAR ? 1 : 0.5 - 0.5 * StrictMath.cos(2 * StrictMath.PI * i / size);
    }
    return weights;
  }
}
