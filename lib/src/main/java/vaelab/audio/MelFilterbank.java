package vaelab.audio;

/**
 * Triangular filters that stand equally far apart on the mel scale, mel(f) = 2595 log10(1 + f /
 * 700) (the scale of HTK and torchaudio's default). Filter m rises linearly in Hz from the centre
 * of filter m - 1 to 1 at its own and falls to 0 at that of filter m + 1.
 */
public final class MelFilterbank {
  private final float[][] weights; // [filters][bins]

  /**
   * A bank of filters.
   *
   * @param filters how many, at least 1
   * @param lowest where the first begins, in Hz, at least 0
   * @param highest where the last ends, in Hz, at most half the rate
   * @param bins values of a spectrum from 0 Hz to half the rate, at least 2
   * @param rate samples a second
   * @throws IllegalArgumentException if a number is out of range, or a filter lies between two bins
   */
  public MelFilterbank(int filters, double lowest, double highest, int bins, int rate) {
    if (filters < 1 || bins < 2 || !(lowest >= 0 && lowest < highest && highest <= rate / 2.0)) {
      throw new IllegalArgumentException(
          "Expected at least one filter in 0 to %s Hz, found %d filters in %s to %s Hz."
              .formatted(rate / 2.0, filters, lowest, highest));
    }
    double first = mel(lowest);
    double step = (mel(highest) - first) / (filters + 1);
    double[] edges = new double[filters + 2];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = hertz(first + i * step);
    }
    weights = new float[filters][bins];
    for (int m = 0; m < filters; m++) {
      double sum = 0;
      for (int k = 0; k < bins; k++) {
        double f = k * rate / 2.0 / (bins - 1);
        double rise = (f - edges[m]) / (edges[m + 1] - edges[m]);
        double fall = (edges[m + 2] - f) / (edges[m + 2] - edges[m + 1]);
        weights[m][k] = (float) Math.max(0, Math.min(rise, fall));
        sum += weights[m][k];
      }
      if (sum == 0) {
        throw new IllegalArgumentException(
            "Expected filters that reach a bin, found that filter %d of %d lies between two of %d."
                    .formatted(m, filters, bins)
                + " Take fewer filters or a longer transform.");
      }
    }
  }

  static double mel(double hertz) {
    return 2595 * StrictMath.log10(1 + hertz / 700);
  }

  static double hertz(double mel) {
    return 700 * (StrictMath.pow(10, mel / 2595) - 1);
  }

  /**
   * Number of filters.
   *
   * @return at least 1
   */
  public int filters() {
    return weights.length;
  }

  /**
   * Filters a spectrum.
   *
   * @param powers its bins
   * @return what each filter lets pass, in all
   * @throws IllegalArgumentException if there are not as many bins as the filters have
   */
  public double[] apply(float[] powers) {
    if (powers.length != weights[0].length) {
      throw new IllegalArgumentException(
          "Expected %d bins, found %d.".formatted(weights[0].length, powers.length));
    }
    double[] sums = new double[weights.length];
    for (int m = 0; m < sums.length; m++) {
      for (int k = 0; k < powers.length; k++) {
        sums[m] += weights[m][k] * powers[k];
      }
    }
    return sums;
  }
}
