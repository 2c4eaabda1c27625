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
import vaelab.experiments.comparison.SingleDigits;
import vaelab.experiments.comparison.SingleDigitsConfig;
import vaelab.experiments.comparison.SingleDigitsFigures;
import vaelab.experiments.comparison.SingleDigitsResult;
import vaelab.jointvae.JointVaeConfig;
import vaelab.train.TerminalProgress;

/** {@code vaelab compare-single}. */
@Command(
    name = "compare-single",
    description = {
      "Recognition of single digits (K = 1): JointVAE, without labels, beside the MS-VAE.",
      "Trains and measures each method, one after the other; with --resume those that are missing."
    },
    mixinStandardHelpOptions = true)
final class CompareSingleCommand implements Callable<Integer> {
  @Mixin private ModelsOptions models;

  @Option(
      names = "--size",
      description =
          "Training of JointVAE: compact, or published (100 epochs); default: published for full"
              + " runs on a GPU, else compact.")
  private JointVaeConfig.Preset size;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      description =
          "Measure only this method (may be repeated): joint-vae, ms-vae-100, ms-vae-10; default:"
              + " all.")
  private List<String> methods = List.of();

  @Mixin private RunOptions run;

  private SingleDigitsConfig config() {
    return size == null
        ? SingleDigitsConfig.of(models.scale(), run.seed())
        : SingleDigitsConfig.of(models.scale(), size, run.seed());
  }

  @Override
  public Integer call() throws IOException {
    Path out = run.directory();
    try (TenDigitsModels digits = models.open(run.seed())) {
      SingleDigits single = new SingleDigits(config(), digits, out);
      single.requireMethods(methods);
      System.err.println("data: " + digits.full().digits().origin().description());
      for (String method : methods.isEmpty() ? single.methods() : methods) {
        System.err.println(method);
        single.measure(method, new TerminalProgress());
      }
      SingleDigitsResult result = single.result();
      if (single.hasJointVae()) {
        SingleDigitsFigures figures = new SingleDigitsFigures(single);
        for (int i = 0; i < single.config().jointVae().size(); i++) {
          ResultFiles.writeFigure(out, "traversals-" + (i + 1), figures.traversals(i));
        }
        ResultFiles.writeFigure(out, "samples", figures.samples(20));
      } else if (result.hasJointVae()) {
        System.err.println(
            "figures of JointVAE are kept as they are: its weights are not in " + out);
      }
    }
    run.printTable();
    return 0;
  }
}
