package vaelab.experiments;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import vaelab.tensor.Workers;
import vaelab.train.EpochLoop;
import vaelab.train.History;

/**
 * What a system of the comparison needed before it could separate anything.
 *
 * @param seconds wall time of its training as far as it is known; trainings that ran side by side
 *     share it
 * @param unknown parts of the training whose time was not kept, in words; empty if all was
 * @param parameters trained values of the networks that separate mixtures of the largest K
 * @param labels which class labels were used, in words
 */
public record TrainingCost(double seconds, List<String> unknown, long parameters, String labels) {
  /** Trained on single images of all classes, whose labels it is not told. */
  public static final String NO_LABELS = "none";

  /** The cost of a system that is not trained. */
  public static final TrainingCost NONE = of(0, 0, NO_LABELS);

  /** Copies the list. */
  public TrainingCost {
    unknown = List.copyOf(unknown);
  }

  /**
   * A cost of which everything is known.
   *
   * @param seconds wall time of the training
   * @param parameters trained values
   * @param labels which class labels were used, in words
   * @return the cost
   */
  public static TrainingCost of(double seconds, long parameters, String labels) {
    return new TrainingCost(seconds, List.of(), parameters, labels);
  }

  /**
   * Time that the epochs of a training took. Probes and checkpoints are not counted, nor is what is
   * made once before the first epoch, such as jittered copies.
   *
   * @param history its course
   * @return seconds; 0 if the course does not have them
   */
  public static double seconds(History history) {
    return history.has("seconds") ? Arrays.stream(history.column("seconds")).sum() : 0;
  }

  /**
   * The same of several trainings that ran side by side: an epoch counts for the part that it had
   * of the machine. Courses of earlier versions do not say how many ran at a time: it is taken to
   * be as many as on this machine.
   *
   * @param histories their courses
   * @return seconds
   */
  public static double sideBySide(List<History> histories) {
    int unsaid = Math.max(1, Workers.together(histories.size()));
    return histories.stream().mapToDouble(history -> shared(history, unsaid)).sum();
  }

  private static double shared(History history, int unsaid) {
    if (!history.has(EpochLoop.TOGETHER)) {
      return seconds(history) / unsaid;
    }
    double[] seconds = history.column("seconds");
    double[] together = history.column(EpochLoop.TOGETHER);
    return IntStream.range(0, seconds.length)
        .mapToDouble(i -> seconds[i] / (together[i] >= 1 ? together[i] : unsaid))
        .sum();
  }

  /**
   * The time in minutes, for tables, with what is not in it.
   *
   * @return for example {@code 36.9}
   */
  public String minutes() {
    String known = String.format(Locale.ROOT, "%.1f", seconds / 60);
    return unknown.isEmpty() ? known : known + ", without " + String.join(", ", unknown);
  }
}
