package vaelab.train;

/** The objective became infinite or undefined. The last checkpoint holds the epoch before. */
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
}
