package vaelab.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.tensor.Workers;

/** Epochs in order, each kept, and a last word whatever happens. */
class EpochLoopTest {
  @TempDir Path folder;

  private final Calls calls = new Calls();
  private final EpochLoop loop = new EpochLoop();

  /** A training whose state is its history. */
  private final RunState state =
      new RunState() {
        @Override
        public History restore(Path file) throws IOException {
          calls.add("restore");
          return History.fromCsv(file);
        }

        @Override
        public void save(Path file, History history) throws IOException {
          calls.add("save");
          history.toCsv(file);
        }
      };

  @BeforeEach
  void listen() {
    loop.listener(calls);
  }

  private Map<String, Double> epoch(int number) {
    loop.stepped(number, 1, 0);
    return Map.of("loss", 1.0 / number);
  }

  @Test
  void aTrainingAmongOthersSaysHowManyThereAre() throws IOException {
    assertFalse(run(1).has(EpochLoop.TOGETHER));
    History[] courses = new History[2];
    Workers.forEach(
        2,
        i -> {
          try {
            courses[i] =
                new EpochLoop()
                    .run(
                        2,
                        state,
                        first -> new TrainingPlan("it", first, 2, 1),
                        number -> Map.of("loss", 0.0));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    int most = Workers.together(2);
    for (History course : courses) {
      assertEquals(List.of("loss", EpochLoop.TOGETHER), course.columns());
      for (double together : course.column(EpochLoop.TOGETHER)) {
        assertTrue(together >= 1 && together <= most, together + " of " + most);
      }
    }
  }

  private History run(int epochs) throws IOException {
    return run(epochs, state, this::epoch);
  }

  private History run(int epochs, RunState kept, IntFunction<Map<String, Double>> epoch)
      throws IOException {
    return loop.run(epochs, kept, first -> new TrainingPlan("it", first, epochs, 1), epoch);
  }

  @Test
  void everyEpochIsKeptBeforeItIsReported() throws IOException {
    assertNull(loop.stopReason());
    loop.checkpoint(folder.resolve("run.csv"));
    History history = run(2);
    assertEquals(
        List.of("start 1-2 x 1", "1.1", "save", "epoch 1", "2.1", "save", "epoch 2", "stop"),
        calls.all());
    assertArrayEquals(new double[] {1, 0.5}, history.column("loss"));
    assertEquals(StopReason.epochLimit(2), loop.stopReason());
  }

  @Test
  void aRunGoesOnWhereItsCheckpointIs() throws IOException {
    loop.checkpoint(folder.resolve("run.csv"));
    run(2);
    calls.clear();
    History history = run(3);
    assertEquals(
        List.of("restore", "start 3-3 x 1", "3.1", "save", "epoch 3", "stop"), calls.all());
    assertEquals(3, history.size());
    calls.clear();
    run(3);
    assertEquals(List.of("restore", "stop"), calls.all(), "nothing is left to do");
  }

  @Test
  void aCheckpointOfMoreEpochsIsNotTheResult() throws IOException {
    Path file = folder.resolve("run.csv");
    loop.checkpoint(file);
    run(3);
    calls.clear();
    assertSays(IOException.class, () -> run(2), "at most 2 epochs", "run.csv", "found 3", "raise");
    assertEquals(List.of("restore"), calls.all());
    assertNull(loop.stopReason());
  }

  @Test
  void anEarlyEndCountsForAResumedRunToo() throws IOException {
    loop.checkpoint(folder.resolve("run.csv"));
    StopReason enough = StopReason.converged("enough");
    for (int attempt = 0; attempt < 2; attempt++) {
      History history =
          loop.run(
              9,
              state,
              first -> new TrainingPlan("it", first, 9, 1),
              this::epoch,
              h -> h.size() == 2 ? Optional.of(enough) : Optional.empty());
      assertEquals(2, history.size());
      assertSame(enough, loop.stopReason());
    }
    assertEquals(
        List.of("restore", "CONVERGED"),
        calls.all().subList(calls.all().size() - 2, calls.all().size()));
  }

  /** Failures of the training and of the disk. */
  @Test
  void whateverEndsTheTrainingIsTheLastWord() {
    IllegalStateException failure = new IllegalStateException("exploded");
    Throwable thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                run(
                    2,
                    state,
                    number -> {
                      throw failure;
                    }));
    assertSame(failure, thrown);
    assertEquals(List.of("start 1-2 x 1", "FAILED"), calls.all());
    assertEquals(StopReason.failed("exploded"), loop.stopReason());
    calls.clear();
    loop.checkpoint(folder.resolve("run.csv").resolve("below a file"));
    RunState full =
        new RunState() {
          @Override
          public History restore(Path file) {
            return new History();
          }

          @Override
          public void save(Path file, History history) throws IOException {
            throw new IOException("disk full");
          }
        };
    assertThrows(IOException.class, () -> run(2, full, this::epoch));
    assertEquals(List.of("start 1-2 x 1", "1.1", "FAILED"), calls.all());
    assertEquals(StopReason.failed("disk full"), loop.stopReason());
  }

  /** Errors too, and a listener that fails at the end does not hide them. */
  @Test
  void theRealFailureComesOut() {
    OutOfMemoryError error = new OutOfMemoryError("no room");
    loop.listener(
        new TrainingListener() {
          @Override
          public void onStop(StopReason reason) {
            throw new IllegalStateException("the display is gone");
          }
        });
    Throwable thrown =
        assertThrows(
            OutOfMemoryError.class,
            () ->
                run(
                    1,
                    state,
                    number -> {
                      throw error;
                    }));
    assertSame(error, thrown);
    assertEquals("the display is gone", thrown.getSuppressed()[0].getMessage());
    assertEquals(StopReason.failed("no room"), loop.stopReason());
  }

  @Test
  void anInterruptIsNoFailure() {
    assertThrows(
        IllegalStateException.class,
        () ->
            run(
                1,
                state,
                number -> {
                  Thread.currentThread().interrupt();
                  throw new IllegalStateException();
                }));
    assertEquals(StopReason.Kind.INTERRUPTED, loop.stopReason().kind());
    assertEquals(true, Thread.interrupted(), "and cleared for other tests");
  }
}
