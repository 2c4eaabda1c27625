package vaelab.tensor;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
 * <p>On a GPU, or for a single piece, the work runs on the calling thread.
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

  private Workers() {}

  /**
   * Runs a task for every index and waits for all.
   *
   * <p>Recording is off in every task unless it asks for it: see {@link GradMode}.
   *
   * @param tasks number of tasks
   * @param task called once for each index from 0 to {@code tasks - 1}, on any thread
   * @throws RuntimeException what a task threw, after all have ended
   */
  public static void forEach(int tasks, IntConsumer task) {
    int together = Math.min(tasks, CORES);
    if (together < 2 || Engine.getInstance().defaultDevice().isGpu()) {
      inline(tasks, task);
      return;
    }
    List<Callable<Void>> calls = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      int index = i;
      calls.add(
          () -> {
            // PyTorch keeps this number, like the recording mode, for each thread.
            JniUtils.setNumThreads(CORES / together);
            try (GradMode off = GradMode.off()) {
              task.accept(index);
            }
            return null;
          });
    }
    await(calls);
  }

  private static void inline(int tasks, IntConsumer task) {
    JniUtils.setNumThreads(CORES);
    try (GradMode off = GradMode.off()) {
      for (int i = 0; i < tasks; i++) {
        task.accept(i);
      }
    }
  }

  private static void await(List<Callable<Void>> calls) {
    RuntimeException failure = null;
    try {
      for (Future<Void> future : POOL.invokeAll(calls)) {
        try {
          future.get();
        } catch (ExecutionException e) {
          failure = asRuntime(e.getCause());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for tensor work.", e);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException asRuntime(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime
        ? runtime
        : new IllegalStateException("Tensor work failed: " + cause, cause);
  }
}
