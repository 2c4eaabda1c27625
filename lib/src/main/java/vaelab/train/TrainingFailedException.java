package vaelab.train;

/**
 * The objective became infinite or undefined, or a parameter left its range. The last checkpoint
 * holds the epoch before.
 */
public final class TrainingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the report.
   *
   * @param quantity what should have been finite, for example {@code ELBO}
   * @param epoch epoch of the failure
   * @param step batch within it, from 1
   * @param value the value found
   * @param cause what most likely happened and what to do
   */
  public TrainingFailedException(String quantity, int epoch, int step, double value, String cause) {
    super(
        "Expected a finite %s, found %s in epoch %d, batch %d; most likely %s."
            .formatted(quantity, value, epoch, step, cause));
  }

  private TrainingFailedException(String message) {
    super(message);
  }

  /**
   * The report on a parameter that is set once an epoch.
   *
   * @param expected what it should have been, for example {@code a positive noise scale b}
   * @param value the value found
   * @param epoch epoch at whose end it was to be set
   * @param cause what most likely happened and what to do
   * @return the report, to be thrown
   */
  public static TrainingFailedException afterEpoch(
      String expected, double value, int epoch, String cause) {
    return new TrainingFailedException(
        "Expected %s, found %s after epoch %d; most likely %s."
            .formatted(expected, value, epoch, cause));
  }
}
