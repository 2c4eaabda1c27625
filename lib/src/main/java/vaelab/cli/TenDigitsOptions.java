package vaelab.cli;

import picocli.CommandLine.Option;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigitsConfig;
import vaelab.experiments.TenDigitsConfig.Recipe;

/** Which ten-digit model a command trains. */
final class TenDigitsOptions {
  @Option(
      names = "--scale",
      defaultValue = "quick",
      description =
          "smoke (half a minute), quick (minutes) or paper (half an hour to an hour) for a model; default"
              + " ${DEFAULT-VALUE}.")
  private Scale scale;

  @Option(
      names = "--labels",
      paramLabel = "SHARE",
      defaultValue = "1",
      description =
          "Share of each class that its expert is pretrained on, above 0 and at most 1; 0.1 is the"
              + " paper's second model; default ${DEFAULT-VALUE}.")
  private double labels;

  /** Settings of that model. */
  TenDigitsConfig config(long seed, Recipe recipe) {
    return TenDigitsConfig.of(scale, labels, seed, recipe);
  }
}
