package vaelab.train;

/**
 * What a training is about to do, as its listeners are told before the first step.
 *
 * @param title what is trained, for people: "two digits", "expert for class 3"
 * @param firstEpoch number of the first epoch of this run: 1, or one above the last finished epoch
 *     of a run that is resumed
 * @param epochs number of the last epoch if nothing stops the run before, so the number of epochs
 *     of the whole training
 * @param stepsPerEpoch optimiser steps in an epoch
 * @param objective what each step tells, for people: {@value #ELBO}, {@value #WEIGHTED_ELBO} or
 *     {@value #LOSS}
 */
public record TrainingPlan(
    String title, int firstEpoch, int epochs, int stepsPerEpoch, String objective) {
  /** A lower bound of the log-likelihood in nats, the higher the better. */
  public static final String ELBO = "ELBO";

  /** The ELBO but for the weight of its KL terms: the higher the better, but no bound. */
  public static final String WEIGHTED_ELBO = "weighted ELBO";

  /** Something else, in units of its own, the lower the better. */
  public static final String LOSS = "loss";

  /** A training that raises the ELBO. */
  public TrainingPlan(String title, int firstEpoch, int epochs, int stepsPerEpoch) {
    this(title, firstEpoch, epochs, stepsPerEpoch, ELBO);
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if an epoch or the steps are below 1, or nothing is left to do
   */
  public TrainingPlan {
    if (firstEpoch < 1 || epochs < firstEpoch || stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "Expected 1 <= firstEpoch <= epochs and stepsPerEpoch >= 1, but got firstEpoch "
              + firstEpoch
              + ", epochs "
              + epochs
              + ", stepsPerEpoch "
              + stepsPerEpoch);
    }
  }

  /** Returns the number of optimiser steps of this run, those of finished epochs not counted. */
  public long steps() {
    return (long) (epochs - firstEpoch + 1) * stepsPerEpoch;
  }

  /**
   * Returns how many steps of this run are done after a given step.
   *
   * @param epoch the running epoch, counted from 1
   * @param step the finished step of it, counted from 1; 0 for none yet
   * @return steps done since the start of this run
   */
  public long stepsDone(int epoch, int step) {
    return (long) (epoch - firstEpoch) * stepsPerEpoch + step;
  }
}
