package vaelab.train;

/** Ends a training in the middle of an epoch, as a killed process would. */
public final class Interruption implements TrainingListener {
  private final int epoch;
  private final int step;

  /**
   * An interruption.
   *
   * @param epoch epoch in which it strikes
   * @param step step of that epoch, after which it does
   */
  public Interruption(int epoch, int step) {
    this.epoch = epoch;
    this.step = step;
  }

  @Override
  public void onStep(int ofEpoch, int after, double elbo) {
    if (ofEpoch == epoch && after == step) {
      throw new IllegalStateException("killed on purpose");
    }
  }
}
