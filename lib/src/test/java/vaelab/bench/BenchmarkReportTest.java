package vaelab.bench;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets count as met only where something was measured that says so. */
class BenchmarkReportTest {
  @TempDir Path folder;

  private static BenchmarkReport.Row row(double ratio, double target, boolean steady) {
    return new BenchmarkReport.Row("ours", "Ours.step", 2, 1.9, 10, ratio, target, steady);
  }

  private static String lastWord(BenchmarkReport.Row... rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    BenchmarkReport report = new BenchmarkReport();
    for (BenchmarkReport.Row row : rows) {
      report.add(print, row);
    }
    report.end(print);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void targetsAreMetByRatiosThatReachThem() {
    assertTrue(lastWord(row(8, 8, true), row(0.5, 0, true)).endsWith("All targets met.\n"));
    assertTrue(lastWord(row(8, 8, true), row(7.9, 8, true)).contains("1 target(s) not met"));
  }

  /** A median of times that fall into two groups may be anything between them. */
  @Test
  void nothingIsToldByAnUnsteadyEagerForm() {
    assertTrue(row(1, 0, true).isSteady());
    BenchmarkReport.Row twofold =
        new BenchmarkReport.Row("eager", "Eager.step", 3_606, 44.8, 7, 1, 0, true);
    assertFalse(twofold.isSteady());
    assertFalse(row(1_693, 100, twofold.isSteady()).met());
    assertTrue(lastWord(row(1_693, 100, false)).contains("unsteady"));
  }

  @Test
  void theFileHasNoVerdictWhereNothingIsTold() throws IOException {
    BenchmarkReport report = new BenchmarkReport();
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    report.add(nowhere, row(9, 8, true));
    report.add(nowhere, row(1_693, 100, false));
    Path out = folder.resolve("bench.json");
    report.write(out);
    JsonNode benchmarks = new ObjectMapper().readTree(out.toFile()).path("benchmarks");
    assertTrue(benchmarks.path(0).path("met").asBoolean());
    assertFalse(benchmarks.path(1).has("met"));
    assertFalse(benchmarks.path(1).path("steady").asBoolean(true));
  }

  @Test
  void refusesPartsThatDoNotExistBeforeAnyWork() {
    Path out = folder.resolve("bench.json");
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> Benchmarks.run(out, "memory", "enrgies"));
    assertTrue(error.getMessage().contains("found enrgies"), error.getMessage());
    assertTrue(Files.notExists(out));
  }
}
