package vaelab.lass;

/**
 * How mixtures are taken apart.
 *
 * @param samples S, joint samples a mixture, of which the one closest to the mixture is kept
 * @param topK how many of the most probable pairs of codes a draw chooses from; 0 for all, 1 for
 *     greedy generation
 * @param unseen what happens at a position whose mixture code allows no pair
 * @param refinementSteps Adam steps on the chosen latents; 0 for none
 */
public record LassSampling(int samples, int topK, Unseen unseen, int refinementSteps) {

  /** What happens where no pair of codes was ever counted with the mixture's code. */
  public enum Unseen {
    /** Separation fails, as in the release. */
    FAIL,
    /**
     * Every source draws its code from the prior alone at that position, as if the mixture told
     * nothing there. {@link LassSeparator#unseen} counts how often.
     */
    PRIOR
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public LassSampling {
    if (samples < 1 || topK < 0 || refinementSteps < 0 || unseen == null) {
      throw new IllegalArgumentException(
          "Expected at least 1 sample, topK and refinement steps of at least 0 and a rule for unseen codes, found S=%d, topK=%d, steps=%d, %s."
              .formatted(samples, topK, refinementSteps, unseen));
    }
  }

  /**
   * The same with another number of samples.
   *
   * @param count S
   * @return the changed sampling
   */
  public LassSampling withSamples(int count) {
    return new LassSampling(count, topK, unseen, refinementSteps);
  }

  /**
   * The same with another limit of pairs.
   *
   * @param pairs topK; 0 for all
   * @return the changed sampling
   */
  public LassSampling withTopK(int pairs) {
    return new LassSampling(samples, pairs, unseen, refinementSteps);
  }

  /**
   * The same with another refinement.
   *
   * @param steps Adam steps; 0 for none
   * @return the changed sampling
   */
  public LassSampling withRefinement(int steps) {
    return new LassSampling(samples, topK, unseen, steps);
  }

  /**
   * The same with another rule for unseen codes.
   *
   * @param rule what happens where no pair is possible
   * @return the changed sampling
   */
  public LassSampling withUnseen(Unseen rule) {
    return new LassSampling(samples, topK, rule, refinementSteps);
  }
}
