package vaelab.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.data.AtomicFiles;
import vaelab.tensor.Hardware;

/** Table and result file of a benchmark run. */
final class BenchmarkReport {
  private static final String LINE = "%-28s %10s %10s %9s  %s%n";

  private final Map<String, String> machine = new LinkedHashMap<>(Hardware.describe());
  private final List<Row> rows = new ArrayList<>();
  private final List<MemoryUse> memory = new ArrayList<>();

  /**
   * A measured benchmark.
   *
   * @param label what was measured
   * @param method name of the benchmark
   * @param median median time in ms
   * @param fastest shortest time in ms
   * @param samples number of times measured
   * @param ratio how many times faster than the eager form
   * @param target how many times faster it has to be; 0 for no demand
   * @param steady whether the eager form's times are close together, so that the ratio says
   *     something
   */
  record Row(
      String label,
      String method,
      double median,
      double fastest,
      long samples,
      double ratio,
      double target,
      boolean steady) {

    /** What a median may exceed the shortest time by. */
    private static final double STEADY = 1.5;

    /** Whether the median stands for the times. */
    boolean isSteady() {
      return median <= STEADY * fastest;
    }

    boolean met() {
      return target == 0 || steady && ratio >= target;
    }

    private String verdict() {
      if (target == 0) {
        return "";
      }
      String found = !steady ? "NOT TOLD: the eager form is unsteady" : met() ? "met" : "MISSED";
      return "target %.0f x %s".formatted(target, found);
    }
  }

  BenchmarkReport() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    machine.put("loadBefore", "%.1f".formatted(load));
    for (String name :
        List.of(
            "OMP_WAIT_POLICY",
            "GOMP_SPINCOUNT",
            "MALLOC_ARENA_MAX",
            "MALLOC_MMAP_THRESHOLD_",
            "MALLOC_TRIM_THRESHOLD_")) {
      machine.put(name, String.valueOf(System.getenv(name)));
    }
  }

  /** The row of a benchmark that was measured already, or null. */
  Row row(String method) {
    return rows.stream().filter(row -> row.method().equals(method)).findFirst().orElse(null);
  }

  void begin(PrintStream print, int benchmarks) {
    machine.forEach((name, value) -> print.printf("%-16s %s%n", name, value));
    print.printf(
        "B=%d points, H=%d streams, D=%d values; %d benchmarks of about 15 s, each of which first checks%n"
            + "that the library and eager tensors compute the same.%n%n",
        BenchmarkSizes.B, BenchmarkSizes.H, BenchmarkSizes.D, benchmarks);
    print.printf(LINE, "", "median ms", "fastest", "x eager", "");
  }

  void add(PrintStream print, Row row) {
    rows.add(row);
    print.printf(
        LINE,
        row.label(),
        "%.2f".formatted(row.median()),
        "%.2f".formatted(row.fastest()),
        "%.1f".formatted(row.ratio()),
        row.verdict());
  }

  void add(PrintStream print, MemoryUse use) {
    if (memory.isEmpty()) {
      print.printf("%nMemory of one call for the energies, as the virtual machine counts it:%n");
    }
    memory.add(use);
    print.printf("%s; %s%n", use, use.withinBound() ? "within the bound" : "BOUND EXCEEDED");
  }

  void end(PrintStream print) {
    if (memory.size() == 2) {
      MemoryUse large = memory.get(1);
      MemoryUse small = memory.get(0);
      print.printf(
          "H=%d ran in %.1f %% of the memory that a single eager tensor takes at H=%d.%n",
          large.streams(), 100.0 * large.bytes() / small.eagerBytes(), small.streams());
    }
    long missed =
        rows.stream().filter(row -> !row.met()).count()
            + memory.stream().filter(use -> !use.withinBound()).count();
    print.printf(
        "%s%n",
        missed == 0 ? "All targets met." : missed + " target(s) not met; is the machine busy?");
  }

  void write(Path out) throws IOException {
    List<Map<String, Object>> benchmarks = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("name", row.method());
      fields.put("label", row.label());
      fields.put("medianMs", row.median());
      fields.put("fastestMs", row.fastest());
      fields.put("samples", row.samples());
      fields.put("timesFasterThanEager", row.ratio());
      if (row.target() > 0) {
        fields.put("target", row.target());
        // A verdict from an unsteady eager form would be none.
        fields.put(row.steady() ? "met" : "steady", row.steady() && row.met());
      }
      benchmarks.add(fields);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("machine", machine);
    result.put(
        "sizes", Map.of("B", BenchmarkSizes.B, "H", BenchmarkSizes.H, "D", BenchmarkSizes.D));
    result.put("benchmarks", benchmarks);
    result.put("memory", memory);
    byte[] json =
        new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(result);
    AtomicFiles.write(out, stream -> stream.write(json));
  }
}
