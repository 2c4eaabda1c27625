package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vaelab.experiments.ResultFiles;
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
  @Mixin private TenDigitsOptions digits;

  @Option(
      names = "--recipe",
      defaultValue = "tuned",
      description = {
        "published (the paper's training: fresh encoders, batch statistics, its step sizes),",
        "released (the same, with the KL weight that its code gives the experts, 1/128),",
        "or tuned (ours); default ${DEFAULT-VALUE}."
      })
  private TenDigitsConfig.Recipe recipe;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    Path out = run.directory();
    TenDigitsConfig config = digits.config(run.seed(), recipe);
    try (TenDigits experiment = new TenDigits(config, out)) {
      System.err.println("data: " + experiment.digits().origin().description());
      experiment.pretrain(new TerminalProgress());
      experiment.train(new TerminalProgress());
      System.err.println(experiment.stopReason());
      TenDigitsResult result = experiment.evaluate();
      TenDigitsFigures figures = new TenDigitsFigures(experiment);
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
