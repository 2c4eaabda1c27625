package vaelab.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Training beside a busy second process.
 *
 * <p>A process that burns one core takes a share of the machine, and training may slow down by that
 * share. Libraries whose threads wait for each other actively, or meet after every operation, slow
 * down by far more.
 */
public final class ContentionCheck {
  private static final double SECONDS = 10;
  private static final int WARM_UP_STEPS = 30;
  // Shared caches and clocks are not counted in the share of cores.
  private static final double MARGIN = 0.1;
  // Share of the cores that training takes when it has the machine for itself, or nearly so.
  private static final double IDLE = 0.85;

  private ContentionCheck() {}

  /**
   * What was measured.
   *
   * @param aloneMs mean time of a training step before and after the second process ran
   * @param besideMs the same beside it
   * @param lostShare share of the machine's cores that the second process had
   * @param aloneShare share of the cores that training had when the second process did not run;
   *     well below 1, other programs were running and the comparison means little
   */
  public record Result(double aloneMs, double besideMs, double lostShare, double aloneShare) {

    /**
     * Part of the speed that was lost.
     *
     * @return 0 for none, 1 for all
     */
    public double slowDown() {
      return 1 - aloneMs / besideMs;
    }

    /**
     * Whether training lost no more than its share.
     *
     * @return true if the slow-down exceeds the lost share by at most {@value #MARGIN}
     */
    public boolean fair() {
      return slowDown() <= lostShare + MARGIN;
    }

    @Override
    public String toString() {
      String verdict =
          fair()
              ? "Fair."
              : aloneShare < IDLE
                  ? "Not to be judged: other programs were running."
                  : "TOO SLOW: are OMP_WAIT_POLICY=passive and GOMP_SPINCOUNT=0 set?";
      return "Training step alone %.1f ms (with %.0f %% of the cores), beside a busy process %.1f ms: %.0f %% of the speed lost, where the process took %.0f %% of the cores. %s"
          .formatted(
              aloneMs, 100 * aloneShare, besideMs, 100 * slowDown(), 100 * lostShare, verdict);
    }
  }

  /**
   * Measures for about half a minute.
   *
   * @param print where to report
   * @return the measurement
   * @throws IOException if the second process cannot be started
   */
  public static Result run(PrintStream print) throws IOException {
    print.printf(
        "Training steps for three times %.0f s: alone, beside a busy process, alone.%n", SECONDS);
    try (TrainingProblem problem = new TrainingProblem()) {
      for (int i = 0; i < WARM_UP_STEPS; i++) {
        problem.step();
      }
      double ownCpu = ownCpuSeconds();
      double before = millisecondsAStep(problem);
      int cores = Runtime.getRuntime().availableProcessors();
      double aloneShare = (ownCpuSeconds() - ownCpu) / SECONDS / cores;
      double beside;
      double lostShare;
      Process busy = start();
      try {
        Duration used = cpuTime(busy);
        long start = System.nanoTime();
        beside = millisecondsAStep(problem);
        double wall = (System.nanoTime() - start) * 1e-9;
        lostShare = cpuTime(busy).minus(used).toMillis() * 1e-3 / wall / cores;
      } finally {
        busy.destroy();
      }
      double after = millisecondsAStep(problem);
      Result result = new Result((before + after) / 2, beside, lostShare, aloneShare);
      print.println(result);
      return result;
    }
  }

  private static double millisecondsAStep(TrainingProblem problem) {
    long start = System.nanoTime();
    int steps = 0;
    double elapsed = 0;
    while (elapsed < SECONDS) {
      problem.step();
      steps++;
      elapsed = (System.nanoTime() - start) * 1e-9;
    }
    return elapsed * 1000 / steps;
  }

  private static Process start() throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java, "-Xmx32m", "-XX:+UseSerialGC", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(BusyLoop.class.getName());
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static double ownCpuSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        * 1e-9;
  }

  private static Duration cpuTime(Process process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
