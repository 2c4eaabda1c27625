package vaelab.audio;

/**
 * How the columns of a spectrogram are cut into overlapping patches, the frames of the paper: patch
 * n has columns n hop to n hop + columns - 1. Every column belongs to a patch; the last patch may
 * reach beyond the end, into silence.
 *
 * @param columns columns of a patch, at least 1
 * @param hop columns from one patch to the next, 1 to {@code columns}
 */
public record PatchLayout(int columns, int hop) {
  /**
   * The released setting: 17 columns, hopping by 8. With {@link Stft#RELEASED} a patch begins every
   * 2,048 samples, and 120 s at 48 kHz have 2,812 of them.
   */
  public static final PatchLayout RELEASED = new PatchLayout(17, 8);

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public PatchLayout {
    if (columns < 1 || hop < 1 || hop > columns) {
      throw new IllegalArgumentException(
          "Expected at least one column and a hop of 1 to as many, found %d columns, hop %d."
              .formatted(columns, hop));
    }
  }

  /**
   * Number of patches.
   *
   * @param total columns of the spectrogram, at least 0
   * @return as few as cover all columns
   */
  public long count(long total) {
    return total == 0 ? 0 : 1 + Math.max(0, -Math.floorDiv(columns - total, hop));
  }

  /** The first patch that has a column. */
  private int firstWith(int column) {
    return Math.max(0, -Math.floorDiv(columns - 1 - column, hop));
  }

  /**
   * From values of patches to values of columns: each column takes the mean over the patches that
   * have it. This is how posteriors of patches become posteriors of instants.
   *
   * @param perPatch one value a patch
   * @param total columns of the spectrogram
   * @return one value a column
   * @throws IllegalArgumentException if there are not {@link #count} values
   */
  public double[] columnMeans(double[] perPatch, int total) {
    if (perPatch.length != count(total)) {
      throw new IllegalArgumentException(
          "Expected %d patches for %d columns, found %d."
              .formatted(count(total), total, perPatch.length));
    }
    double[] means = new double[total];
    for (int t = 0; t < total; t++) {
      int first = firstWith(t);
      int last = Math.min(perPatch.length - 1, t / hop);
      for (int n = first; n <= last; n++) {
        means[t] += perPatch[n] / (last - first + 1);
      }
    }
    return means;
  }
}
