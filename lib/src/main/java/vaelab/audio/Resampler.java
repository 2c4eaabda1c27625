package vaelab.audio;

import java.util.Arrays;

/**
 * Changes the rate of sound that comes in blocks, in memory of one block.
 *
 * <p>Rational resampling with a polyphase windowed-sinc filter. With L / M the reduced ratio of the
 * rates, output sample m lies at input position p = m M / L:
 *
 * <pre>
 * y[m] = sum_n x[n] h(n - p),   h(t) = c sinc(c t) kaiser(t c / 48),   c = 0.94 min(1, L / M)
 * </pre>
 *
 * <p>Each of the L sets of weights is scaled to a sum of 1, so that a constant stays what it is.
 * Nothing is delayed; beyond its ends the sound is 0; n samples give n L / M, rounded up. Tones up
 * to 0.88 of the lower of the two Nyquist frequencies pass unchanged (to 0.01 %), tones beyond that
 * Nyquist frequency are below -80 dB. Equal rates give the samples themselves. Not for several
 * threads.
 */
public final class Resampler {
  private static final int CROSSINGS = 48;
  private static final double ROLL_OFF = 0.94;
  private static final double BETA = 8.96; // 90 dB, Kaiser's formula 0.1102 (A - 8.7)
  private static final int LARGEST_TABLE = 1 << 22;

  private final int up;
  private final int down;
  private final int half; // weights on either side of a position
  private final float[][] phases; // [up][2 half]
  private float[] pending; // input from sample `first` on
  private int held;
  private long first;
  private long made;

  /**
   * A resampler at the beginning of a sound.
   *
   * @param from its rate, at least 1
   * @param to the wanted rate, at least 1
   * @throws IllegalArgumentException if a rate is below 1, or the two have so little in common that
   *     the filter would take more than 4 million weights
   */
  public Resampler(int from, int to) {
    if (from < 1 || to < 1) {
      throw new IllegalArgumentException(
          "Expected rates of at least 1, found %d and %d Hz.".formatted(from, to));
    }
    int common = gcd(from, to);
    up = to / common;
    down = from / common;
    double cutoff = ROLL_OFF * Math.min(1, (double) up / down);
    double reach = up == down ? 1 : Math.ceil(CROSSINGS / cutoff);
    if (2 * reach * up > LARGEST_TABLE) {
      throw new IllegalArgumentException(
          "Expected rates with a simple ratio, found %d and %d Hz, which is %d to %d. Resample to a"
                  .formatted(from, to, down, up)
              + " usual rate (8000, 16000, 44100, 48000) first.");
    }
    half = (int) reach;
    phases = up == down ? null : phases(up, half, cutoff);
    pending = new float[4 * half];
    first = -half;
    held = half; // the silence before
  }

  private static float[][] phases(int up, int half, double cutoff) {
    float[][] phases = new float[up][2 * half];
    double[] weights = new double[2 * half];
    for (int p = 0; p < up; p++) {
      double sum = 0;
      for (int k = 0; k < weights.length; k++) {
        weights[k] = kernel(cutoff * (k - half + 1 - (double) p / up));
        sum += weights[k];
      }
      for (int k = 0; k < weights.length; k++) {
        phases[p][k] = (float) (weights[k] / sum);
      }
    }
    return phases;
  }

  private static double kernel(double t) {
    double r = t / CROSSINGS;
    if (Math.abs(r) >= 1) {
      return 0;
    }
    double x = StrictMath.PI * t;
    double sinc = x == 0 ? 1 : StrictMath.sin(x) / x;
    return sinc * bessel(BETA * StrictMath.sqrt(1 - r * r));
  }

  /** Modified Bessel function I_0 by its power series. */
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }

  /**
   * Resamples a sound in memory.
   *
   * @param sound the sound
   * @param rate the wanted rate
   * @return the sound at that rate; itself if it has it
   * @throws IllegalArgumentException as the constructor says
   */
  public static Waveform resample(Waveform sound, int rate) {
    if (sound.rate() == rate) {
      return sound;
    }
    float[][] channels = new float[sound.channels().length][];
    for (int c = 0; c < channels.length; c++) {
      Resampler resampler = new Resampler(sound.rate(), rate);
      float[] body = resampler.write(sound.channels()[c], 0, sound.frames());
      float[] tail = resampler.finish();
      channels[c] = Arrays.copyOf(body, body.length + tail.length);
      System.arraycopy(tail, 0, channels[c], body.length, tail.length);
    }
    return new Waveform(channels, rate);
  }

  /**
   * Length of a resampled sound.
   *
   * @param frames samples at the first rate
   * @param from the first rate
   * @param to the wanted rate
   * @return frames to / from, rounded up
   */
  public static long frames(long frames, int from, int to) {
    int common = gcd(from, to);
    long whole = Math.multiplyExact(frames, (long) (to / common));
    return -Math.floorDiv(-whole, from / common);
  }

  /**
   * Takes the next samples.
   *
   * @param samples where they are
   * @param offset index of the first
   * @param count how many
   * @return the resampled ones that can be made from what has come so far
   */
  public float[] write(float[] samples, int offset, int count) {
    append(samples, offset, count);
    return make(Long.MAX_VALUE);
  }

  /**
   * Ends the sound.
   *
   * @return the samples that are left
   */
  public float[] finish() {
    long total = frames(first + held, down, up);
    append(new float[half], 0, half);
    return make(total);
  }

  private void append(float[] samples, int offset, int count) {
    if (held + count > pending.length) {
      pending = Arrays.copyOf(pending, Math.max(held + count, 2 * held));
    }
    System.arraycopy(samples, offset, pending, held, count);
    held += count;
  }

  /** Makes output up to the one numbered {@code end} as far as input reaches. */
  private float[] make(long end) {
    // The last input that output m needs is floor(m M / L) + half.
    long reach = first + held - half; // positions below this one can be made
    long possible = reach <= 0 ? 0 : -Math.floorDiv(-reach * up, down);
    int count = (int) Math.max(0, Math.min(possible, end) - made);
    float[] out = new float[count];
    for (int i = 0; i < count; i++) {
      long position = (made + i) * down;
      int at = (int) (Math.floorDiv(position, (long) up) - first);
      out[i] = up == down ? pending[at] : weighted(phases[(int) (position % up)], at - half + 1);
    }
    made += count;
    forget();
    return out;
  }

  private float weighted(float[] weights, int from) {
    // Two sums in flight: a single one would wait for itself.
    float a = 0;
    float b = 0;
    for (int k = 0; k < weights.length; k += 2) {
      a += weights[k] * pending[from + k];
      b += weights[k + 1] * pending[from + k + 1];
    }
    return a + b;
  }

  private void forget() {
    long needed = made * down / up - half + 1;
    int gone = (int) Math.max(0, Math.min(held, needed - first));
    System.arraycopy(pending, gone, pending, 0, held - gone);
    held -= gone;
    first += gone;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
