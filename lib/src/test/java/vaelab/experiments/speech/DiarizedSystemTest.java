package vaelab.experiments.speech;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import vaelab.audio.Conversation;
import vaelab.audio.Recording;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.Annotation;
import vaelab.diarization.SpeakerTurn;

class DiarizedSystemTest {
  private static final List<String> PAIR = List.of("ann", "bob");
  private static final int RATE = 6400; // columns of 10 ms
  private static final double WIDTH = 0.1; // of a posterior's column, in seconds

  /** Twelve seconds in which ann speaks from 2 to 6 and bob from 5 to 9. */
  private static DiarizationTrial trial() {
    Recording word = new Recording("ann", "0", 0, new float[4 * RATE]);
    return new DiarizationTrial(
        new Conversation(
            PAIR,
            RATE,
            new float[2][12 * RATE],
            new float[12 * RATE],
            List.of(
                new Conversation.Utterance(0, word, 2 * RATE, 4 * RATE),
                new Conversation.Utterance(1, word, 5 * RATE, 4 * RATE)),
            0),
        0.3,
        1);
  }

  /** A posterior that says so much of each speaker between two seconds, and little elsewhere. */
  private static ActivityPosterior posterior(double[][] times, double high) {
    double[][] values = new double[2][120];
    for (int h = 0; h < 2; h++) {
      for (int c = 0; c < 120; c++) {
        double middle = (c + 0.5) * WIDTH;
        values[h][c] = middle > times[h][0] && middle < times[h][1] ? high : 0.2;
      }
    }
    return new ActivityPosterior(PAIR, WIDTH, values);
  }

  private static final double[][] TRUTH = {{2, 6}, {5, 9}};
  private static final double[][] LATE = {{4, 6}, {5, 10}};

  @Test
  void everyRunCountsInEveryNumber() {
    DiarizedSystem system = new DiarizedSystem("some");
    assertTrue(system.isEmpty());
    system.add(PAIR, trial(), List.of(posterior(TRUTH, 0.9), posterior(LATE, 0.9)), 3);
    assertFalse(system.isEmpty());
    DiarizedSystem.Result result = system.result();
    // 8 s of speech: the second run misses 2 s and finds 1 s too much, the first errs nowhere.
    assertEquals(2, result.coarseRate().runs());
    assertEquals(3.0 / 16, result.coarseRate().mean(), 1e-9);
    assertEquals(2.0 / 16, result.coarse().get("miss"), 1e-9);
    assertEquals(1.0 / 16, result.coarse().get("falseAlarm"), 1e-9);
    assertEquals(0, result.coarse().get("confusion"), 1e-9);
    assertEquals(14.0 / 16, result.coarse().get("correct"), 1e-9);
    assertEquals(3.0 / 16, result.rate().mean(), 1e-9);
    assertEquals(210.0 / 240, result.accuracy().mean(), 1e-9);
    assertArrayEquals(
        new double[] {210.0 / 240, 3.0 / 16, 3.0 / 16}, result.pairs().get("ann, bob"), 1e-9);
    double[] middle = result.curve()[result.curve().length / 2];
    assertArrayEquals(new double[] {0.5, 2.0 / 16, 1.0 / 16}, middle, 1e-9);
    // Of few misses there are only thresholds below 0.2, at which everybody always speaks.
    assertArrayEquals(
        new double[] {0, 2.0}, new double[] {result.bestFewMissed()[1], result.bestFewMissed()[2]});
    assertEquals(15, result.secondsPerMinute(), 1e-9);
  }

  @Test
  void aSystemMayAskForMoreCertainty() {
    DiarizedSystem sure = new DiarizedSystem("sure", 0.99);
    sure.add(PAIR, trial(), List.of(posterior(TRUTH, 0.98)), 1);
    DiarizedSystem.Result result = sure.result();
    assertEquals(0.99, result.threshold());
    assertEquals(1, result.coarse().get("miss"));
    assertEquals(1, result.rate().mean());
    double[] middle = result.curve()[result.curve().length / 2];
    assertArrayEquals(new double[] {0.5, 0, 0}, middle, 1e-9);
  }

  @Test
  void pairsAreToldApart() {
    List<String> other = List.of("cleo", "dan");
    DiarizedSystem system = new DiarizedSystem("some");
    system.add(PAIR, trial(), List.of(posterior(TRUTH, 0.9)), 1);
    system.add(other, trial(), List.of(posterior(LATE, 0.9)), 1);
    DiarizedSystem.Result result = system.result();
    assertEquals(0, result.pairs().get("ann, bob")[2], 1e-9);
    assertEquals(3.0 / 8, result.pairs().get("cleo, dan")[2], 1e-9);
    assertEquals(3.0 / 16, result.coarseRate().mean(), 1e-9);
    assertEquals(5, result.secondsPerMinute(), 1e-9);
  }

  private static DiarizedSystem.Result answered(SpeakerTurn... turns) {
    DiarizedSystem other = DiarizedSystem.ofAnswers("other");
    other.add(PAIR, trial(), new Annotation("r", List.of(turns)));
    return other.result();
  }

  /** Names of another system's speakers mean nothing, even where they are the reference's. */
  @Test
  void answersOfOtherSystemsAreMapped() {
    DiarizedSystem.Result result =
        answered(
            new SpeakerTurn("bob", 2, 2),
            new SpeakerTurn("bob", 4.2, 1.8), // a short pause, as the reference closes them
            new SpeakerTurn("s2", 5, 4));
    assertEquals(1, result.accuracy().mean());
    assertEquals(0, result.rate().mean(), 1e-9);
    assertEquals(0, result.coarseRate().mean(), 1e-9);
    assertEquals("other", result.system());
    assertNull(result.threshold());
    assertNull(result.secondsPerMinute());
    assertEquals(0, result.curve().length);
    assertEquals(0, result.bestFewMissed().length);
  }

  @Test
  void speakersWhoDoNotExistAreErrors() {
    DiarizedSystem.Result result =
        answered(
            new SpeakerTurn("s1", 2, 4),
            new SpeakerTurn("s2", 5, 4),
            new SpeakerTurn("ann", 10, 1));
    assertEquals(1 - 1.0 / 12, result.accuracy().mean(), 1e-3);
    assertEquals(1.0 / 8, result.rate().mean(), 0.01);
    assertEquals(1.0 / 8, result.coarse().get("falseAlarm"), 1e-9);
  }

  @Test
  void nobodyFoundIsAllMissed() {
    DiarizedSystem.Result result = answered();
    assertEquals(1, result.rate().mean());
    assertEquals(1, result.coarse().get("miss"));
    assertEquals(5.0 / 12, result.accuracy().mean(), 1e-3);
  }
}
