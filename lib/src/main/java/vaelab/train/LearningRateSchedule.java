package vaelab.train;

/**
 * The learning rate as a function of the epoch alone, so that a resumed run continues on the same
 * curve without any stored state.
 *
 * <p>The implementations are records: they print as the configuration they are.
 */
public sealed interface LearningRateSchedule {

  /**
   * Returns the learning rate of an epoch.
   *
   * @param epoch the epoch, counted from 1
   * @return the step size, above 0
   * @throws IllegalArgumentException if the epoch is below 1
   */
  double at(int epoch);

  /**
   * The same rate in every epoch.
   *
   * @param rate the learning rate, above 0
   */
  record Constant(double rate) implements LearningRateSchedule {

    /** Checks the rate. */
    public Constant {
      requirePositive("rate", rate);
    }

    @Override
    public double at(int epoch) {
      requireEpoch(epoch);
      return rate;
    }
  }

  /**
   * The paper's schedule: {@code max(floor, initial * factor^(epoch - 1))}.
   *
   * @param initial rate of the first epoch, above 0
   * @param factor factor from one epoch to the next, in (0, 1]; 0.9998 in the paper
   * @param floor the rate never falls below this, at least 0 and at most {@code initial}
   */
  record Exponential(double initial, double factor, double floor) implements LearningRateSchedule {

    /** Checks the ranges. */
    public Exponential {
      requirePositive("initial", initial);
      requireFloor(initial, floor);
      if (!(factor > 0 && factor <= 1)) {
        throw new IllegalArgumentException("The factor must lie in (0, 1], but is " + factor);
      }
    }

    @Override
    public double at(int epoch) {
      requireEpoch(epoch);
      return Math.max(floor, initial * Math.pow(factor, epoch - 1));
    }
  }

  /**
   * Half a cosine from {@code initial} in the first epoch to {@code floor} in the last one,
   * constant afterwards.
   *
   * @param initial rate of the first epoch, above 0
   * @param floor rate of the last epoch, at least 0 and at most {@code initial}
   * @param epochs number of the last epoch, at least 1
   */
  record Cosine(double initial, double floor, int epochs) implements LearningRateSchedule {

    /** Checks the ranges. */
    public Cosine {
      requirePositive("initial", initial);
      requireFloor(initial, floor);
      requireEpoch(epochs);
    }

    @Override
    public double at(int epoch) {
      requireEpoch(epoch);
      double done = epochs == 1 ? 0 : Math.min(1, (epoch - 1) / (double) (epochs - 1));
      return floor + (initial - floor) * 0.5 * (1 + Math.cos(Math.PI * done));
    }
  }

  /**
   * Returns a constant schedule.
   *
   * @param rate the learning rate, above 0
   * @return the schedule
   */
  static LearningRateSchedule constant(double rate) {
    return new Constant(rate);
  }

  /**
   * Returns the paper's schedule, a decay by 0.9998 an epoch, which ends at 1e-5 (or at the initial
   * rate, where that is lower).
   *
   * @param initial rate of the first epoch: 1e-4 for pretraining, 2e-4 for training in the paper
   * @return the schedule
   */
  static LearningRateSchedule paper(double initial) {
    return new Exponential(initial, 0.9998, Math.min(initial, 1e-5));
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("The " + name + " must be above 0, but is " + value);
    }
  }

  private static void requireFloor(double initial, double floor) {
    if (!(floor >= 0 && floor <= initial)) {
      throw new IllegalArgumentException(
          "The floor must lie between 0 and the initial rate " + initial + ", but is " + floor);
    }
  }

  private static void requireEpoch(int epoch) {
    if (epoch < 1) {
      throw new IllegalArgumentException("Epochs count from 1, but got " + epoch);
    }
  }
}
