package vaelab.train;

/**
 * Why a training ended.
 *
 * @param kind the kind of end, for programs
 * @param detail one sentence for people, such as {@link ConvergenceRule#describe} gives it
 */
public record StopReason(Kind kind, String detail) {

  /** The ways in which a training ends. */
  public enum Kind {
    /** The convergence rule was met. */
    CONVERGED,
    /** All planned epochs were done. */
    EPOCH_LIMIT,
    /** Somebody asked for the end: an interrupt or a time limit. */
    INTERRUPTED,
    /** An error, such as a loss that is not finite. */
    FAILED
  }

  /**
   * The end by convergence.
   *
   * @param detail what has converged and how closely
   * @return the reason
   */
  public static StopReason converged(String detail) {
    return new StopReason(Kind.CONVERGED, detail);
  }

  /**
   * The end after all planned epochs.
   *
   * @param epochs their number
   * @return the reason
   */
  public static StopReason epochLimit(int epochs) {
    return new StopReason(Kind.EPOCH_LIMIT, "reached the limit of " + epochs + " epochs");
  }

  /**
   * The end on request.
   *
   * @param detail who or what asked
   * @return the reason
   */
  public static StopReason interrupted(String detail) {
    return new StopReason(Kind.INTERRUPTED, detail);
  }

  /**
   * The end by an error.
   *
   * @param detail what went wrong, where, and the likely cause
   * @return the reason
   */
  public static StopReason failed(String detail) {
    return new StopReason(Kind.FAILED, detail);
  }

  /**
   * The end by what was thrown: on request where the thread was interrupted, else by an error.
   *
   * @param thrown what ends the training
   * @return the reason
   */
  public static StopReason of(Throwable thrown) {
    String detail = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    return Thread.currentThread().isInterrupted() ? interrupted(detail) : failed(detail);
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ": " + detail;
  }
}
