package vaelab.basis;

/**
 * The noise levels of a score network, a geometric grid from the largest to the smallest standard
 * deviation: sigma_i = largest (smallest / largest)^(i / (L - 1)), i = 0 .. L - 1.
 *
 * @param largest sigma of level 0, in units of pixels in [0, 1]
 * @param smallest sigma of level L - 1, positive and at most {@code largest}
 * @param count L, at least 1; with a single level both ends must be equal
 */
public record NoiseLevels(double largest, double smallest, int count) {
  /** The released grid, used to train and to separate: ten levels from 1 to 0.01. */
  public static final NoiseLevels RELEASED = new NoiseLevels(1, 0.01, 10);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public NoiseLevels {
    boolean ordered = smallest > 0 && smallest <= largest && largest < Double.POSITIVE_INFINITY;
    if (!ordered || count < 1 || (count == 1 && smallest != largest)) {
      throw new IllegalArgumentException(
          "Expected 0 < smallest <= largest and at least one level (one only if both are equal), found largest=%s, smallest=%s, count=%d."
              .formatted(largest, smallest, count));
    }
  }

  /**
   * Standard deviation of a level.
   *
   * @param level i, from 0 (the largest) to {@code count - 1}
   * @return sigma_i
   * @throws IllegalArgumentException if there is no such level
   */
  public double sigma(int level) {
    check(level);
    double position = count == 1 ? 0 : level / (double) (count - 1);
    return largest * Math.pow(smallest / largest, position);
  }

  /** Refuses levels that there are not. */
  void check(int level) {
    if (level < 0 || level >= count) {
      throw new IllegalArgumentException(
          "Expected a noise level from 0 to %d, found %d.".formatted(count - 1, level));
    }
  }
}
