package vaelab.notebook;

import java.util.ArrayList;
import java.util.List;
import vaelab.experiments.ProofOfConcept;

/** What notebook 01 shows while its models train. */
public final class ProofOfConceptLive {
  private static final double PAPER_ELBO = 412.0;

  private ProofOfConceptLive() {}

  /**
   * Curves of the pretraining: objective and KL term, mean over the experts.
   *
   * @return a listener for {@link ProofOfConcept#pretrain}
   */
  public static LiveTraining pretraining() {
    return pretraining("nats an image");
  }

  /** The same of experts of anything. */
  static LiveTraining pretraining(String unit) {
    return LiveTraining.of(
        LivePanel.of("Objective, mean of the experts", unit, "elbo").cutOffStart(),
        LivePanel.of("KL term, mean of the experts", unit, "kl"));
  }

  /**
   * Curves of the joint training: ELBO and entropy sum, pi and b with the values that made the
   * data.
   *
   * @param run the experiment
   * @return a listener for {@link ProofOfConcept#train}
   */
  public static LiveTraining training(ProofOfConcept run) {
    LivePanel pi = LivePanel.of("Activity rates π", "rate", "pi");
    double[] rates = run.trainMixtures().activityRates();
    List<LivePanel> panels = new ArrayList<>();
    for (int h = 0; h < rates.length; h++) {
      pi = pi.reference("data, stream " + h, rates[h], "pi[" + h + "]");
    }
    panels.add(
        LivePanel.of("ELBO", "nats a data point", "elbo", "entropySum")
            .reference("paper", PAPER_ELBO)
            .cutOffStart());
    panels.add(pi);
    panels.add(
        LivePanel.of("Noise scale b", "pixel value", "b")
            .reference("generating value", run.config().b()));
    return LiveTraining.of(panels);
  }
}
