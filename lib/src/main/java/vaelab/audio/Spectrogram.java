package vaelab.audio;

/**
 * A short-time spectrum, complex.
 *
 * @param re real parts, [columns][bins]; kept, not copied
 * @param im imaginary parts, of the same shape
 */
public record Spectrogram(float[][] re, float[][] im) {
  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if there is no column, or the shapes differ
   */
  public Spectrogram {
    if (re.length == 0 || re.length != im.length) {
      throw new IllegalArgumentException(
          "Expected as many columns of real and imaginary parts, at least 1, found %d and %d."
              .formatted(re.length, im.length));
    }
  }

  /**
   * Absolute values.
   *
   * @return [columns][bins], at least 0
   */
  public float[][] magnitudes() {
    return Measure.MAGNITUDE.of(this);
  }

  /**
   * Squared absolute values.
   *
   * @return [columns][bins], at least 0
   */
  public float[][] powers() {
    return Measure.POWER.of(this);
  }

  /**
   * Energy of each column.
   *
   * @return sums of the powers, [columns]
   */
  public double[] energies() {
    double[] energies = new double[re.length];
    for (int t = 0; t < energies.length; t++) {
      for (float power : Measure.POWER.of(re[t], im[t])) {
        energies[t] += power;
      }
    }
    return energies;
  }

  /** What is kept of a complex number once its phase is dropped. */
  public enum Measure {
    /** Absolute value: of two sounds at once about the sum, as MS-VAE's streams add. */
    MAGNITUDE,
    /** Squared absolute value, as the released MS-VAE code takes it. */
    POWER;

    /** The measure of one column. */
    float[] of(float[] re, float[] im) {
      float[] values = new float[re.length];
      for (int k = 0; k < values.length; k++) {
        double power = (double) re[k] * re[k] + (double) im[k] * im[k];
        values[k] = (float) (this == POWER ? power : Math.sqrt(power));
      }
      return values;
    }

    private float[][] of(Spectrogram spectrogram) {
      float[][] values = new float[spectrogram.re.length][];
      for (int t = 0; t < values.length; t++) {
        values[t] = of(spectrogram.re[t], spectrogram.im[t]);
      }
      return values;
    }
  }
}
