package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vaelab.data.Digits;
import vaelab.data.DigitsLoader;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigitsConfig;
import vaelab.experiments.ablation.Ablation;
import vaelab.experiments.ablation.RecipeChange;
import vaelab.train.TerminalProgress;

/** {@code vaelab ablate}. */
@Command(
    name = "ablate",
    description = {
      "What each choice of the ten-digit recipe is worth: trains the model with one of them changed",
      "at a time and scores it on mixtures of training digits that were held out.",
      "With --resume those that are missing."
    },
    mixinStandardHelpOptions = true)
final class AblateCommand implements Callable<Integer> {
  @Option(
      names = "--scale",
      defaultValue = "quick",
      description =
          "smoke (seconds a change), quick (five minutes a change) or paper (an hour a change);"
              + " default ${DEFAULT-VALUE}.")
  private Scale scale;

  @Option(
      names = "--labels",
      paramLabel = "SHARE",
      defaultValue = "1",
      description =
          "Share of each class that its expert is pretrained on, above 0 and at most 1; default"
              + " ${DEFAULT-VALUE}.")
  private double labels;

  @Option(
      names = "--change",
      paramLabel = "NAME",
      description =
          "Measure only this change (may be repeated): ${COMPLETION-CANDIDATES}; default: all.")
  private List<RecipeChange> changes = List.of();

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    Path out = run.directory();
    Digits digits = DigitsLoader.load();
    System.err.println("data: " + digits.origin().description());
    Ablation ablation = new Ablation(TenDigitsConfig.of(scale, labels, run.seed()), digits, out);
    for (RecipeChange change : changes.isEmpty() ? List.of(RecipeChange.values()) : changes) {
      System.err.println(change.inWords());
      ablation.measure(change, new TerminalProgress());
    }
    System.out.println(ablation.table().printAll());
    return 0;
  }
}
