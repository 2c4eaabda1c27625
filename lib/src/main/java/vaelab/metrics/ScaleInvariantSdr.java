package vaelab.metrics;

/**
 * Scale-invariant signal-to-distortion ratio of separated sound (Le Roux et al. 2019):
 *
 * <pre>
 *   SI-SDR = 10 log10( ||a s||^2 / ||a s - e||^2 ),   a = e's / s's
 * </pre>
 *
 * <p>The estimate may have any gain; the mean is not removed.
 */
public final class ScaleInvariantSdr {
  /** What a perfect estimate scores, and minus that what a useless one does, in dB. */
  public static final double MOST = 100;

  private ScaleInvariantSdr() {}

  /**
   * Scores an estimate.
   *
   * @param estimate samples
   * @param reference samples of the true source, as many, not all 0
   * @return dB, from -{@value #MOST} to {@value #MOST}
   * @throws IllegalArgumentException if the lengths differ or the reference is silent
   */
  public static double of(float[] estimate, float[] reference) {
    double product = 0;
    double power = 0;
    if (estimate.length != reference.length) {
      throw new IllegalArgumentException(
          "Expected an estimate of %d samples, found %d."
              .formatted(reference.length, estimate.length));
    }
    for (int i = 0; i < reference.length; i++) {
      product += (double) estimate[i] * reference[i];
      power += (double) reference[i] * reference[i];
    }
    if (power == 0) {
      throw new IllegalArgumentException(
          "Expected a reference with sound, found silence: leave out who does not speak.");
    }
    double gain = product / power;
    double distortion = 0;
    for (int i = 0; i < reference.length; i++) {
      double difference = gain * reference[i] - estimate[i];
      distortion += difference * difference;
    }
    double signal = gain * gain * power;
    if (signal == 0) {
      return -MOST;
    }
    return Math.max(-MOST, Math.min(MOST, 10 * Math.log10(signal / distortion)));
  }
}
