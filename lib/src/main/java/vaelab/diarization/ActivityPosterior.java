package vaelab.diarization;

import java.util.Arrays;
import java.util.List;

/**
 * How probable it is that each speaker speaks, on equal columns of time: column c stands for the
 * time from c to c + 1 times the column's width.
 *
 * @param speakers names, H
 * @param width seconds a column, more than 0
 * @param values probabilities 0 to 1, {@code [speaker][column]}; not copied
 */
public record ActivityPosterior(List<String> speakers, double width, double[][] values) {
  /**
   * Checks shapes and values.
   *
   * @throws IllegalArgumentException if there are no speakers, more than 30, rows of different
   *     lengths, values that are no probabilities, or columns without width
   */
  public ActivityPosterior {
    speakers = List.copyOf(speakers);
    SpeakerActivity.check(
        speakers, width, Arrays.stream(values).mapToInt(row -> row.length).toArray());
    for (int h = 0; h < values.length; h++) {
      for (int c = 0; c < values[h].length; c++) {
        if (!(values[h][c] >= 0 && values[h][c] <= 1)) {
          throw new IllegalArgumentException(
              "Expected probabilities, found %s for %s in column %d."
                  .formatted(values[h][c], speakers.get(h), c));
        }
      }
    }
  }

  /**
   * Number of columns.
   *
   * @return columns
   */
  public int columns() {
    return values[0].length;
  }

  /**
   * Who speaks: a speaker whose probability is above a threshold.
   *
   * @param thresholds one a speaker, in the order of {@link #speakers}
   * @return decisions on the same columns
   * @throws IllegalArgumentException if there are more or fewer thresholds than speakers, or one is
   *     NaN
   */
  public SpeakerActivity above(double... thresholds) {
    if (thresholds.length != values.length || Arrays.stream(thresholds).anyMatch(Double::isNaN)) {
      throw new IllegalArgumentException(
          "Expected a threshold for each of %d speakers, found %s."
              .formatted(values.length, Arrays.toString(thresholds)));
    }
    boolean[][] active = new boolean[values.length][columns()];
    for (int h = 0; h < values.length; h++) {
      for (int c = 0; c < columns(); c++) {
        active[h][c] = values[h][c] > thresholds[h];
      }
    }
    return new SpeakerActivity(speakers, width, active);
  }

  /**
   * Who speaks, with one threshold for all.
   *
   * @param threshold the paper's is 0.99
   * @return decisions on the same columns
   */
  public SpeakerActivity aboveAll(double threshold) {
    double[] thresholds = new double[values.length];
    Arrays.fill(thresholds, threshold);
    return above(thresholds);
  }
}
