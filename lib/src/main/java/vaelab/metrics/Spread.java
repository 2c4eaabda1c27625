package vaelab.metrics;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Mean and spread of a score over repeated runs.
 *
 * @param mean mean of the runs
 * @param deviation population standard deviation over the runs, as the paper gives it; 0 for one
 * @param runs number of runs
 */
public record Spread(double mean, double deviation, int runs) {

  /**
   * Summarises scores.
   *
   * @param scores one a run, at least one
   * @return their mean and spread
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(double... scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException("Expected the score of at least one run, found none.");
    }
    double mean = 0;
    for (double score : scores) {
      mean += score / scores.length;
    }
    double variance = 0;
    for (double score : scores) {
      variance += (score - mean) * (score - mean) / scores.length;
    }
    return new Spread(mean, Math.sqrt(variance), scores.length);
  }

  /**
   * Repeats a measurement.
   *
   * @param runs how often, at least once
   * @param score the score of run 0, 1, ...
   * @return mean and spread
   * @throws IllegalArgumentException if there is no run
   */
  public static Spread over(int runs, IntToDoubleFunction score) {
    return of(IntStream.range(0, runs).mapToDouble(score).toArray());
  }
}
