package vaelab.experiments;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import vaelab.msvae.TrainingConfig;

/**
 * A phase of a joint training.
 *
 * @param data what it trains on
 * @param training how
 */
public record JointPhase(Data data, TrainingConfig training) {
  /** Where the schedules end: encoders hardly move while pi and b settle. */
  private static final double SETTLING_RATE = 1e-5;

  /** What a phase trains on. */
  public enum Data {
    /** The given mixtures, of which nothing else is known (paper). */
    GIVEN("given mixtures"),
    /** Mixtures composed anew for every epoch, whose states are known. */
    COMPOSED("composed mixtures with known states"),
    /** Half of either. */
    BOTH("half given, half composed mixtures with known states");

    private final String words;

    Data(String words) {
      this.words = words;
    }

    /** In words, for tables. */
    String inShort() {
      return words;
    }
  }

  /**
   * The phase as it is run.
   *
   * @param given the given mixtures, row-major, N x D
   * @param pool images of single sources, of which others are composed; as many an epoch as there
   *     are given ones
   * @return the phase
   */
  SourceTraining.Phase over(float[] given, SourcePool pool) {
    if (data == Data.GIVEN) {
      return SourceTraining.on(given, training);
    }
    return new SourceTraining.Phase(
        training,
        model ->
            new ComposedMixtures(
                pool,
                Arrays.stream(model.pi()).average().orElseThrow(),
                NoiseFloor.of(model, given),
                data == Data.BOTH ? given : new float[0],
                given.length / model.sizes().dim(),
                training.seed()));
  }

  /** The phase in words. */
  String describe() {
    return TrainingPresets.describe(training) + ", on " + data.words;
  }

  /**
   * Our course of a joint training. The given mixtures teach pi and b, and the encoders as much as
   * can be had before they know the mixtures by heart. Composed ones teach the encoders; since
   * their states are known, no stream learns to stand in for another. In the end pi and b are set
   * once more on the given ones.
   *
   * @param first epochs on the given mixtures, at least 1
   * @param data what comes then
   * @param middle epochs of that, at least 1
   * @param last epochs on the given mixtures in the end, at least 1
   * @param batchSize B
   * @param learningRate first step size, which falls along a cosine in the middle
   * @param seed seed of batches and noise
   */
  static List<JointPhase> course(
      int first, Data data, int middle, int last, int batchSize, double learningRate, long seed) {
    return List.of(
        // No cosine: its end is not the end.
        phase(Data.GIVEN, first, batchSize, learningRate, seed)
            .with(c -> c.schedule = TrainingConfig.Schedule.PAPER),
        phase(data, middle, batchSize, learningRate, seed)
            .with(c -> c.mStep = TrainingConfig.MStepSchedule.SCALE_ONLY),
        phase(Data.GIVEN, last, batchSize, SETTLING_RATE, seed)
            .with(c -> c.schedule = TrainingConfig.Schedule.PAPER));
  }

  /** A training on the given mixtures alone. */
  static List<JointPhase> plain(int epochs, int batchSize, double learningRate, long seed) {
    return List.of(phase(Data.GIVEN, epochs, batchSize, learningRate, seed));
  }

  private static JointPhase phase(
      Data data, int epochs, int batchSize, double learningRate, long seed) {
    return new JointPhase(data, TrainingPresets.joint(epochs, batchSize, 1, learningRate, seed));
  }

  private JointPhase with(Consumer<TrainingConfig.Changes> changes) {
    return new JointPhase(data, training.with(changes));
  }
}
