package vaelab.lass;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.train.EpochLoop;
import vaelab.train.History;
import vaelab.train.LearningRateSchedule;
import vaelab.train.Minibatches;
import vaelab.train.RunState;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

/** What the trainings of both networks share: epochs of minibatches, and means over them. */
final class StageLoop {
  /** Column that every step gives and listeners are told, the lower the better. */
  static final String OBJECTIVE = "objective";

  private final String title;
  private final Stage stage;
  private final String cause;
  private final EpochLoop loop = new EpochLoop();

  /**
   * A loop.
   *
   * @param title what is trained, for people
   * @param stage how
   * @param cause why an objective may become infinite or undefined, and what to do then
   */
  StageLoop(String title, Stage stage, String cause) {
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

  void listener(TrainingListener listener) {
    loop.listener(listener);
  }

  void checkpoint(Path file) {
    loop.checkpoint(file);
  }

  StopReason stopReason() {
    return loop.stopReason();
  }

  /** Goes on from the checkpoint, if there is one, to the last epoch. */
  History run(int images, RunState state, Step step) throws IOException {
    Minibatches batches = new Minibatches(images, stage.batchSize(), stage.seed());
    int perEpoch = batches.perEpoch();
    LearningRateSchedule rates = stage.rates();
    return loop.run(
        stage.epochs(),
        state,
        first -> new TrainingPlan(title, first, stage.epochs(), perEpoch, TrainingPlan.LOSS),
        epoch -> epoch(epoch, batches.epoch(epoch), rates.at(epoch), step));
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
        throw new TrainingFailedException(OBJECTIVE, epoch, i, objective, cause);
      }
      means.forEach((name, mean) -> sums.merge(name, images.length * mean, Double::sum));
      count += images.length;
      loop.stepped(epoch, i, objective);
    }
    step.epochEnded(epoch);
    int total = count;
    sums.replaceAll((name, sum) -> sum / total);
    sums.put("learningRate", rate);
    sums.put("seconds", (System.nanoTime() - start) * 1e-9);
    return sums;
  }
}
