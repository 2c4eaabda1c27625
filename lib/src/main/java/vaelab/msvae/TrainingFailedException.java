package vaelab.msvae;

/** The objective became infinite or undefined. The last checkpoint holds the epoch before. */
public final class TrainingFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * Creates the report.
   *
   * @param epoch epoch of the failure
   * @param step batch within it, from 1
   * @param elbo the value found
   * @param cause what most likely happened and what to do
   */
  TrainingFailedException(int epoch, int step, double elbo, String cause) {
    super(
        "Expected a finite ELBO, found %s in epoch %d, batch %d; most likely %s."
            .formatted(elbo, epoch, step, cause));
  }
}
