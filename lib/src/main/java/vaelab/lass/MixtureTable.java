package vaelab.lass;

import java.util.Arrays;

/**
 * The counted likelihood p(m | c1, c2) = n(c1, c2, m) / sum_m' n(c1, c2, m') of a mixture's code
 * given the codes of its two parts: for every m the list of pairs (c1, c2) that were seen with it.
 * A pair that is not in the list has probability zero.
 */
public final class MixtureTable {
  private final int codes;
  private final int[] start;
  private final int[] first;
  private final int[] second;
  private final long[] counts;
  private final float[] probability;

  /**
   * A table of counts, sorted by (m, c1, c2). Arrays are held.
   *
   * @param codes V
   * @param start where the list of each m begins, V + 1
   * @param first c1 of every entry
   * @param second c2 of every entry
   * @param counts n(c1, c2, m), positive
   */
  MixtureTable(int codes, int[] start, int[] first, int[] second, long[] counts) {
    this.codes = codes;
    this.start = start;
    this.first = first;
    this.second = second;
    this.counts = counts;
    long[] pairs = new long[codes * codes];
    for (int i = 0; i < counts.length; i++) {
      pairs[first[i] * codes + second[i]] += counts[i];
    }
    probability = new float[counts.length];
    for (int i = 0; i < counts.length; i++) {
      probability[i] = (float) (counts[i] / (double) pairs[first[i] * codes + second[i]]);
    }
  }

  /**
   * Size of the codebook.
   *
   * @return V
   */
  public int codes() {
    return codes;
  }

  /**
   * Number of triples that were seen, of V^3.
   *
   * @return entries of all lists together
   */
  public int size() {
    return counts.length;
  }

  /**
   * Number of pairs that were seen with a mixture code.
   *
   * @param mixture m
   * @return length of its list, 0 for a code that no mixture had
   */
  public int pairs(int mixture) {
    return start[mixture + 1] - start[mixture];
  }

  /**
   * log p(m | c1, c2).
   *
   * @param mixture m
   * @param first c1
   * @param second c2
   * @return minus infinity for a triple that was not seen
   */
  public double logLikelihood(int mixture, int first, int second) {
    long wanted = (long) first * codes + second;
    int low = start[mixture];
    int high = start[mixture + 1] - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = (long) this.first[middle] * codes + this.second[middle];
      if (found == wanted) {
        return Math.log(probability[middle]);
      }
      if (found < wanted) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Double.NEGATIVE_INFINITY;
  }

  /** First entry of the list of m; that of m + 1 ends it. */
  int start(int mixture) {
    return start[mixture];
  }

  /** c1 of an entry. */
  int first(int entry) {
    return first[entry];
  }

  /** c2 of an entry. */
  int second(int entry) {
    return second[entry];
  }

  /** p(m | c1, c2) of an entry, above 0. */
  float probability(int entry) {
    return probability[entry];
  }

  /** The table as rows m, c1, c2, n, for a file; exact in float64 up to 2^53. */
  double[] toRows() {
    double[] rows = new double[4 * counts.length];
    for (int m = 0; m < codes; m++) {
      for (int i = start[m]; i < start[m + 1]; i++) {
        rows[4 * i] = m;
        rows[4 * i + 1] = first[i];
        rows[4 * i + 2] = second[i];
        rows[4 * i + 3] = counts[i];
      }
    }
    return rows;
  }

  /**
   * The table of such rows.
   *
   * @throws IllegalArgumentException if they are not as {@link #toRows} gives them
   */
  static MixtureTable ofRows(int codes, double[] rows) {
    int size = rows.length / 4;
    int[] start = new int[codes + 1];
    int[] first = new int[size];
    int[] second = new int[size];
    long[] counts = new long[size];
    long before = -1;
    for (int i = 0; i < size; i++) {
      int m = (int) rows[4 * i];
      first[i] = (int) rows[4 * i + 1];
      second[i] = (int) rows[4 * i + 2];
      counts[i] = (long) rows[4 * i + 3];
      long key = ((long) m * codes + first[i]) * codes + second[i];
      boolean inRange =
          Math.min(m, Math.min(first[i], second[i])) >= 0
              && Math.max(m, Math.max(first[i], second[i])) < codes;
      if (rows.length % 4 != 0 || !inRange || key <= before || counts[i] < 1) {
        throw new IllegalArgumentException(
            "Expected rows m, c1, c2, n in ascending order with codes in [0, %d) and positive counts, found %s in row %d."
                .formatted(codes, Arrays.toString(Arrays.copyOfRange(rows, 4 * i, 4 * i + 4)), i));
      }
      before = key;
      start[m + 1]++;
    }
    for (int m = 0; m < codes; m++) {
      start[m + 1] += start[m];
    }
    return new MixtureTable(codes, start, first, second, counts);
  }
}
