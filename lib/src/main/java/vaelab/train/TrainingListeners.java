package vaelab.train;

import java.util.List;
import java.util.function.Consumer;

/** Several listeners as one, and the last word to any. */
public final class TrainingListeners {

  private TrainingListeners() {}

  /**
   * Joins listeners; each is called in the order given.
   *
   * <p>An exception of one listener ends the training, except at the end of it: {@code onStop}
   * reaches every listener, so that each can close its display, and the first exception is thrown
   * afterwards with the others suppressed in it.
   *
   * @param listeners any number, none included
   * @return one listener
   */
  public static TrainingListener of(TrainingListener... listeners) {
    return new Composite(List.of(listeners));
  }

  /**
   * Tells a listener what ends a training; if the listener fails then, it does not hide the cause.
   *
   * @param listener who is told
   * @param thrown what ends the training, to be thrown on by the caller
   */
  public static void stopped(TrainingListener listener, Throwable thrown) {
    try {
      listener.onStop(StopReason.of(thrown));
    } catch (RuntimeException e) {
      if (e != thrown) {
        thrown.addSuppressed(e);
      }
    }
  }

  private record Composite(List<TrainingListener> parts) implements TrainingListener {

    @Override
    public void onStart(TrainingPlan plan) {
      parts.forEach(part -> part.onStart(plan));
    }

    @Override
    public void onStep(int epoch, int step, double elbo) {
      parts.forEach(part -> part.onStep(epoch, step, elbo));
    }

    @Override
    public void onEpoch(History history) {
      parts.forEach(part -> part.onEpoch(history));
    }

    @Override
    public void onStop(StopReason reason) {
      tellAll(part -> part.onStop(reason));
    }

    private void tellAll(Consumer<TrainingListener> call) {
      RuntimeException first = null;
      for (TrainingListener part : parts) {
        try {
          call.accept(part);
        } catch (RuntimeException e) {
          if (first == null) {
            first = e;
          } else if (e != first) {
            first.addSuppressed(e);
          }
        }
      }
      if (first != null) {
        throw first;
      }
    }
  }
}
