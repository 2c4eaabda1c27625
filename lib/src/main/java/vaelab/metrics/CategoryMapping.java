package vaelab.metrics;

import java.util.Arrays;

/**
 * Which class each category of an unsupervised classifier stands for: the one-to-one mapping with
 * the most hits, found by {@link Pairing}.
 *
 * <p>The accuracy under a mapping that was fitted to the very same points is never below 1/C and
 * grows as points get fewer; a mapping fitted to training points and applied to test points has no
 * such advantage.
 */
public final class CategoryMapping {
  private final int[] classOf;

  private CategoryMapping(int[] classOf) {
    this.classOf = classOf;
  }

  /**
   * The best mapping.
   *
   * @param categories category of each point, 0 to C - 1
   * @param labels its class, 0 to C - 1
   * @param size C, number of categories and of classes
   * @return the mapping with the largest accuracy on these points; one of them where several are
   *     equally good
   * @throws IllegalArgumentException if there are no points, the numbers differ, or a category or a
   *     class is out of range
   */
  public static CategoryMapping fit(int[] categories, int[] labels, int size) {
    int[][] counts = counts(categories, labels, size);
    double[][] scores = new double[size][];
    Arrays.setAll(scores, c -> Arrays.stream(counts[c]).asDoubleStream().toArray());
    return new CategoryMapping(Pairing.best(scores));
  }

  /**
   * How often each category met each class.
   *
   * @param categories category of each point, 0 to C - 1
   * @param labels its class, 0 to C - 1
   * @param size C
   * @return C x C counts, {@code [category][class]}
   * @throws IllegalArgumentException if there are no points, the numbers differ, or a category or a
   *     class is out of range
   */
  public static int[][] counts(int[] categories, int[] labels, int size) {
    if (categories.length != labels.length || labels.length == 0) {
      throw new IllegalArgumentException(
          "Expected as many categories as labels, and at least one, found %d and %d."
              .formatted(categories.length, labels.length));
    }
    int[][] counts = new int[size][size];
    for (int n = 0; n < labels.length; n++) {
      check("category", categories[n], size);
      check("class", labels[n], size);
      counts[categories[n]][labels[n]]++;
    }
    return counts;
  }

  /**
   * The class that each category stands for.
   *
   * @return a permutation of 0 to C - 1, indexed by category
   */
  public int[] classOf() {
    return classOf.clone();
  }

  /**
   * Classes that categories stand for.
   *
   * @param categories category of each point
   * @return predicted class of each point
   * @throws IllegalArgumentException if a category is out of range
   */
  public int[] predict(int[] categories) {
    return Arrays.stream(categories)
        .map(
            category -> {
              check("category", category, classOf.length);
              return classOf[category];
            })
        .toArray();
  }

  /**
   * Share of points whose category stands for their class.
   *
   * @param categories category of each point
   * @param labels its class
   * @return accuracy in [0, 1]
   * @throws IllegalArgumentException as {@link #counts}
   */
  public double accuracy(int[] categories, int[] labels) {
    int[][] counts = counts(categories, labels, classOf.length);
    int hits = 0;
    for (int c = 0; c < counts.length; c++) {
      hits += counts[c][classOf[c]];
    }
    return (double) hits / labels.length;
  }

  private static void check(String what, int value, int size) {
    if (value < 0 || value >= size) {
      throw new IllegalArgumentException(
          "Expected a %s from 0 to %d, found %d.".formatted(what, size - 1, value));
    }
  }
}
