package vaelab.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Epochs in order, each kept, and a last word whatever happens. */
class EpochLoopTest {
  @TempDir Path folder;

  private final List<String> calls = new ArrayList<>();
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
    loop.listener(
        new TrainingListener() {
          @Override
          public void onStart(TrainingPlan plan) {
            calls.add("start at " + plan.firstEpoch());
          }

          @Override
          public void onStep(int epoch, int step, double objective) {
            calls.add(epoch + "." + step);
          }

          @Override
          public void onEpoch(History history) {
            calls.add("epoch " + history.lastEpoch());
          }

          @Override
          public void onStop(StopReason reason) {
            calls.add(reason.kind().name());
          }
        });
  }

  private Map<String, Double> epoch(int number) {
    loop.stepped(number, 1, 0);
    return Map.of("loss", 1.0 / number);
  }

  private History run(int epochs) throws IOException {
    return loop.run(epochs, state, first -> new TrainingPlan("it", first, epochs, 1), this::epoch);
  }

  @Test
  void everyEpochIsKeptBeforeItIsReported() throws IOException {
    assertNull(loop.stopReason());
    loop.checkpoint(folder.resolve("run.csv"));
    History history = run(2);
    assertEquals(
        List.of("start at 1", "1.1", "save", "epoch 1", "2.1", "save", "epoch 2", "EPOCH_LIMIT"),
        calls);
    assertArrayEquals(new double[] {1, 0.5}, history.column("loss"));
    assertEquals(StopReason.epochLimit(2), loop.stopReason());
  }

  @Test
  void aRunGoesOnWhereItsCheckpointIs() throws IOException {
    loop.checkpoint(folder.resolve("run.csv"));
    run(2);
    calls.clear();
    History history = run(3);
    assertEquals(List.of("restore", "start at 3", "3.1", "save", "epoch 3", "EPOCH_LIMIT"), calls);
    assertEquals(3, history.size());
    calls.clear();
    run(3);
    assertEquals(List.of("restore", "EPOCH_LIMIT"), calls, "nothing is left to do");
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
    assertEquals(List.of("restore", "CONVERGED"), calls.subList(calls.size() - 2, calls.size()));
  }

  /** Failures of the training and of the disk. */
  @Test
  void whateverEndsTheTrainingIsTheLastWord() {
    IllegalStateException failure = new IllegalStateException("exploded");
    Throwable thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                loop.run(
                    2,
                    state,
                    first -> new TrainingPlan("it", first, 2, 1),
                    number -> {
                      throw failure;
                    }));
    assertSame(failure, thrown);
    assertEquals(List.of("start at 1", "FAILED"), calls);
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
    assertThrows(
        IOException.class,
        () -> loop.run(2, full, first -> new TrainingPlan("it", first, 2, 1), this::epoch));
    assertEquals(List.of("start at 1", "1.1", "FAILED"), calls);
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
                loop.run(
                    1,
                    state,
                    first -> new TrainingPlan("it", first, 1, 1),
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
            loop.run(
                1,
                state,
                first -> new TrainingPlan("it", first, 1, 1),
                number -> {
                  Thread.currentThread().interrupt();
                  throw new IllegalStateException();
                }));
    assertEquals(StopReason.Kind.INTERRUPTED, loop.stopReason().kind());
    assertEquals(true, Thread.interrupted(), "and cleared for other tests");
  }
}
