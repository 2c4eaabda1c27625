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
import vaelab.experiments.TenDigitsConfig.Recipe;
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
  @Mixin private TenDigitsOptions recipe;

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
    Ablation ablation = new Ablation(recipe.config(run.seed(), Recipe.TUNED), digits, out);
    for (RecipeChange change : changes.isEmpty() ? List.of(RecipeChange.values()) : changes) {
      System.err.println(change.inWords());
      ablation.measure(change, new TerminalProgress());
    }
    System.out.println(ablation.table().printAll());
    return 0;
  }
}
