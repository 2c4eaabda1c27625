package vaelab.experiments;

import java.util.Locale;
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
    GIVEN,
    /** Mixtures composed anew for every epoch, states unknown. */
    COMPOSED,
    /** Mixtures composed anew for every epoch, whose states are known. */
    COMPOSED_WITH_STATES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** The phase in words. */
  String describe() {
    return TrainingPresets.describe(training)
        + (data == Data.GIVEN ? "" : ", on mixtures " + data + ", anew for every epoch");
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
