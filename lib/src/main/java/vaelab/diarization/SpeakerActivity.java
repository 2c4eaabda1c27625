package vaelab.diarization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vaelab.metrics.StateAccuracy;

/**
 * Who speaks on equal columns of time: column c stands for the time from c to c + 1 times the
 * column's width.
 *
 * @param speakers names, H
 * @param width seconds a column, more than 0
 * @param active {@code [speaker][column]}; not copied
 */
public record SpeakerActivity(List<String> speakers, double width, boolean[][] active) {
  /** Speakers that fit into the bits of a state. */
  private static final int MOST_SPEAKERS = 30;

  /**
   * Checks the shapes.
   *
   * @throws IllegalArgumentException if there are no speakers, more than 30, rows of different
   *     lengths, or columns without width
   */
  public SpeakerActivity {
    speakers = List.copyOf(speakers);
    check(speakers, width, Arrays.stream(active).mapToInt(row -> row.length).toArray());
  }

  static void check(List<String> speakers, double width, int[] columns) {
    if (speakers.isEmpty()
        || speakers.size() > MOST_SPEAKERS
        || speakers.size() != columns.length) {
      throw new IllegalArgumentException(
          "Expected 1 to %d speakers with one row each, found %d with %d rows."
              .formatted(MOST_SPEAKERS, speakers.size(), columns.length));
    }
    if (!(width > 0) || Double.isInfinite(width)) {
      throw new IllegalArgumentException(
          "Expected columns that last more than 0 s, found " + width + " s.");
    }
    if (Arrays.stream(columns).distinct().count() > 1) {
      throw new IllegalArgumentException(
          "Expected as many columns for every speaker, found " + Arrays.toString(columns) + ".");
    }
  }

  /**
   * Turns on columns: a speaker is active where the middle of the column is within a turn.
   *
   * @param annotation turns; those of other speakers are left out
   * @param speakers names, in the order of the rows
   * @param width seconds a column
   * @param columns number of columns
   * @return activity
   */
  public static SpeakerActivity of(
      Annotation annotation, List<String> speakers, double width, int columns) {
    boolean[][] active = new boolean[speakers.size()][columns];
    for (int h = 0; h < speakers.size(); h++) {
      for (Span span : annotation.of(speakers.get(h)).spans()) {
        int from = (int) Math.ceil(span.start() / width - 0.5);
        int to = (int) Math.ceil(Math.min(span.end() / width - 0.5, columns));
        Arrays.fill(active[h], Math.min(from, to), to, true);
      }
    }
    return new SpeakerActivity(speakers, width, active);
  }

  /**
   * Number of columns.
   *
   * @return columns
   */
  public int columns() {
    return active[0].length;
  }

  /**
   * Share of the columns in which each speaker speaks, the pi of the generative model.
   *
   * @return one a speaker, 0 to 1; NaN without columns
   */
  public double[] rates() {
    double[] rates = new double[active.length];
    for (int h = 0; h < active.length; h++) {
      for (boolean column : active[h]) {
        rates[h] += column ? 1.0 / columns() : 0;
      }
    }
    return columns() == 0 ? Arrays.stream(rates).map(rate -> Double.NaN).toArray() : rates;
  }

  /**
   * Activities as numbers.
   *
   * @return one a column, bit h telling whether speaker h is active
   */
  public int[] states() {
    int[] states = new int[columns()];
    for (int h = 0; h < active.length; h++) {
      for (int c = 0; c < columns(); c++) {
        states[c] |= active[h][c] ? 1 << h : 0;
      }
    }
    return states;
  }

  /**
   * Frame accuracy: share of the columns in which all speakers are right, of 2^H cases.
   *
   * @param reference the truth, on the same columns
   * @return exact columns, and right ones for each speaker
   * @throws IllegalArgumentException if speakers, widths or columns differ, or there is no column
   */
  public StateAccuracy accuracy(SpeakerActivity reference) {
    if (!speakers.equals(reference.speakers) || width != reference.width) {
      throw new IllegalArgumentException(
          "Expected columns of %s s for %s, found %s s for %s."
              .formatted(reference.width, reference.speakers, width, speakers));
    }
    return StateAccuracy.of(states(), reference.states(), speakers.size());
  }

  /**
   * The same on a coarser grid: a speaker is active in a cell if in at least half of its columns.
   *
   * @param cell seconds a cell, at least a column; a column belongs to the cell that its middle is
   *     in
   * @return activity on cells, the last of which may stand for fewer columns
   * @throws IllegalArgumentException if cells are narrower than columns
   */
  public SpeakerActivity onGrid(double cell) {
    if (!(cell >= width)) {
      throw new IllegalArgumentException(
          "Expected cells of at least a column's %s s, found %s s.".formatted(width, cell));
    }
    int cells = columns() == 0 ? 0 : cellOf(columns() - 1, cell) + 1;
    int[] sizes = new int[cells];
    int[][] counts = new int[active.length][cells];
    for (int c = 0; c < columns(); c++) {
      sizes[cellOf(c, cell)]++;
      for (int h = 0; h < active.length; h++) {
        counts[h][cellOf(c, cell)] += active[h][c] ? 1 : 0;
      }
    }
    boolean[][] majority = new boolean[active.length][cells];
    for (int h = 0; h < active.length; h++) {
      for (int i = 0; i < cells; i++) {
        majority[h][i] = 2 * counts[h][i] >= sizes[i];
      }
    }
    return new SpeakerActivity(speakers, cell, majority);
  }

  private int cellOf(int column, double cell) {
    return (int) ((column + 0.5) * width / cell);
  }

  /**
   * Runs of active columns as turns.
   *
   * @param recording the recording's name
   * @return one turn a run
   */
  public Annotation turns(String recording) {
    List<Timeline> timelines = new ArrayList<>();
    for (boolean[] row : active) {
      List<Span> runs = new ArrayList<>();
      for (int from = 0; from < row.length; from++) {
        int to = from;
        while (to < row.length && row[to]) {
          to++;
        }
        if (to > from) {
          runs.add(new Span(from * width, to * width));
          from = to; // that column is not active
        }
      }
      timelines.add(Timeline.of(runs));
    }
    return Annotation.of(recording, speakers, timelines);
  }
}
