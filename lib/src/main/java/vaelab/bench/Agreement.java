package vaelab.bench;

/** Comparisons of results, which end a benchmark whose contenders compute different things. */
final class Agreement {
  private Agreement() {}

  /** Demands that no value differs by more than the tolerance. */
  static void largest(String what, float[] found, float[] expected, double tolerance) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(found[i] - expected[i]));
    }
    require(what, "largest difference", largest, tolerance);
  }

  /** Demands that values differ by no more than the tolerance on average. */
  static void mean(String what, float[] found, float[] expected, double tolerance) {
    double sum = 0;
    for (int i = 0; i < expected.length; i++) {
      sum += Math.abs(found[i] - expected[i]) / expected.length;
    }
    require(what, "mean difference", sum, tolerance);
  }

  /** Demands that |found - expected|_2 is at most the tolerance times |expected|_2. */
  static void relative(String what, float[] found, float[] expected, double tolerance) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(found[i] - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    require(what, "relative difference", Math.sqrt(difference / norm), tolerance);
  }

  private static void require(String what, String measure, double value, double tolerance) {
    if (!(value <= tolerance)) {
      throw new IllegalStateException(
          "Expected the same %s from the library and from eager tensors, found a %s of %.3g; at most %.3g is rounding."
              .formatted(what, measure, value, tolerance));
    }
  }
}
