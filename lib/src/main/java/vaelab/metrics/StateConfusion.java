package vaelab.metrics;

/**
 * What is taken for what among wrong states.
 *
 * <p>For every point, each stream that was missed is counted against each stream that was found
 * though it is silent. A miss without a spurious stream stands in the last column, a spurious
 * stream without a miss in the last row.
 *
 * @param counts index [missed][spurious], (H + 1) x (H + 1)
 */
public record StateConfusion(int[][] counts) {

  /**
   * Compares predicted states with true ones.
   *
   * @param predicted predicted states
   * @param actual true states, as many
   * @param streams H
   * @return the counts
   * @throws IllegalArgumentException if the numbers of states differ
   */
  public static StateConfusion of(int[] predicted, int[] actual, int streams) {
    if (predicted.length != actual.length) {
      throw new IllegalArgumentException(
          "Expected as many predicted as true states, found %d and %d."
              .formatted(predicted.length, actual.length));
    }
    int[][] counts = new int[streams + 1][streams + 1];
    for (int n = 0; n < actual.length; n++) {
      int missed = actual[n] & ~predicted[n];
      int spurious = predicted[n] & ~actual[n];
      for (int m = 0; m <= streams; m++) {
        for (int s = 0; s <= streams; s++) {
          boolean rowCounts = m < streams ? (missed >> m & 1) == 1 : missed == 0 && spurious != 0;
          boolean columnCounts =
              s < streams ? (spurious >> s & 1) == 1 : spurious == 0 && missed != 0;
          counts[m][s] += rowCounts && columnCounts ? 1 : 0;
        }
      }
    }
    return new StateConfusion(counts);
  }
}
