package vaelab.train;

/**
 * Is told what a training does: progress bars, live curves, checkpoint writers.
 *
 * <p>All calls come from the training thread, in the order {@code onStart}, then for every epoch
 * its {@code onStep}s and one {@code onEpoch}, then {@code onStop}. A listener must be quick: the
 * training waits for it. Every method does nothing unless overridden.
 */
public interface TrainingListener {

  /** A listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * Called once before the first step.
   *
   * @param plan what is about to happen
   */
  default void onStart(TrainingPlan plan) {}

  /**
   * Called after each optimiser step.
   *
   * @param epoch the running epoch, counted from 1
   * @param step the finished step of this epoch, counted from 1
   * @param objective the plan's objective on the minibatch: the ELBO in nats per data point, or a
   *     loss; NaN where there is none
   */
  default void onStep(int epoch, int step, double objective) {}

  /**
   * Called after each epoch, when its row has been added.
   *
   * @param history all epochs up to this one, those before a resumed run included; the listener
   *     reads it and does not keep it
   */
  default void onEpoch(History history) {}

  /**
   * Called once at the end, whatever the reason.
   *
   * @param reason why the training ended
   */
  default void onStop(StopReason reason) {}
}
