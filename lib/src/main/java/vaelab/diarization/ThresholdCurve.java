package vaelab.diarization;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * Miss against false alarm as the threshold moves.
 *
 * @param points one a threshold, in the order given
 */
public record ThresholdCurve(List<Point> points) {
  /**
   * The score at one threshold.
   *
   * @param threshold what a probability has to exceed
   * @param score what follows from it
   */
  public record Point(double threshold, DiarizationScore score) {}

  /** Copies the points. */
  public ThresholdCurve {
    points = List.copyOf(points);
  }

  /**
   * Scores at thresholds.
   *
   * @param thresholds what to try
   * @param score gives the score at a threshold, possibly summed over recordings
   * @return the curve
   */
  public static ThresholdCurve of(double[] thresholds, DoubleFunction<DiarizationScore> score) {
    List<Point> points = new ArrayList<>();
    for (double threshold : thresholds) {
      points.add(new Point(threshold, score.apply(threshold)));
    }
    return new ThresholdCurve(points);
  }

  /**
   * Thresholds that are dense where probabilities crowd: evenly spaced in log(p / (1 - p)).
   *
   * @param count how many, at least 2
   * @param smallest the first; the last is 1 minus it; between 0 and 0.5
   * @return rising thresholds
   */
  public static double[] logitGrid(int count, double smallest) {
    if (count < 2 || !(smallest > 0 && smallest < 0.5)) {
      throw new IllegalArgumentException(
          "Expected at least 2 thresholds from a first one between 0 and 0.5, found %d from %s."
              .formatted(count, smallest));
    }
    double edge = Math.log(smallest / (1 - smallest));
    double[] thresholds = new double[count];
    for (int i = 0; i < count; i++) {
      double logit = edge * (1 - 2.0 * i / (count - 1)); // from the edge to its opposite
      thresholds[i] = 1 / (1 + Math.exp(-logit));
    }
    return thresholds;
  }

  /**
   * The point of the lowest error rate.
   *
   * @return the first of the best; empty without points
   */
  public Optional<Point> best() {
    return points.stream().min(Comparator.comparingDouble(point -> point.score().rate()));
  }

  /**
   * The point of the lowest error rate among those that miss no more than so much.
   *
   * @param missRate share of the reference speech that may be missed
   * @return the first of the best; empty if all miss more
   */
  public Optional<Point> bestWithMissAtMost(double missRate) {
    return new ThresholdCurve(
            points.stream().filter(point -> point.score().missRate() <= missRate).toList())
        .best();
  }
}
