package vaelab.lass;

import java.util.Arrays;

/**
 * How often code m of a mixture was seen over codes c1 and c2 of its two parts, for the triples
 * that were seen at all. Not thread safe.
 *
 * <p>A triple is the key (m V + c1) V + c2: sorted keys are the lists of pairs by mixture code that
 * separation needs. New triples wait in a buffer; a full one is sorted and merged. The dense table
 * would take V^3 numbers.
 */
public final class MixtureCounts {
  private static final int BUFFER = 1 << 20;

  /** Tables add up the counts of all pairs, V^2 numbers. */
  private static final int MOST_CODES = 1 << 12;

  private final int codes;
  private final long[] waiting = new long[BUFFER];
  private int waitingCount;
  private long[] keys = {};
  private long[] counts = {};

  /**
   * Nothing counted yet.
   *
   * @param codes V, size of the codebook
   */
  public MixtureCounts(int codes) {
    if (codes < 1 || codes > MOST_CODES) {
      throw new IllegalArgumentException(
          "Expected between 1 and %d codes, found %d.".formatted(MOST_CODES, codes));
    }
    this.codes = codes;
  }

  /**
   * Counts a triple once more.
   *
   * @param first c1
   * @param second c2
   * @param mixture m
   * @throws IllegalArgumentException if a code is not in [0, V)
   */
  public void add(int first, int second, int mixture) {
    if (!isCode(first) || !isCode(second) || !isCode(mixture)) {
      throw new IllegalArgumentException(
          "Expected codes in [0, %d), found c1=%d, c2=%d, m=%d."
              .formatted(codes, first, second, mixture));
    }
    if (waitingCount == BUFFER) {
      merge();
    }
    waiting[waitingCount++] = key(first, second, mixture);
  }

  private boolean isCode(int code) {
    return code >= 0 && code < codes;
  }

  private long key(int first, int second, int mixture) {
    return ((long) mixture * codes + first) * codes + second;
  }

  /** What was seen, in order of (m, c1, c2). */
  MixtureTable table() {
    merge();
    int size = keys.length;
    int[] first = new int[size];
    int[] second = new int[size];
    int[] start = new int[codes + 1];
    for (int i = 0; i < size; i++) {
      second[i] = (int) (keys[i] % codes);
      first[i] = (int) (keys[i] / codes % codes);
      start[(int) (keys[i] / codes / codes) + 1]++;
    }
    for (int m = 0; m < codes; m++) {
      start[m + 1] += start[m];
    }
    return new MixtureTable(codes, start, first, second, counts);
  }

  /** Joins the buffer and what was counted before. */
  private void merge() {
    Arrays.sort(waiting, 0, waitingCount);
    long[] allKeys = new long[keys.length + waitingCount];
    long[] allCounts = new long[allKeys.length];
    int old = 0;
    int fresh = 0;
    int size = 0;
    while (old < keys.length || fresh < waitingCount) {
      long next = Long.MAX_VALUE;
      if (old < keys.length) {
        next = keys[old];
      }
      if (fresh < waitingCount) {
        next = Math.min(next, waiting[fresh]);
      }
      allKeys[size] = next;
      if (old < keys.length && keys[old] == next) {
        allCounts[size] += counts[old++];
      }
      while (fresh < waitingCount && waiting[fresh] == next) {
        allCounts[size]++;
        fresh++;
      }
      size++;
    }
    keys = Arrays.copyOf(allKeys, size);
    counts = Arrays.copyOf(allCounts, size);
    waitingCount = 0;
  }
}
