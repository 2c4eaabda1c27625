package vaelab.diarization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.diarization.DiarizationErrorRateTest.annotation;

import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import vaelab.metrics.StateAccuracy;

class SpeakerActivityTest {
  private static final List<String> AB = List.of("a", "b");

  @Test
  void thresholdsAreExceededNotReached() {
    ActivityPosterior posterior =
        new ActivityPosterior(AB, 0.5, new double[][] {{0, 0.5, 0.9, 1}, {0.2, 0.21, 0, 1}});
    assertActivity("0011 0101", posterior.above(0.5, 0.2));
    assertActivity("0011 0001", posterior.aboveAll(0.5));
    assertActivity("0000 0000", posterior.aboveAll(1));
  }

  @Test
  void runsBecomeTurns() {
    Annotation turns = activity(0.5, "110001", "011110").turns("recording");
    assertEquals(annotation("a 0 1", "a 2.5 3", "b .5 2.5"), turns);
    assertEquals(List.of(), activity(0.5, "000", "000").turns("recording").turns());
  }

  @Test
  void aColumnIsActiveWhereItsMiddleIs() {
    Annotation turns = annotation("a 0.2 1.3", "a 2.5 100", "b 0.25 0.75", "c 0 3");
    assertActivity("111001 100000", SpeakerActivity.of(turns, AB, 0.5, 6));
    assertActivity("0 0", SpeakerActivity.of(annotation("a 0.5 1", "b 9 10"), AB, 0.5, 1));
  }

  @Property(tries = 200)
  void turnsAndColumnsGoBackAndForth(@ForAll long seed) {
    Random random = new Random(seed);
    boolean[][] active = new boolean[2][1 + random.nextInt(200)];
    for (boolean[] row : active) {
      for (int c = 0; c < row.length; c++) {
        row[c] = random.nextInt(3) > 0;
      }
    }
    double width = 0.001 + random.nextDouble();
    Annotation turns = new SpeakerActivity(AB, width, active).turns("r");
    boolean[][] again = SpeakerActivity.of(turns, AB, width, active[0].length).active();
    assertArrayEquals(active[0], again[0]);
    assertArrayEquals(active[1], again[1]);
  }

  @Test
  void majorityOnACoarserGrid() {
    assertActivity("110 011", activity(0.25, "1100011100", "0000111011").onGrid(1), 1);
    // 0.4 s of columns to cells of 1 s: middles at 0.2, 0.6 | 1.0, 1.4, 1.8 | 2.2
    assertActivity("101 010", activity(0.4, "100101", "001110").onGrid(1), 1);
    assertEquals(0, activity(0.4, "", "").onGrid(1).columns());
    refused(() -> activity(0.4, "1", "0").onGrid(0.3), "0.4 s, found 0.3 s");
  }

  @Test
  void accuracyCountsAllCases() {
    StateAccuracy accuracy = activity(1, "0011", "0101").accuracy(activity(1, "0010", "1101"));
    assertEquals(0.5, accuracy.exact());
    assertArrayEquals(new double[] {0.75, 0.75}, accuracy.perStream());
    refused(() -> activity(1, "0", "1").accuracy(activity(2, "0", "1")), "columns of 2.0 s");
  }

  @Test
  void ratesAreSharesOfTheColumns() {
    assertArrayEquals(new double[] {0.25, 0.75}, activity(1, "0010", "1101").rates(), 1e-15);
  }

  @Test
  void badShapesAreRefused() {
    boolean[][] two = new boolean[2][3];
    refused(() -> new SpeakerActivity(List.of(), 1, new boolean[0][]), "found 0 with 0");
    refused(() -> new SpeakerActivity(AB, 1, new boolean[1][3]), "found 2 with 1");
    refused(() -> new SpeakerActivity(AB, 0, two), "found 0.0 s");
    refused(() -> new SpeakerActivity(AB, 1, new boolean[][] {{true}, {}}), "[1, 0]");
    refused(() -> new ActivityPosterior(AB, 1, new double[][] {{0.5}, {1.01}}), "found 1.01 for b");
    refused(() -> new ActivityPosterior(AB, 1, new double[][] {{Double.NaN}, {1}}), "found NaN");
    ActivityPosterior posterior = new ActivityPosterior(AB, 1, new double[2][3]);
    refused(() -> posterior.above(0.5), "each of 2 speakers");
    refused(() -> posterior.aboveAll(Double.NaN), "each of 2 speakers");
  }

  @Test
  void curveOfMissAndFalseAlarm() {
    ActivityPosterior posterior =
        new ActivityPosterior(List.of("a"), 1, new double[][] {{0.9, 0.6, 0.4, 0.1}});
    Annotation reference = annotation("a 0 1", "a 2 3");
    ThresholdCurve curve =
        ThresholdCurve.of(
            new double[] {0.05, 0.3, 0.5, 0.7, 0.95},
            t -> DiarizationErrorRate.STRICT.score(reference, posterior.aboveAll(t).turns("r")));
    assertArrayEquals(new double[] {0, 0, 1, 1, 2}, misses(curve));
    assertEquals(0.3, curve.best().orElseThrow().threshold());
    assertEquals(0.3, curve.bestWithMissAtMost(0.1).orElseThrow().threshold());
    assertTrue(new ThresholdCurve(curve.points().subList(2, 5)).bestWithMissAtMost(0.1).isEmpty());
  }

  @Test
  void thresholdsAreDenseAtBothEnds() {
    double[] thresholds = ThresholdCurve.logitGrid(5, 0.001);
    assertArrayEquals(
        new double[] {0.001, 1 / (1 + Math.sqrt(999)), 0.5, 1 / (1 + Math.sqrt(1.0 / 999)), 0.999},
        thresholds,
        1e-12);
    refused(() -> ThresholdCurve.logitGrid(1, 0.1), "found 1 from 0.1");
    refused(() -> ThresholdCurve.logitGrid(3, 0.5), "found 3 from 0.5");
  }

  private static double[] misses(ThresholdCurve curve) {
    return curve.points().stream().mapToDouble(point -> point.score().miss()).toArray();
  }

  private static SpeakerActivity activity(double width, String... rows) {
    boolean[][] active = new boolean[rows.length][rows[0].length()];
    for (int h = 0; h < rows.length; h++) {
      for (int c = 0; c < rows[h].length(); c++) {
        active[h][c] = rows[h].charAt(c) == '1';
      }
    }
    return new SpeakerActivity(AB, width, active);
  }

  private static void assertActivity(String expected, SpeakerActivity actual) {
    assertActivity(expected, actual, 0.5);
  }

  private static void assertActivity(String expected, SpeakerActivity actual, double width) {
    StringBuilder text = new StringBuilder();
    for (boolean[] row : actual.active()) {
      text.append(text.isEmpty() ? "" : " ");
      for (boolean column : row) {
        text.append(column ? '1' : '0');
      }
    }
    assertEquals(expected, text.toString());
    assertEquals(width, actual.width());
  }

  private static void refused(Runnable action, String fragment) {
    String message = assertThrows(IllegalArgumentException.class, action::run).getMessage();
    assertTrue(message.contains(fragment), message);
  }
}
