package vaelab.data;

import java.util.HashSet;
import java.util.List;

/**
 * How mixtures are made. Together with the pool it determines every value.
 *
 * @param classes class of each stream: stream h draws its images from class {@code classes[h]};
 *     distinct
 * @param activity which streams are active, for as many streams as there are classes
 * @param b scale of the Laplace noise, in pixel values, 0 for none
 * @param count number of mixtures N, at least 1
 * @param seed seed of all draws
 */
public record MixtureConfig(
    List<Integer> classes, Activity activity, double b, int count, long seed) {

  /**
   * Checks the description.
   *
   * @throws IllegalArgumentException when the numbers of streams differ, a class is named twice, or
   *     b or the count is out of range
   */
  public MixtureConfig {
    classes = List.copyOf(classes);
    if (classes.size() != activity.streams()) {
      throw new IllegalArgumentException(
          String.format(
              "Expected one class a stream, %d, found %d. Give pi and classes the same length.",
              activity.streams(), classes.size()));
    }
    if (new HashSet<>(classes).size() != classes.size()) {
      throw new IllegalArgumentException(
          "Expected distinct classes, found "
              + classes
              + ". Two streams of one class could not be told apart.");
    }
    if (!(b >= 0 && b < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Expected a finite noise scale b >= 0, found " + b + ". Use 0 for no noise.");
    }
    if (count < 1) {
      throw new IllegalArgumentException("Expected a count of 1 or more, found " + count + ".");
    }
  }

  /**
   * Number of streams.
   *
   * @return H
   */
  public int streams() {
    return classes.size();
  }
}
