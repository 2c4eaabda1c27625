package vaelab.lass;

/**
 * How the VQ-VAE is trained.
 *
 * @param stage epochs, batches and step sizes
 * @param revivals number of first epochs after each of which the codes that the epoch never used
 *     are moved to where latents are: see {@link CodebookRevival}. 0 is as released.
 */
public record VqVaeStage(Stage stage, int revivals) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the number of revivals is negative
   */
  public VqVaeStage {
    if (stage == null || revivals < 0) {
      throw new IllegalArgumentException(
          "Expected a stage and at least 0 revivals, found %s, %d.".formatted(stage, revivals));
    }
  }

  /** This run with the epoch limit of another, where only the limit differs by it. */
  VqVaeStage continuedTo(int limit) {
    return new VqVaeStage(stage.continuedTo(limit), revivals);
  }
}
