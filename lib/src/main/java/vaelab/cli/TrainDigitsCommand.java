package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigits;
import vaelab.experiments.TenDigitsConfig;
import vaelab.experiments.TenDigitsFigures;
import vaelab.experiments.TenDigitsResult;
import vaelab.train.TerminalProgress;

/** {@code vaelab train digits}. */
@Command(
    name = "digits",
    description = {
      "Ten digits in one image, H = 10 (paper section 3.2).",
      "Pretrains the experts, trains the joint model, measures it on unseen mixtures."
    },
    mixinStandardHelpOptions = true)
final class TrainDigitsCommand implements Callable<Integer> {
  @Option(
      names = "--scale",
      defaultValue = "quick",
      description =
          "smoke (half a minute), quick (minutes) or paper (hours); default ${DEFAULT-VALUE}.")
  private Scale scale;

  @Option(
      names = "--labels",
      paramLabel = "SHARE",
      defaultValue = "1",
      description =
          "Share of each class that its expert is pretrained on, above 0 and at most 1; 0.1 is the"
              + " paper's second model; default ${DEFAULT-VALUE}.")
  private double labels;

  @Option(
      names = "--recipe",
      defaultValue = "tuned",
      description = {
        "published (the paper's training: fresh encoders, batch statistics, its step sizes)",
        "or tuned (ours); default ${DEFAULT-VALUE}."
      })
  private TenDigitsConfig.Recipe recipe;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    Path out = run.directory();
    TenDigitsConfig config = TenDigitsConfig.of(scale, labels, run.seed(), recipe);
    try (TenDigits digits = new TenDigits(config, out)) {
      System.err.println("data: " + digits.digits().origin().description());
      digits.pretrain(new TerminalProgress());
      digits.train(new TerminalProgress());
      System.err.println(digits.stopReason());
      TenDigitsResult result = digits.evaluate();
      TenDigitsFigures figures = new TenDigitsFigures(digits);
      ResultFiles.writeFigure(out, "samples", figures.samples(12));
      ResultFiles.writeFigure(out, "experts", figures.expertReconstructions(12));
      ResultFiles.writeFigure(out, "training", figures.training());
      ResultFiles.writeFigure(out, "streams", figures.streams(12));
      ResultFiles.writeFigure(out, "accuracy", figures.accuracy(result));
      ResultFiles.writeFigure(out, "confusion", figures.confusion(result));
    }
    run.printTable();
    return 0;
  }
}
