package vaelab.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.IntFunction;
import vaelab.tensor.Workers;

/**
 * The frame of every training: epochs from the checkpoint to the limit, each of them kept and
 * reported, and a last word to the listener, whatever the reason.
 */
public final class EpochLoop {
  /**
   * Column of trainings that run side by side: how many did when the epoch ended, this one
   * included.
   */
  public static final String TOGETHER = "together";

  private TrainingListener listener = TrainingListener.NONE;
  private Path checkpoint;
  private StopReason stopReason;

  /**
   * Reports progress.
   *
   * @param listener told about every step and epoch
   */
  public void listener(TrainingListener listener) {
    this.listener = listener;
  }

  /**
   * Keeps a checkpoint that is renewed after every epoch, and continues from it where there is one.
   *
   * @param file checkpoint file
   */
  public void checkpoint(Path file) {
    this.checkpoint = file;
  }

  /**
   * Tells whether a checkpoint is kept.
   *
   * @return true after {@link #checkpoint}
   */
  public boolean keepsCheckpoint() {
    return checkpoint != null;
  }

  /**
   * Why the last run stopped.
   *
   * @return the reason; {@code null} before a run has ended, and where it could not begin because
   *     its checkpoint cannot be read
   */
  public StopReason stopReason() {
    return stopReason;
  }

  /**
   * Reports a step of the running epoch.
   *
   * @param epoch the running epoch, from 1
   * @param step the finished step of it, from 1
   * @param objective the plan's objective on the minibatch
   */
  public void stepped(int epoch, int step, double objective) {
    listener.onStep(epoch, step, objective);
  }

  /**
   * Trains from the checkpoint, if there is one, to the last epoch.
   *
   * @param epochs number of the last epoch
   * @param state what the checkpoint holds
   * @param plan makes what listeners are told first, from the number of the first epoch of this
   *     run; asked if there is anything left to do
   * @param epoch trains the epoch of that number, from 1, reports its steps by {@link #stepped} and
   *     returns its row of the history
   * @return one row an epoch
   * @throws IOException if the checkpoint cannot be read or written, belongs to another run, or has
   *     more epochs than are asked for
   */
  public History run(
      int epochs,
      RunState state,
      IntFunction<TrainingPlan> plan,
      IntFunction<Map<String, Double>> epoch)
      throws IOException {
    return run(epochs, state, plan, epoch, history -> Optional.empty());
  }

  /**
   * The same for a training that may end before its last epoch.
   *
   * @param epochs number of the last epoch, if nothing ends the training before
   * @param state what the checkpoint holds
   * @param plan makes what listeners are told first
   * @param epoch trains an epoch
   * @param end asked after each epoch, also of a run that is resumed: why no other follows, or
   *     empty
   * @return one row an epoch
   * @throws IOException if the checkpoint cannot be read or written, belongs to another run, or has
   *     more epochs than are asked for
   */
  public History run(
      int epochs,
      RunState state,
      IntFunction<TrainingPlan> plan,
      IntFunction<Map<String, Double>> epoch,
      Function<History, Optional<StopReason>> end)
      throws IOException {
    stopReason = null;
    History history =
        checkpoint != null && Files.exists(checkpoint) ? state.restore(checkpoint) : new History();
    if (history.size() > epochs) {
      throw new IOException(
          "Expected at most %d epochs in the checkpoint %s, found %d; raise the limit to that number, or delete the checkpoint to train anew."
              .formatted(epochs, checkpoint, history.size()));
    }
    try {
      int first = history.size() + 1;
      Optional<StopReason> ended = first > 1 ? end.apply(history) : Optional.empty();
      if (ended.isEmpty() && first <= epochs) {
        listener.onStart(plan.apply(first));
      }
      for (int number = first; number <= epochs && ended.isEmpty(); number++) {
        history.add(number, withNeighbours(epoch.apply(number)));
        if (keepsCheckpoint()) {
          state.save(checkpoint, history);
        }
        listener.onEpoch(history);
        ended = end.apply(history);
      }
      stopReason = ended.orElseGet(() -> StopReason.epochLimit(epochs));
    } catch (IOException | RuntimeException | Error e) {
      stopReason = StopReason.of(e);
      TrainingListeners.stopped(listener, e);
      throw e;
    }
    listener.onStop(stopReason);
    return history;
  }

  /** An epoch's time means nothing without how many trainings shared the machine. */
  private static Map<String, Double> withNeighbours(Map<String, Double> row) {
    OptionalInt together = Workers.running();
    if (together.isEmpty()) {
      return row;
    }
    Map<String, Double> wider = new LinkedHashMap<>(row);
    wider.put(TOGETHER, (double) together.getAsInt());
    return wider;
  }
}
