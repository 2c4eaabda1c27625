package vaelab.data;

import java.util.SplittableRandom;

/**
 * Random draws that are the same on every machine and every Java version.
 *
 * <p>Only {@link SplittableRandom#nextLong()} and {@link SplittableRandom#split()} are used, and
 * only {@link StrictMath}: the library's own bounded draws changed their algorithm between
 * releases, and {@link Math#log} may differ in the last bit between processors.
 */
public final class Draws {
  private static final double TWO_POW_MINUS_53 = 0x1.0p-53;
  private static final double SQRT_3 = 1.7320508075688772;

  private final SplittableRandom random;

  private Draws(SplittableRandom random) {
    this.random = random;
  }

  /**
   * A source of draws.
   *
   * @param seed the same seed gives the same draws
   * @return a source at its beginning
   */
  public static Draws seeded(long seed) {
    return new Draws(new SplittableRandom(seed));
  }

  /**
   * A further source of draws, statistically independent of this one.
   *
   * @return the source
   */
  public Draws split() {
    return new Draws(random.split());
  }

  /**
   * Uniform in [0, 1), 53 bits.
   *
   * @return the draw
   */
  public double uniform() {
    return (random.nextLong() >>> 11) * TWO_POW_MINUS_53;
  }

  /**
   * Uniform between two numbers.
   *
   * @param low the smallest
   * @param high what it stays below
   * @return the draw
   */
  public double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /**
   * True with a probability.
   *
   * @param probability in [0,1]
   * @return the draw
   */
  public boolean chance(double probability) {
    return uniform() < probability;
  }

  /**
   * Uniform over 0..bound-1; the bias of multiply-and-shift is below bound / 2^31.
   *
   * @param bound at least 1
   * @return the draw
   */
  public int index(int bound) {
    return (int) (((random.nextLong() >>> 33) * bound) >>> 31);
  }

  /**
   * Bell-shaped with mean 0 and variance 1, never beyond 2 sqrt(3): no outliers in a drawing.
   *
   * @return the draw
   */
  public double bell() {
    return SQRT_3 * (uniform() + uniform() + uniform() + uniform() - 2);
  }

  /**
   * Laplace with mean 0 and scale b: mean absolute value b, variance 2 b^2. One 64-bit draw gives
   * 53 bits for the exponential magnitude and one of the unused low bits for the sign.
   *
   * @param b the scale, at least 0
   * @return the draw
   */
  public double laplace(double b) {
    long bits = random.nextLong();
    double u = ((bits >>> 11) + 1) * TWO_POW_MINUS_53; // (0, 1]: the logarithm is finite
    double magnitude = -b * StrictMath.log(u);
    return (bits & 1) == 0 ? magnitude : -magnitude;
  }

  /**
   * Shuffles in place, every order equally likely.
   *
   * @param values what to shuffle
   */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      swap(values, i, index(i + 1));
    }
  }

  /** Moves a uniformly chosen subset of size k, in random order, to the front. */
  void choose(int[] values, int k) {
    for (int i = 0; i < k; i++) {
      swap(values, i, i + index(values.length - i));
    }
  }

  private static void swap(int[] values, int i, int j) {
    int old = values[i];
    values[i] = values[j];
    values[j] = old;
  }
}
