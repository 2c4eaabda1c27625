package vaelab.notebook;

/** What a notebook shows while a joint model of a user's own sources trains. */
public final class OwnSourcesLive {
  private OwnSourcesLive() {}

  /**
   * Curves of the joint training: ELBO and entropy sum, pi and b.
   *
   * @return a listener for {@code OwnSources.train}
   */
  public static LiveTraining training() {
    return LiveTraining.of(
        LivePanel.of("ELBO", "nats a data point", "elbo", "entropySum").cutOffStart(),
        LivePanel.of("Activity rates π", "rate", "pi"),
        LivePanel.of("Noise scale b", "pixel value", "b"));
  }
}
