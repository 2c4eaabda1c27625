package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vaelab.bench.Benchmarks;
import vaelab.bench.ContentionCheck;

/** {@code vaelab bench}: how fast the E-step and a training step are on this machine. */
@Command(
    name = "bench",
    description = {
      "Measures energies, gradient and a whole training step at H=10, B=125, D=784",
      "against the eager tensor computation, after checking that the results agree."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "PART",
      description = "Only these: energies, training, memory; default: all.")
  private List<String> parts = List.of();

  @Option(names = "--out", description = "File for the results (JSON).")
  private Path out;

  @Option(
      names = "--contention",
      description = "Measure instead how much a busy second process slows a training down.")
  private boolean contention;

  @Override
  public Integer call() throws IOException {
    if (contention) {
      if (out != null || !parts.isEmpty()) {
        throw new IllegalArgumentException(
            "expected --contention alone, found it with --out or parts; its result is printed.");
      }
      ContentionCheck.run(System.out);
    } else {
      Benchmarks.run(out, parts.toArray(String[]::new));
    }
    return 0;
  }
}
