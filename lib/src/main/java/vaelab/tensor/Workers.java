package vaelab.tensor;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs independent pieces of tensor work side by side, one core each.
 *
 * <p>PyTorch splits every single operation over the cores and meets after each. For the small
 * matrices of many streams the meetings cost more than they bring: measured at ten streams and
 * batches of 125 on two cores, forward and backward passes took twice as long as with the streams
 * dealt out to the cores, and longer still when another process was busy. Streams share nothing, so
 * whole streams are the better pieces.
 *
 * <p>On a GPU, or for a single piece, the work runs on the calling thread. So does work that a
 * worker deals out itself: its core is all it has.
 */
public final class Workers {
  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final ExecutorService POOL =
      Executors.newFixedThreadPool(
          CORES,
          task -> {
            Thread thread = new Thread(task, "vaelab-worker");
            thread.setDaemon(true);
            return thread;
          });

  /** Of a task that was dealt to a core: what ends its call before all tasks are done. */
  private static final ThreadLocal<Over> INSIDE = new ThreadLocal<>();

  /** Of a task: how many of its call run at the moment. */
  private static final ThreadLocal<AtomicInteger> RUNNING = new ThreadLocal<>();

  private Workers() {}

  /**
   * How many tasks run at a time.
   *
   * @param tasks number of tasks
   * @return at most one a core; 1 on a GPU, which is not shared, and inside a task
   */
  public static int together(int tasks) {
    // Asked first of all: it loads the engine, whose native calls would otherwise be missing here.
    boolean gpu = Engine.getInstance().defaultDevice().isGpu();
    return gpu || isWorker() ? 1 : Math.min(tasks, CORES);
  }

  /**
   * Runs a task for every index and waits for all. Once one has failed, or the caller was
   * interrupted, no other is begun, nor any that a running one deals out itself.
   *
   * <p>Recording is off in every task unless it asks for it: see {@link GradMode}.
   *
   * @param tasks number of tasks
   * @param task called once for each index from 0 to {@code tasks - 1}, on any thread
   * @throws RuntimeException what a task threw first, after all that ran have ended; what others
   *     threw is suppressed in it
   */
  public static void forEach(int tasks, IntConsumer task) {
    int together = together(tasks);
    if (together < 2) {
      inline(tasks, task);
      return;
    }
    Over over = new Over();
    AtomicInteger running = new AtomicInteger();
    List<Callable<Void>> calls = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      int index = i;
      calls.add(
          () -> {
            if (over.now) {
              return null;
            }
            // PyTorch keeps this number, like the recording mode, for each thread.
            JniUtils.setNumThreads(CORES / together);
            INSIDE.set(over);
            RUNNING.set(running);
            running.incrementAndGet();
            try (GradMode off = GradMode.off()) {
              task.accept(index);
            } catch (RuntimeException | Error e) {
              over.fail(e);
            } finally {
              running.decrementAndGet();
              RUNNING.remove();
              INSIDE.remove();
            }
            return null;
          });
    }
    await(calls, over);
  }

  /**
   * How many tasks run side by side at the moment, the one that asks included.
   *
   * @return at least 1; empty outside of tasks
   */
  public static OptionalInt running() {
    AtomicInteger running = RUNNING.get();
    return running == null ? OptionalInt.empty() : OptionalInt.of(running.get());
  }

  /**
   * How many pieces run at a time.
   *
   * @return one a core of this virtual machine, with or without a GPU
   */
  static int count() {
    return CORES;
  }

  /**
   * Whether the current thread is a worker.
   *
   * @return true inside a task that was dealt to a core
   */
  static boolean isWorker() {
    return INSIDE.get() != null;
  }

  private static void inline(int tasks, IntConsumer task) {
    Over outer = INSIDE.get();
    if (outer == null) {
      JniUtils.setNumThreads(CORES);
    }
    boolean outermost = RUNNING.get() == null;
    if (outermost) {
      RUNNING.set(new AtomicInteger(1));
    }
    try (GradMode off = GradMode.off()) {
      for (int i = 0; i < tasks; i++) {
        if (Thread.currentThread().isInterrupted()) {
          throw interrupted();
        }
        if (outer != null && outer.now) {
          // A worker hears nothing of an interrupt of the thread that waits for it.
          throw outer.ended();
        }
        task.accept(i);
      }
    } finally {
      if (outermost) {
        RUNNING.remove();
      }
    }
  }

  /** Why no further task is begun. */
  private static final class Over {
    private volatile boolean now;
    private Throwable failure;

    synchronized void fail(Throwable thrown) {
      now = true;
      if (failure == null) {
        failure = thrown;
      } else if (failure != thrown) {
        failure.addSuppressed(thrown);
      }
    }

    synchronized IllegalStateException ended() {
      return failure == null
          ? interrupted()
          : new IllegalStateException("Given up: tensor work beside this failed.");
    }
  }

  private static void await(List<Callable<Void>> calls, Over over) {
    List<Future<Void>> futures = calls.stream().map(POOL::submit).toList();
    boolean interrupted = false;
    for (Future<Void> future : futures) {
      boolean ended = false;
      while (!ended) {
        try {
          future.get();
          ended = true;
        } catch (ExecutionException e) {
          over.fail(e.getCause());
          ended = true;
        } catch (InterruptedException e) {
          // Native code hears no interrupt. To return before all have ended would let the caller
          // free tensors that are still worked on.
          interrupted = true;
          over.now = true;
        }
      }
    }
    rethrow(over.failure, interrupted);
  }

  private static void rethrow(Throwable failure, boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (failure != null) {
      throw new IllegalStateException("Tensor work failed: " + failure, failure);
    }
    if (interrupted) {
      throw interrupted();
    }
  }

  private static IllegalStateException interrupted() {
    return new IllegalStateException("Interrupted while waiting for tensor work.");
  }
}
