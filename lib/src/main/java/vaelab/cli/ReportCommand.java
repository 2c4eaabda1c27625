package vaelab.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import vaelab.experiments.ResultsReport;

/** {@code vaelab report}: the README's tables from the result files. */
@Command(
    name = "report",
    description = "Writes the result tables of notebooks/results into the README.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Override
  public Integer call() throws IOException {
    ResultsReport.ofThisProject().write();
    return 0;
  }
}
