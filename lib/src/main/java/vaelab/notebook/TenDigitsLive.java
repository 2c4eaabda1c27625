package vaelab.notebook;

import vaelab.experiments.TenDigits;

/** What notebooks 02 and 03 show while their models train. */
public final class TenDigitsLive {
  private TenDigitsLive() {}

  /**
   * Curves of the joint training: ELBO and entropy sum, b with the value that made the data, and
   * accuracy on other mixtures of training digits.
   *
   * @param run the experiment
   * @return a listener for {@link TenDigits#train}
   */
  public static LiveTraining training(TenDigits run) {
    return LiveTraining.of(
        LivePanel.of("ELBO", "nats a data point", "elbo", "entropySum").cutOffStart(),
        LivePanel.of("Noise scale b", "pixel value", "b")
            .reference("generating value", run.config().b()),
        LivePanel.of("Exact states, training digits", "share", "accuracy"));
  }

  /**
   * Curves of the VAE-BSS models.
   *
   * @return a listener for {@code Comparison.measure}
   */
  public static LiveTraining baselines() {
    return LiveTraining.of(
        LivePanel.of("ELBO, mean of the models", "nats a mixture", "elbo").cutOffStart());
  }

  /**
   * The course of a deep prior: the loss of score matching, or the objectives of VQ-VAE and code
   * prior one after the other.
   *
   * @return a listener for {@code Comparison.measure}
   */
  public static LiveTraining deepPriors() {
    return LiveTraining.of(
        LivePanel.of("Objective or loss", "mean of the epoch", "objective", "loss"));
  }

  /**
   * Curves of JointVAE, means of its seeds.
   *
   * @return a listener for {@code SingleDigits.measure}
   */
  public static LiveTraining jointVae() {
    return LiveTraining.of(
        LivePanel.of("ELBO", "nats an image", "elbo").cutOffStart(),
        LivePanel.of("KL divergences", "nats", "klZ", "klC"));
  }
}
