package vaelab.train;

import java.util.ArrayList;
import java.util.List;

/** What a listener was told, in order: {@code start 1-2 x 3, 1.1, 1.2, ..., epoch 1, ..., stop}. */
public final class Calls implements TrainingListener {
  private final List<String> calls = new ArrayList<>();

  /** All calls so far. */
  public List<String> all() {
    return List.copyOf(calls);
  }

  /** Forgets them. */
  public void clear() {
    calls.clear();
  }

  /** Adds a mark of the test's own. */
  public void add(String mark) {
    calls.add(mark);
  }

  @Override
  public void onStart(TrainingPlan plan) {
    calls.add("start %d-%d x %d".formatted(plan.firstEpoch(), plan.epochs(), plan.stepsPerEpoch()));
  }

  @Override
  public void onStep(int epoch, int step, double objective) {
    calls.add(epoch + "." + step);
  }

  @Override
  public void onEpoch(History history) {
    calls.add("epoch " + history.lastEpoch());
  }

  @Override
  public void onStop(StopReason reason) {
    calls.add(reason.kind() == StopReason.Kind.EPOCH_LIMIT ? "stop" : reason.kind().name());
  }
}
