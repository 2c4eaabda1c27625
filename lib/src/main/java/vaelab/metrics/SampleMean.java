package vaelab.metrics;

import java.util.Arrays;

/**
 * A mean over a random sample, and how far another sample of the same size would move it.
 *
 * @param mean mean of the values; infinite if one of them is
 * @param standardError standard deviation of the mean: the sample's standard deviation (divided by
 *     n - 1) over the root of n. NaN for a single value and for an infinite mean.
 */
public record SampleMean(double mean, double standardError) {

  /**
   * Summarises independent values.
   *
   * @param values at least one, none NaN; left unchanged
   * @return mean and standard error
   * @throws IllegalArgumentException if there are none, or one is NaN
   */
  public static SampleMean of(double[] values) {
    long notANumber = Arrays.stream(values).filter(Double::isNaN).count();
    if (values.length == 0 || notANumber > 0) {
      throw new IllegalArgumentException(
          ("Expected at least one value and no NaN, found %d values, %d of them NaN. Leave out what"
                  + " could not be measured, and say so.")
              .formatted(values.length, notANumber));
    }
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new SampleMean(mean, Math.sqrt(squares / (n - 1) / n));
  }
}
