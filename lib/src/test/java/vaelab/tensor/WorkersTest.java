package vaelab.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pieces of work: each runs once, without recording, and failures come out. */
@SuppressWarnings("try") // modes are closed, not used
class WorkersTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 17})
  void everyIndexRunsOnceWithoutRecording(int tasks) {
    AtomicIntegerArray calls = new AtomicIntegerArray(tasks);
    AtomicBoolean recorded = new AtomicBoolean();
    try (GradMode mode = GradMode.recording()) {
      Workers.forEach(
          tasks,
          i -> {
            calls.incrementAndGet(i);
            if (JniUtils.isGradMode()) {
              recorded.set(true);
            }
          });
      assertTrue(JniUtils.isGradMode(), "the caller's mode is its own");
    }
    for (int i = 0; i < tasks; i++) {
      assertEquals(1, calls.get(i), "index " + i);
    }
    assertFalse(recorded.get());
  }

  @Test
  void backwardPassesOfSeparateGraphsRunSideBySide() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray[] leaves = new NDArray[8];
      for (int i = 0; i < leaves.length; i++) {
        leaves[i] = manager.create(new double[] {i, 2 * i});
        leaves[i].setRequiresGradient(true);
      }
      for (int round = 0; round < 20; round++) {
        Workers.forEach(leaves.length, i -> square(leaves[i]));
      }
      for (int i = 0; i < leaves.length; i++) {
        // d/dv of sum v^2, twenty times.
        assertEquals(20 * 2 * i, leaves[i].getGradient().toDoubleArray()[0], 1e-12);
        assertEquals(20 * 4 * i, leaves[i].getGradient().toDoubleArray()[1], 1e-12);
      }
    }
  }

  private static void square(NDArray leaf) {
    try (GradMode mode = GradMode.recording();
        NDManager scope = leaf.getManager().newSubManager()) {
      NDArray product = leaf.mul(leaf).sum();
      product.attach(scope);
      Backward.from(product);
      assertTrue(JniUtils.isGradMode(), "still recording");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void exceptionsAndErrorsComeOutAsTheyAre(int tasks) {
    IllegalStateException failure = new IllegalStateException("on purpose");
    AssertionError error = new AssertionError("on purpose");
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                Workers.forEach(
                    tasks,
                    i -> {
                      if (i == tasks - 1) {
                        throw failure;
                      }
                    })));
    assertSame(
        error,
        assertThrows(
            AssertionError.class,
            () ->
                Workers.forEach(
                    tasks,
                    i -> {
                      throw error;
                    })));
    AtomicInteger calls = new AtomicInteger();
    Workers.forEach(4, i -> calls.incrementAndGet());
    assertEquals(4, calls.get(), "and the pool works on");
  }

  /** Each waits until all that run at a time are there. */
  @Test
  void aTaskKnowsHowManyRunBesideIt() {
    assertTrue(Workers.running().isEmpty());
    int together = Workers.together(2);
    CountDownLatch all = new CountDownLatch(together);
    CountDownLatch asked = new CountDownLatch(together);
    AtomicIntegerArray seen = new AtomicIntegerArray(together);
    Workers.forEach(
        together,
        i -> {
          await(all);
          seen.set(i, Workers.running().orElseThrow());
          await(asked);
        });
    for (int i = 0; i < together; i++) {
      assertEquals(together, seen.get(i));
    }
    Workers.forEach(1, i -> assertEquals(1, Workers.running().orElseThrow()));
    assertTrue(Workers.running().isEmpty());
  }

  private static void await(CountDownLatch latch) {
    latch.countDown();
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nothingIsBegunAfterAFailure() {
    AtomicInteger begun = new AtomicInteger();
    IllegalStateException failure = new IllegalStateException("on purpose");
    int tasks = 1_000;
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                Workers.forEach(
                    tasks,
                    i -> {
                      begun.incrementAndGet();
                      throw failure;
                    }));
    assertSame(failure, thrown);
    assertTrue(begun.get() < tasks / 2, begun + " of " + tasks + " were begun");
  }

  /** Whoever catches the exception closes the tensors that the tasks work on. */
  @Test
  void anInterruptReturnsOnlyWhenNothingRunsAnyMore() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger runningAtReturn = new AtomicInteger(-1);
    Thread caller =
        new Thread(
            () -> {
              try {
                Workers.forEach(2, i -> busy(started, running));
              } catch (IllegalStateException e) {
                runningAtReturn.set(running.get());
              }
            });
    caller.start();
    started.await();
    caller.interrupt();
    caller.join();
    assertEquals(0, runningAtReturn.get(), "tasks at work when forEach returned");
  }

  /** As a training among others, each step of which is work of its own. */
  @Test
  void anInterruptEndsWhatTasksDealOutThemselves() throws InterruptedException {
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    long end = System.nanoTime() + 20_000_000_000L;
    Thread caller =
        new Thread(
            () -> {
              try {
                Workers.forEach(2, i -> steps(started, end));
              } catch (IllegalStateException e) {
                interrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    started.await();
    caller.interrupt();
    caller.join();
    assertTrue(System.nanoTime() < end, "the steps went on");
    assertTrue(interrupted.get());
  }

  private static void steps(CountDownLatch started, long end) {
    while (System.nanoTime() < end) {
      Workers.forEach(1, i -> started.countDown());
    }
  }

  @Test
  void aFailureEndsWhatOtherTasksDealOutThemselves() {
    CountDownLatch started = new CountDownLatch(1);
    IllegalStateException failure = new IllegalStateException("on purpose");
    long end = System.nanoTime() + 20_000_000_000L;
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                Workers.forEach(
                    2,
                    i -> {
                      if (i == 0) {
                        steps(started, end);
                        return;
                      }
                      throw failure;
                    }));
    assertSame(failure, thrown);
    assertTrue(System.nanoTime() < end || Workers.count() == 1, "the steps went on");
  }

  /** Native code hears no interrupts: neither does this. */
  private static void busy(CountDownLatch started, AtomicInteger running) {
    running.incrementAndGet();
    started.countDown();
    long end = System.nanoTime() + 300_000_000L;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    running.decrementAndGet();
  }
}
