package vaelab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {

  private static String shown(boolean interactive) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    TrainingListener listener =
        TrainingListeners.of(TrainingListener.NONE, new TerminalProgress(out, interactive));
    listener.onStart(new TrainingPlan("two digits", 1, 2, 10));
    History history = new History();
    for (int epoch = 1; epoch <= 2; epoch++) {
      for (int step = 1; step <= 10; step++) {
        listener.onStep(epoch, step, 100 * epoch);
      }
      history.add(epoch, Map.of("elbo", 100.25 * epoch, "accuracy", 0.9875));
      listener.onEpoch(history);
    }
    listener.onStop(StopReason.epochLimit(2));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutATerminalThereIsOnePlainLineAnEpoch() {
    String text = shown(false);
    assertFalse(text.contains("\r"), text);
    List<String> lines = text.lines().toList();
    assertEquals(4, lines.size(), text);
    assertTrue(lines.get(1).startsWith("epoch 1/2  ELBO 100.25  accuracy 98.75 %  "), text);
    assertTrue(lines.get(2).endsWith("0 s left"), text);
    assertTrue(lines.get(3).endsWith("epoch limit: reached the limit of 2 epochs"), text);
  }

  @Test
  void inATerminalTheBarIsRedrawnInPlace() {
    String text = shown(true);
    assertTrue(text.contains("\r") && text.contains("two digits 100%"), text);
    assertTrue(text.contains("epoch 2/2  ELBO"), text);
  }

  @Test
  void whatHasNoObjectiveShowsNone() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TerminalProgress progress =
        new TerminalProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
    progress.onStart(new TrainingPlan("counting", 1, 1, 2));
    progress.onStep(1, 1, Double.NaN);
    History history = new History();
    history.add(1, Map.of("pairs", 7.0));
    progress.onEpoch(history);
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("epoch 1/1"), text);
    assertFalse(text.contains("ELBO") || text.contains("NaN"), text);
  }

  @Test
  void aLossIsNoElbo() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TerminalProgress progress =
        new TerminalProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), false);
    progress.onStart(new TrainingPlan("scores", 1, 1, 1, TrainingPlan.LOSS));
    progress.onStep(1, 1, 4.25);
    progress.onEpoch(new History());
    String text = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("loss 4.25"), text);
    assertFalse(text.contains("ELBO"), text);
  }

  @Test
  void thePaceIsThatOfTheRunningRunOnly() {
    long[] now = {5_000_000_000L};
    Pace pace = new Pace(new TrainingPlan("resumed", 11, 20, 100), () -> now[0]);
    assertEquals("- steps/s", pace.rateText());
    assertTrue(Double.isNaN(pace.secondsLeft()));
    now[0] += 10_000_000_000L;
    for (int step = 1; step <= 200; step++) {
      pace.reached(11 + (step - 1) / 100, (step - 1) % 100 + 1);
    }
    assertEquals(20, pace.stepsPerSecond(), 1e-9);
    assertEquals(40, pace.secondsLeft(), 1e-9);
    assertEquals(0.2, pace.fraction(), 1e-12);
    assertEquals("20.0 steps/s", pace.rateText());
    // A training beside it starts from its own third epoch: 300 steps that took no time.
    pace.reached(16, 1);
    assertEquals(20.1, pace.stepsPerSecond(), 1e-9);
    assertEquals(499 / 20.1, pace.secondsLeft(), 1e-9);
  }

  @Test
  void durationsAreWrittenForPeople() {
    assertEquals("8 s", Pace.duration(7.6));
    assertEquals("2 min 05 s", Pace.duration(125));
    assertEquals("3 h 07 min", Pace.duration(3 * 3600 + 7 * 60 + 20));
    assertEquals("-", Pace.duration(Double.NaN));
  }

  @Test
  void plansAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new TrainingPlan("", 0, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> new TrainingPlan("", 6, 5, 1));
    assertThrows(IllegalArgumentException.class, () -> new TrainingPlan("", 1, 5, 0));
  }

  @Test
  void theEndReachesEveryListenerEvenIfOneFails() {
    List<String> told = new ArrayList<>();
    RuntimeException failure = new IllegalStateException("display is gone");
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void onStop(StopReason reason) {
            throw failure;
          }
        };
    TrainingListener second =
        new TrainingListener() {
          @Override
          public void onStop(StopReason reason) {
            told.add(reason.toString());
          }
        };
    TrainingListener both = TrainingListeners.of(failing, failing, second);
    StopReason reason = StopReason.converged("all still");
    assertSame(failure, assertThrows(RuntimeException.class, () -> both.onStop(reason)));
    assertEquals(List.of("converged: all still"), told);
  }
}
