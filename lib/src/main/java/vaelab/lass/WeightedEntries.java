package vaelab.lass;

import java.util.random.RandomGenerator;

/**
 * A list of entries with weights from which one is drawn in proportion; where a limit is set, only
 * as many of the heaviest stay, in a heap with the lightest of them on top.
 */
final class WeightedEntries {
  private final int limit;
  private final int[] entries;
  private final double[] weights;
  private int size;

  /**
   * An empty list.
   *
   * @param capacity most entries that are added between two calls of {@link #clear}
   * @param limit how many stay; 0 for all
   */
  WeightedEntries(int capacity, int limit) {
    this.limit = limit;
    int kept = limit == 0 ? capacity : Math.min(limit, capacity);
    entries = new int[kept];
    weights = new double[kept];
  }

  void clear() {
    size = 0;
  }

  /** Adds an entry; one without weight can never be drawn and is left out. */
  void add(int entry, double weight) {
    if (!(weight > 0)) {
      return;
    }
    if (size < entries.length) {
      put(size, entry, weight);
      size++;
      if (limit > 0 && size == entries.length) {
        for (int i = size / 2 - 1; i >= 0; i--) {
          sink(i);
        }
      }
    } else if (weight > weights[0]) {
      put(0, entry, weight);
      sink(0);
    }
  }

  /** An entry in proportion to the weights, or -1 if there is none. */
  int draw(RandomGenerator generator) {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += weights[i];
    }
    double left = generator.nextDouble() * total;
    for (int i = 0; i < size; i++) {
      left -= weights[i];
      if (left < 0) {
        return entries[i];
      }
    }
    // Rounding can leave a little of the total.
    return size == 0 ? -1 : entries[size - 1];
  }

  private void sink(int index) {
    int at = index;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && weights[child + 1] < weights[child]) {
        child++;
      }
      if (weights[at] <= weights[child]) {
        return;
      }
      int entry = entries[at];
      double weight = weights[at];
      put(at, entries[child], weights[child]);
      put(child, entry, weight);
      at = child;
    }
  }

  private void put(int at, int entry, double weight) {
    entries[at] = entry;
    weights[at] = weight;
  }
}
