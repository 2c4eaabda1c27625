package vaelab.notebook;

/** What notebook 04 shows while its models train. */
public final class WhoSpeaksWhenLive {
  private WhoSpeaksWhenLive() {}

  /**
   * Curves of a pair's joint training: ELBO and entropy sum, and b.
   *
   * @return a listener for {@code WhoSpeaksWhen.train}
   */
  public static LiveTraining training() {
    return LiveTraining.of(
        LivePanel.of("ELBO", "nats a data point", "elbo", "entropySum").cutOffStart(),
        LivePanel.of("Noise scale b", "magnitude", "b"));
  }
}
