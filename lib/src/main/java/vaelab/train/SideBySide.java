package vaelab.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import vaelab.data.IOConsumer;
import vaelab.tensor.Workers;

/**
 * Makes one course of training out of several that run side by side, for one listener.
 *
 * <p>An epoch ends when the last of them ends it; its row holds each training's columns under its
 * name and their means. When one training fails, the others give up at their next step.
 */
public final class SideBySide {
  private final String title;
  private final List<String> names;
  private final List<String> columns;
  private final int epochs;
  private final int[] stepsOf;
  private final boolean[] begun;
  private int stepsPerEpoch;
  private final TrainingListener listener;
  private final History[] histories;
  private final History merged = new History();
  private int running;
  private int steps;
  private boolean started;
  private volatile Throwable failure;

  /**
   * A course of several trainings.
   *
   * @param title what is trained, for people
   * @param names name of each training
   * @param stepsPerEpoch steps that each takes in an epoch; 0 for one that is complete already and
   *     will report nothing
   * @param epochs epochs that all of them take
   * @param columns columns of their histories that are reported
   * @param listener told about all of them; its methods are never called at the same time
   */
  public SideBySide(
      String title,
      List<String> names,
      int[] stepsPerEpoch,
      int epochs,
      List<String> columns,
      TrainingListener listener) {
    this.title = title;
    this.names = List.copyOf(names);
    this.columns = List.copyOf(columns);
    this.epochs = epochs;
    stepsOf = stepsPerEpoch.clone();
    this.stepsPerEpoch = Arrays.stream(stepsPerEpoch).sum();
    this.listener = listener;
    histories = new History[names.size()];
    begun = new boolean[names.size()];
    running = (int) Arrays.stream(stepsPerEpoch).filter(s -> s > 0).count();
  }

  /**
   * The listener of one training.
   *
   * @param index which, in the order of the names
   * @return listener to hand to it
   */
  public TrainingListener of(int index) {
    return new TrainingListener() {
      @Override
      public void onStart(TrainingPlan plan) {
        start(index, plan);
      }

      @Override
      public void onStep(int epoch, int step, double elbo) {
        if (failure != null) {
          throw new CancellationException("another training failed");
        }
        SideBySide.this.step(elbo);
      }

      @Override
      public void onEpoch(History history) {
        epoch(index, history);
      }

      @Override
      public void onStop(StopReason reason) {
        stop(index, reason);
      }
    };
  }

  /**
   * Runs all trainings, as many at a time as there are cores, and waits for them.
   *
   * @param training trains number i, with the listener {@link #of} it
   * @throws IOException what a training threw first
   */
  public void run(IOConsumer<Integer> training) throws IOException {
    try {
      Workers.forEach(
          names.size(),
          i -> {
            try {
              training.accept(i);
            } catch (IOException e) {
              UncheckedIOException unchecked = new UncheckedIOException(e);
              failed(unchecked);
              throw unchecked;
            } catch (RuntimeException | Error e) {
              failed(e);
              throw e;
            }
          });
    } catch (RuntimeException | Error e) {
      Throwable first = failure == null ? e : failure;
      if (first instanceof UncheckedIOException io) {
        first = io.getCause();
      }
      if (started) {
        TrainingListeners.stopped(listener, first);
      }
      if (first instanceof IOException io) {
        throw io;
      }
      if (first instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) first;
    }
    if (started) {
      listener.onStop(StopReason.epochLimit(epochs));
    }
  }

  /** Remembers the first failure. */
  private synchronized void failed(Throwable e) {
    failure = failure == null ? e : failure;
  }

  /**
   * Adds what a resumed training brings along; where the others stand, they say when they start.
   */
  private synchronized void start(int index, TrainingPlan plan) {
    begun[index] = true;
    steps += (plan.firstEpoch() - 1) * stepsOf[index];
    if (!started) {
      started = true;
      listener.onStart(new TrainingPlan(title, epoch(), epochs, stepsPerEpoch, plan.objective()));
    }
  }

  /** The epoch that all of them together are in. */
  private int epoch() {
    return Math.min(epochs, steps / stepsPerEpoch + 1);
  }

  private synchronized void step(double elbo) {
    listener.onStep(epoch(), steps % stepsPerEpoch + 1, elbo);
    steps++;
  }

  private synchronized void epoch(int index, History history) {
    // A copy: the training's own thread goes on writing its history while others are read here.
    histories[index] = History.fromRows(history.rows());
    tell();
  }

  /**
   * A training that ends without having begun had nothing left to do: its checkpoint was complete.
   * The others' epochs wait for it no longer. (A plan that listeners have been told by then goes on
   * counting it, so that they show too little progress.)
   */
  private synchronized void stop(int index, StopReason reason) {
    boolean complete =
        reason.kind() == StopReason.Kind.EPOCH_LIMIT || reason.kind() == StopReason.Kind.CONVERGED;
    if (complete && !begun[index] && stepsOf[index] > 0) {
      begun[index] = true;
      running--;
      stepsPerEpoch -= stepsOf[index];
      tell();
    }
  }

  /** Reports the epochs that all have ended. */
  private void tell() {
    List<History> known = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < histories.length; i++) {
      if (histories[i] != null) {
        known.add(histories[i]);
        labels.add(names.get(i));
      }
    }
    int done = known.stream().mapToInt(History::size).min().orElse(0);
    while (known.size() >= running && merged.size() < done) {
      merged.add(merged.size() + 1, row(known, labels, merged.size()));
      listener.onEpoch(merged);
    }
  }

  private Map<String, Double> row(List<History> known, List<String> labels, int index) {
    Map<String, Double> row = new LinkedHashMap<>();
    for (String column : columns) {
      double sum = 0;
      for (History history : known) {
        sum += history.column(column)[index];
      }
      row.put(column, sum / known.size());
      for (int i = 0; i < known.size(); i++) {
        row.put(
            History.columnName(column + " of " + labels.get(i)),
            known.get(i).column(column)[index]);
      }
    }
    return row;
  }
}
