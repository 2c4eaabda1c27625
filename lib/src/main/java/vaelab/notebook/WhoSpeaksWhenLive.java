package vaelab.notebook;

/** What notebook 04 shows while its models train. */
public final class WhoSpeaksWhenLive {
  private static final String UNIT = "nats a frame";

  private WhoSpeaksWhenLive() {}

  /**
   * Curves of the pretraining: objective and KL term, mean over the speakers.
   *
   * @return a listener for {@code WhoSpeaksWhen.pretrain}
   */
  public static LiveTraining pretraining() {
    return ProofOfConceptLive.pretraining(UNIT);
  }

  /**
   * Curves of a pair's joint training: ELBO and entropy sum, and b.
   *
   * @return a listener for {@code WhoSpeaksWhen.train}
   */
  public static LiveTraining training() {
    return LiveTraining.of(
        LivePanel.of("ELBO", UNIT, "elbo", "entropySum").cutOffStart(),
        LivePanel.of("Noise scale b", "magnitude", "b"));
  }
}
