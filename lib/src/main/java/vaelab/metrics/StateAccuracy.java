package vaelab.metrics;

/**
 * How well binary activities of H streams were found. States are numbers whose bit h tells whether
 * stream h is active.
 *
 * @param exact share of points whose whole state is right
 * @param perStream share of points whose bit is right, for each stream
 * @param points number of points
 */
public record StateAccuracy(double exact, double[] perStream, int points) {

  /**
   * Compares predicted states with true ones.
   *
   * @param predicted predicted states
   * @param actual true states, as many
   * @param streams H
   * @return the scores
   * @throws IllegalArgumentException if there are none, or the numbers differ
   */
  public static StateAccuracy of(int[] predicted, int[] actual, int streams) {
    if (predicted.length != actual.length || actual.length == 0) {
      throw new IllegalArgumentException(
          "Expected as many predicted as true states, and at least one, found %d and %d."
              .formatted(predicted.length, actual.length));
    }
    int exact = 0;
    double[] perStream = new double[streams];
    for (int n = 0; n < actual.length; n++) {
      int wrong = predicted[n] ^ actual[n];
      exact += wrong == 0 ? 1 : 0;
      for (int h = 0; h < streams; h++) {
        perStream[h] += (wrong >> h & 1) == 0 ? 1 : 0;
      }
    }
    for (int h = 0; h < streams; h++) {
      perStream[h] /= actual.length;
    }
    return new StateAccuracy((double) exact / actual.length, perStream, actual.length);
  }
}
