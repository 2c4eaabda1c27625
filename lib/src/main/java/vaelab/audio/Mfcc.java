package vaelab.audio;

import java.util.Arrays;

/**
 * Mel-frequency cepstral coefficients, the classical description of how a voice sounds (Davis and
 * Mermelstein 1980): the orthonormal DCT-II of the logarithms of mel-filtered powers,
 *
 * <pre>
 * c[n] = sqrt((n == 0 ? 1 : 2) / M) sum_m log(E_m) cos(pi n (m + 1/2) / M)
 * </pre>
 *
 * <p>with energies below 1e-10 (of a full scale of 1) counted as that.
 */
public final class Mfcc {
  private static final double FLOOR = 1e-10;
  private static final int DELTA_COLUMNS = 2;

  private final Stft stft;
  private final MelFilterbank bank;
  private final double[][] cosines; // [coefficients][filters]

  /**
   * Coefficients of sound at one rate.
   *
   * @param stft the transform
   * @param bank filters on its bins
   * @param coefficients how many, from c[0], 1 to the number of filters
   * @throws IllegalArgumentException if there are more coefficients than filters, or none
   */
  public Mfcc(Stft stft, MelFilterbank bank, int coefficients) {
    int filters = bank.filters();
    if (coefficients < 1 || coefficients > filters) {
      throw new IllegalArgumentException(
          "Expected 1 to %d coefficients, found %d.".formatted(filters, coefficients));
    }
    this.stft = stft;
    this.bank = bank;
    this.cosines = new double[coefficients][filters];
    for (int n = 0; n < coefficients; n++) {
      double norm = Math.sqrt((n == 0 ? 1.0 : 2.0) / filters);
      for (int m = 0; m < filters; m++) {
        cosines[n][m] = norm * StrictMath.cos(StrictMath.PI * n * (m + 0.5) / filters);
      }
    }
  }

  /**
   * The usual setting for speech: 13 coefficients of 26 filters from 0 Hz to half the rate.
   *
   * @param stft the transform
   * @param rate samples a second
   * @return the coefficients
   */
  public static Mfcc ofSpeech(Stft stft, int rate) {
    return new Mfcc(stft, new MelFilterbank(26, 0, rate / 2.0, stft.bins(), rate), 13);
  }

  /**
   * Coefficients of one column.
   *
   * @param powers squared magnitudes, [bins]
   * @return the coefficients
   */
  public float[] of(float[] powers) {
    double[] logs = bank.apply(powers);
    for (int m = 0; m < logs.length; m++) {
      logs[m] = Math.log(Math.max(FLOOR, logs[m]));
    }
    float[] coefficients = new float[cosines.length];
    for (int n = 0; n < coefficients.length; n++) {
      double sum = 0;
      for (int m = 0; m < logs.length; m++) {
        sum += cosines[n][m] * logs[m];
      }
      coefficients[n] = (float) sum;
    }
    return coefficients;
  }

  /**
   * Coefficients of a sound in memory.
   *
   * @param samples the sound
   * @return [columns][coefficients], a row for each column of the transform
   */
  public float[][] ofSound(float[] samples) {
    float[][] powers = stft.transform(samples).powers();
    for (int t = 0; t < powers.length; t++) {
      powers[t] = of(powers[t]);
    }
    return powers;
  }

  /**
   * Appends to each column how its values change: the slope of the straight line through the two
   * columns before and after it, the first and the last column repeated beyond the ends.
   *
   * @param columns [columns][values]
   * @return [columns][2 x values]: the values, then their slopes a column
   */
  public static float[][] withDeltas(float[][] columns) {
    float[][] result = new float[columns.length][];
    for (int t = 0; t < columns.length; t++) {
      int values = columns[t].length;
      result[t] = Arrays.copyOf(columns[t], 2 * values);
      for (int i = 0; i < values; i++) {
        double slope = 0;
        double norm = 0;
        for (int d = 1; d <= DELTA_COLUMNS; d++) {
          float after = columns[Math.min(columns.length - 1, t + d)][i];
          float before = columns[Math.max(0, t - d)][i];
          slope += d * (after - before);
          norm += 2 * d * d;
        }
        result[t][values + i] = (float) (slope / norm);
      }
    }
    return result;
  }
}
