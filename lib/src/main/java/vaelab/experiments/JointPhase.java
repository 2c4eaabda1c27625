package vaelab.experiments;

import java.util.function.Consumer;
import vaelab.msvae.TrainingConfig;

/**
 * A phase of the ten digits' joint training.
 *
 * @param data what it trains on
 * @param training how
 */
public record JointPhase(Data data, TrainingConfig training) {

  /** What a phase trains on. */
  public enum Data {
    /** The given mixtures, of which nothing else is known (paper). */
    GIVEN("on the given mixtures"),
    /** Mixtures composed anew for every epoch, whose states are known. */
    COMPOSED("on mixtures composed anew for every epoch, states known"),
    /** Half of either. */
    BOTH("half on given mixtures, half on composed ones with known states");

    private final String words;

    Data(String words) {
      this.words = words;
    }
  }

  /** The phase in words. */
  String describe() {
    return TrainingPresets.describe(training) + ", " + data.words;
  }

  /** The same on other data. */
  JointPhase on(Data other) {
    return new JointPhase(other, training);
  }

  /** The same with some settings changed. */
  JointPhase with(Consumer<TrainingConfig.Changes> changes) {
    return new JointPhase(data, training.with(changes));
  }
}
