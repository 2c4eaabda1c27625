package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.TenDigitsModels;
import vaelab.experiments.comparison.Comparison;
import vaelab.experiments.comparison.ComparisonConfig;
import vaelab.experiments.comparison.ComparisonFigures;
import vaelab.experiments.comparison.ComparisonResult;
import vaelab.experiments.comparison.StabilityFigure;
import vaelab.train.TerminalProgress;

/** {@code vaelab compare}. */
@Command(
    name = "compare",
    description = {
      "Separation of 2, 3 and 4 digits by several methods (paper Table 1).",
      "Trains and measures each method, one after the other; with --resume those that are missing."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Mixin private ModelsOptions models;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "Measure only this method (may be repeated): average, vae-bss, lass, basis, ms-vae-100,"
              + " ms-vae-10; default: all of these. lass-published and basis-published, the"
              + " published sizes, take their places in full runs on a GPU.")
  private List<String> methods = List.of();

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    Path out = run.directory();
    try (TenDigitsModels digits = models.open(run.seed())) {
      Comparison comparison =
          Comparison.of(ComparisonConfig.of(models.scale(), run.seed()), digits, out);
      comparison.requireMethods(methods);
      System.err.println("data: " + digits.full().digits().origin().description());
      for (String method : methods.isEmpty() ? comparison.methods() : methods) {
        System.err.println(method);
        comparison.measure(method, new TerminalProgress());
      }
      ComparisonResult result = comparison.result();
      ComparisonFigures figures = new ComparisonFigures(comparison, result);
      for (int k : comparison.config().ks()) {
        ResultFiles.writeFigure(out, "separations-" + k, figures.separations(k, 10));
      }
      ResultFiles.writeFigure(out, "systems-against-time", figures.systemsAgainstTime());
      ResultFiles.writeFigure(out, "basis-stability", StabilityFigure.paint());
      if (result.hasPriors()) {
        ResultFiles.writeFigure(out, "priors", figures.priors());
      }
      if (result.hasKnob()) {
        ResultFiles.writeFigure(out, "quality-against-time", figures.qualityAgainstTime());
      }
    }
    run.printTable();
    return 0;
  }
}
