package vaelab.lass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.train.History;
import vaelab.train.LearningRateSchedule;
import vaelab.train.Minibatches;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

/** What the trainings of both networks share: epochs of minibatches, checkpoints, listeners. */
final class EpochLoop {
  /** Column that every step gives and listeners are told, the lower the better. */
  static final String OBJECTIVE = "objective";

  private final String title;
  private final Stage stage;
  private final String cause;
  private TrainingListener listener = TrainingListener.NONE;
  private Path checkpoint;
  private StopReason stopReason;

  /**
   * A loop.
   *
   * @param title what is trained, for people
   * @param stage how
   * @param cause why an objective may become infinite or undefined, and what to do then
   */
  EpochLoop(String title, Stage stage, String cause) {
    this.title = title;
    this.stage = stage;
    this.cause = cause;
  }

  /** One step of the optimiser. */
  interface Step {

    /**
     * Makes the step, unless the objective is infinite or undefined.
     *
     * @param images indices of the batch's images
     * @param learningRate step size
     * @return columns of the history, means over the batch
     */
    Map<String, Double> on(int[] images, double learningRate);

    /**
     * Called after the last step of an epoch, before the checkpoint.
     *
     * @param epoch number of the epoch, from 1
     */
    default void epochEnded(int epoch) {}
  }

  /** Where a run is kept. */
  interface Run {

    /** Reads model and optimiser, and returns the epochs so far. */
    History restore(Path file) throws IOException;

    /** Writes model, optimiser and epochs so far. */
    void save(Path file, History history) throws IOException;
  }

  void listener(TrainingListener listener) {
    this.listener = listener;
  }

  void checkpoint(Path file) {
    this.checkpoint = file;
  }

  StopReason stopReason() {
    return stopReason;
  }

  /** Goes on from the checkpoint, if there is one, to the last epoch. */
  History run(int images, Run run, Step step) throws IOException {
    Minibatches batches = new Minibatches(images, stage.batchSize(), stage.seed());
    History history =
        checkpoint != null && Files.exists(checkpoint) ? run.restore(checkpoint) : new History();
    int first = history.size() + 1;
    if (first <= stage.epochs()) {
      listener.onStart(
          new TrainingPlan(title, first, stage.epochs(), batches.perEpoch(), TrainingPlan.LOSS));
    }
    LearningRateSchedule rates = stage.rates();
    for (int epoch = first; epoch <= stage.epochs(); epoch++) {
      history.add(epoch, epoch(epoch, batches.epoch(epoch), rates.at(epoch), step));
      if (checkpoint != null) {
        run.save(checkpoint, history);
      }
      listener.onEpoch(history);
    }
    stopReason = StopReason.epochLimit(stage.epochs());
    listener.onStop(stopReason);
    return history;
  }

  private Map<String, Double> epoch(int epoch, List<int[]> batches, double rate, Step step) {
    long start = System.nanoTime();
    Map<String, Double> sums = new LinkedHashMap<>();
    int count = 0;
    for (int i = 1; i <= batches.size(); i++) {
      int[] images = batches.get(i - 1);
      Map<String, Double> means = step.on(images, rate);
      double objective = means.get(OBJECTIVE);
      if (!Double.isFinite(objective)) {
        throw failed(epoch, i, objective);
      }
      means.forEach((name, mean) -> sums.merge(name, images.length * mean, Double::sum));
      count += images.length;
      listener.onStep(epoch, i, objective);
    }
    step.epochEnded(epoch);
    int total = count;
    sums.replaceAll((name, sum) -> sum / total);
    sums.put("learningRate", rate);
    sums.put("seconds", (System.nanoTime() - start) * 1e-9);
    return sums;
  }

  private TrainingFailedException failed(int epoch, int step, double value) {
    TrainingFailedException failure =
        new TrainingFailedException(OBJECTIVE, epoch, step, value, cause);
    stopReason = StopReason.failed(failure.getMessage());
    listener.onStop(stopReason);
    return failure;
  }
}
