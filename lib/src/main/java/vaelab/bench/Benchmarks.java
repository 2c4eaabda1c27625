package vaelab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.util.Statistics;

/** Runs the benchmarks and reports on their targets. */
public final class Benchmarks {

  /**
   * One benchmark.
   *
   * @param label what is measured, for readers
   * @param method JMH's name for it within this package
   * @param baseline the method that it is compared with, or null for a baseline
   * @param target how many times faster it has to be, or 0 where nothing is demanded
   */
  private record Entry(String label, String method, String baseline, double target) {}

  private static final String ENERGIES = "EnergyBenchmark.eagerEnergies";
  private static final String GRADIENT = "EnergyBenchmark.eagerGradient";
  private static final String MEMORY = "memory";
  private static final String STEP = "TrainingStepBenchmark.eagerStep";

  private static final List<Entry> ALL =
      List.of(
          new Entry("energies, eager", ENERGIES, null, 0),
          new Entry("energies, chunked tensors", "EnergyBenchmark.tensorEnergies", ENERGIES, 0),
          new Entry("energies, ours", "EnergyBenchmark.ourEnergies", ENERGIES, 100),
          new Entry("energies + gradient, eager", GRADIENT, null, 0),
          new Entry("energies + gradient, ours", "EnergyBenchmark.ourGradient", GRADIENT, 100),
          new Entry("the same, flat posterior", "EnergyBenchmark.ourGradientFlat", GRADIENT, 0),
          new Entry("training step, eager", STEP, null, 0),
          new Entry("training step, ours", "TrainingStepBenchmark.ourStep", STEP, 8));

  private Benchmarks() {}

  /**
   * Measures, prints a table while it grows, and writes the results.
   *
   * @param out JSON file for the results, or null for none
   * @param filter parts of names ({@code energies}, {@code training}); all benchmarks if empty. A
   *     benchmark that is compared with another brings that along.
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if a part of a name is that of no benchmark
   * @throws IllegalStateException if contenders compute different results, or a benchmark fails
   */
  public static void run(Path out, String... filter) throws IOException {
    for (String part : filter) {
      if (select(part).isEmpty() && !wanted(MEMORY, part)) {
        throw new IllegalArgumentException(
            "expected energies, training or memory, found %s.".formatted(part));
      }
    }
    List<Entry> entries = select(filter);
    BenchmarkReport report = new BenchmarkReport();
    report.begin(System.out, entries.size());
    for (Entry entry : entries) {
      Statistics times = measure(entry);
      BenchmarkReport.Row baseline = report.row(entry.baseline());
      double median = times.getPercentile(50);
      report.add(
          System.out,
          new BenchmarkReport.Row(
              entry.label(),
              entry.method(),
              median,
              times.getMin(),
              times.getN(),
              baseline == null ? 1 : baseline.median() / median,
              entry.target(),
              baseline == null || baseline.isSteady()));
    }
    if (wanted(MEMORY, filter)) {
      report.add(System.out, MemoryUse.measure(BenchmarkSizes.H));
      report.add(System.out, MemoryUse.measure(16));
    }
    report.end(System.out);
    if (out != null) {
      report.write(out);
      System.out.println("Written to " + out + ".");
    }
  }

  private static List<Entry> select(String... filter) {
    List<String> methods = new ArrayList<>();
    for (Entry entry : ALL) {
      if (wanted(entry.label() + " " + entry.method(), filter)) {
        methods.add(entry.method());
        methods.add(entry.baseline());
      }
    }
    return ALL.stream().filter(entry -> methods.contains(entry.method())).toList();
  }

  private static boolean wanted(String name, String... filter) {
    return filter.length == 0
        || Arrays.stream(filter).anyMatch(f -> name.toLowerCase().contains(f.toLowerCase()));
  }

  /** Times of one benchmark, in milliseconds, from a virtual machine of its own. */
  private static Statistics measure(Entry entry) throws IOException {
    Path log = Files.createTempFile("vaelab-bench", ".log");
    try {
      RunResult result =
          new Runner(
                  new OptionsBuilder()
                      .include("^vaelab\\.bench\\." + entry.method().replace(".", "\\.") + "$")
                      .shouldFailOnError(true)
                      .output(log.toString())
                      .build())
              .runSingle();
      return result.getPrimaryResult().getStatistics();
    } catch (RunnerException e) {
      throw new IllegalStateException(
          "Benchmark " + entry.method() + " failed:\n" + Files.readString(log), e);
    } finally {
      Files.delete(log);
    }
  }
}
