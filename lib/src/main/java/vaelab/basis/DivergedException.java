package vaelab.basis;

/** Langevin dynamics left the finite numbers: there is no estimate to score. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int diverged;
  private final int count;

  /**
   * Creates the report.
   *
   * @param what what diverged, for example {@code mixtures of K=4 sources}
   * @param diverged how many did
   * @param count how many there were
   * @param advice what to do
   */
  DivergedException(String what, int diverged, int count, String advice) {
    super(
        "Expected finite images, but %d of %d %s diverged; %s."
            .formatted(diverged, count, what, advice));
    this.diverged = diverged;
    this.count = count;
  }

  /**
   * How many diverged.
   *
   * @return at least 1
   */
  public int diverged() {
    return diverged;
  }

  /**
   * How many there were.
   *
   * @return N
   */
  public int count() {
    return count;
  }
}
