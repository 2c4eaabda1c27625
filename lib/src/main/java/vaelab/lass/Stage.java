package vaelab.lass;

import vaelab.train.LearningRateSchedule;

/**
 * How one of the two networks is trained. Every value is kept in checkpoints and result files.
 *
 * @param epochs number of epochs
 * @param batchSize images a batch, at least 2
 * @param learningRate Adam's first step size
 * @param schedule how the step size goes on
 * @param seed seed of the batches
 */
public record Stage(int epochs, int batchSize, double learningRate, Schedule schedule, long seed) {

  /** How the step size changes from epoch to epoch. */
  public enum Schedule {
    /** Not at all, as released. */
    CONSTANT,
    /** Half a cosine down to a hundredth at the epoch limit; for short trainings. */
    COSINE
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Stage {
    if (epochs < 1 || batchSize < 2 || !(learningRate > 0) || schedule == null) {
      throw new IllegalArgumentException(
          "Expected at least 1 epoch, batches of 2, a positive learning rate and a schedule, found epochs=%d, B=%d, lr=%s, %s."
              .formatted(epochs, batchSize, learningRate, schedule));
    }
  }

  /**
   * The same with another number of epochs.
   *
   * @param limit number of epochs
   * @return the changed stage
   */
  public Stage withEpochs(int limit) {
    return new Stage(limit, batchSize, learningRate, schedule, seed);
  }

  /** Step sizes by epoch. */
  LearningRateSchedule rates() {
    return switch (schedule) {
      case CONSTANT -> LearningRateSchedule.constant(learningRate);
      case COSINE -> new LearningRateSchedule.Cosine(learningRate, learningRate / 100, epochs);
    };
  }

  /**
   * This run with the epoch limit of another, where only the limit differs by it. A cosine ends at
   * the limit: there another limit is another run.
   */
  Stage continuedTo(int limit) {
    return schedule == Schedule.COSINE ? this : withEpochs(limit);
  }
}
