package vaelab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SideBySideTest {
  private final List<TrainingPlan> plans = new ArrayList<>();
  private final List<Integer> epochs = new ArrayList<>();
  private final List<Integer> stepsOfEpoch = new ArrayList<>();
  private final List<StopReason> stops = new ArrayList<>();
  private History last;

  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void onStart(TrainingPlan plan) {
          plans.add(plan);
        }

        @Override
        public void onStep(int epoch, int step, double objective) {
          epochs.add(epoch);
          stepsOfEpoch.add(step);
        }

        @Override
        public void onEpoch(History history) {
          last = history;
        }

        @Override
        public void onStop(StopReason reason) {
          stops.add(reason);
        }
      };

  /** A training of steps that do nothing. */
  private static void train(TrainingListener listener, int epochs, int steps, double elbo) {
    History history = new History();
    listener.onStart(new TrainingPlan("one", 1, epochs, steps));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      for (int step = 1; step <= steps; step++) {
        listener.onStep(epoch, step, elbo);
      }
      history.add(epoch, Map.of("elbo", elbo * epoch));
      listener.onEpoch(history);
    }
  }

  @Test
  void whatIsCompleteIsNotWaitedForNorCounted() throws IOException {
    int[] steps = {10, 0, 6};
    SideBySide course =
        new SideBySide("three", List.of("a", "b", "c"), steps, 2, List.of("elbo"), listener);
    course.run(
        i -> {
          if (steps[i] > 0) {
            train(course.of(i), 2, steps[i], i + 1);
          }
        });
    assertEquals(List.of(new TrainingPlan("three", 1, 2, 16)), plans);
    assertEquals(32, epochs.size());
    assertEquals(16, epochs.stream().filter(epoch -> epoch == 1).count());
    assertEquals(Set.of("elbo", "elbo of a", "elbo of c"), Set.copyOf(last.columns()));
    assertEquals(2 * (1 + 3) / 2.0, last.last("elbo"));
  }

  /** As a training does whose checkpoint is complete: it says no more than that it stops. */
  private static void resumeWithNothingLeft(TrainingListener listener) {
    listener.onStop(StopReason.epochLimit(2));
  }

  @Test
  void whatTurnsOutCompleteIsNotWaitedForNorCounted() throws IOException {
    SideBySide course =
        new SideBySide("two", List.of("a", "b"), new int[] {10, 6}, 2, List.of("elbo"), listener);
    resumeWithNothingLeft(course.of(0));
    resumeWithNothingLeft(course.of(0));
    train(course.of(1), 2, 6, 1);
    course.of(1).onStop(StopReason.epochLimit(2));
    assertEquals(List.of(new TrainingPlan("two", 1, 2, 6)), plans);
    assertEquals(List.of(1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2), epochs);
    assertEquals(2, last.size());
    assertEquals(List.of("elbo", "elbo of b"), last.columns());
  }

  @Test
  void epochsThatWaitedForItAreShownThen() {
    SideBySide course =
        new SideBySide("two", List.of("a", "b"), new int[] {10, 6}, 2, List.of("elbo"), listener);
    train(course.of(0), 2, 10, 1);
    assertNull(last);
    TrainingListener other = course.of(1);
    other.onStop(StopReason.failed("no disk"));
    assertNull(last);
    resumeWithNothingLeft(other);
    assertEquals(2, last.size());
  }

  /** Two of five have done four of six epochs, and three of them nothing. */
  @Test
  void eachTrainingStartsWhereItStands() {
    int[] steps = {10, 10, 10, 10, 10};
    List<String> names = List.of("a", "b", "c", "d", "e");
    SideBySide course = new SideBySide("five", names, steps, 6, List.of("elbo"), listener);
    course.of(0).onStart(new TrainingPlan("a", 5, 6, 10));
    assertEquals(List.of(new TrainingPlan("five", 1, 6, 50)), plans);
    course.of(1).onStart(new TrainingPlan("b", 5, 6, 10));
    course.of(0).onStep(5, 1, 0);
    assertEquals(List.of(2), epochs);
    // 80 steps were there, and this was the next.
    assertEquals(List.of(31), stepsOfEpoch);
    for (int i = 0; i < 5; i++) {
      if (i > 1) {
        course.of(i).onStart(new TrainingPlan(names.get(i), 1, 6, 10));
      }
      int left = i == 0 ? 19 : i == 1 ? 20 : 60;
      for (int step = 0; step < left; step++) {
        course.of(i).onStep(1, 1, 0);
      }
    }
    assertEquals(1, plans.size());
    assertEquals(6, epochs.get(epochs.size() - 1));
    assertEquals(50, stepsOfEpoch.get(epochs.size() - 1));
  }

  @Test
  void aFailureIsHandedOn() {
    SideBySide course =
        new SideBySide("one", List.of("a"), new int[] {1}, 1, List.of("elbo"), listener);
    IOException e =
        assertThrows(
            IOException.class,
            () ->
                course.run(
                    i -> {
                      throw new IOException("no disk");
                    }));
    assertEquals("no disk", e.getMessage());
    assertEquals(List.of(), stops, "nothing was begun");
  }

  /** Exceptions and errors alike: the other gives up, and listeners hear of it once. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOthersGiveUpAndTheListenerIsTold(boolean error) {
    SideBySide course =
        new SideBySide(
            "two", List.of("a", "b"), new int[] {1_000, 1_000}, 1_000, List.of("elbo"), listener);
    Throwable failure =
        error ? new OutOfMemoryError("no room") : new IllegalStateException("no room");
    CountDownLatch begun = new CountDownLatch(1);
    Throwable thrown =
        assertThrows(
            failure.getClass(),
            () ->
                course.run(
                    i -> {
                      if (i == 1) {
                        begun.countDown();
                        train(course.of(i), 1_000, 1_000, 1);
                        return;
                      }
                      course.of(i).onStart(new TrainingPlan("a", 1, 1_000, 1_000));
                      // On a single core the other has yet to begin.
                      awaits(begun);
                      throwIt(failure);
                    }));
    assertSame(failure, thrown);
    assertTrue(epochs.size() < 1_000_000, "the other went on to its end");
    assertEquals(List.of(new StopReason(StopReason.Kind.FAILED, "no room")), stops);
  }

  private static void awaits(CountDownLatch begun) {
    try {
      begun.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void throwIt(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
