package vaelab.lass;

import java.util.random.RandomGenerator;

/** Draws an index in proportion to weights. */
final class Draw {
  private Draw() {}

  /** An index in [0, count) in proportion to weights[offset + index], which need no norm. */
  static int from(float[] weights, int offset, int count, RandomGenerator generator) {
    double total = 0;
    for (int i = 0; i < count; i++) {
      total += weights[offset + i];
    }
    double left = generator.nextDouble() * total;
    int last = 0;
    for (int i = 0; i < count; i++) {
      float weight = weights[offset + i];
      if (weight > 0) {
        last = i;
        left -= weight;
        if (left < 0) {
          return i;
        }
      }
    }
    // Rounding can leave a little of the total.
    return last;
  }
}
