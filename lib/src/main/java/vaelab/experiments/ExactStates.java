package vaelab.experiments;

import vaelab.data.Mixtures;
import vaelab.metrics.StateAccuracy;
import vaelab.msvae.Inference;

/** The score of the paper's experiments: share of mixtures whose whole state is right. */
public final class ExactStates {
  private ExactStates() {}

  /**
   * The score of answers.
   *
   * @param inference gives a state for each mixture
   * @param mixtures mixtures whose states are known
   * @return share of right states, 0 to 1
   */
  public static double of(Inference inference, Mixtures mixtures) {
    return of(inference.predict(mixtures.x()).states(), mixtures);
  }

  /** The score of states that were predicted for mixtures. */
  static double of(int[] predicted, Mixtures mixtures) {
    return StateAccuracy.of(predicted, mixtures.states(), mixtures.streams()).exact();
  }
}
