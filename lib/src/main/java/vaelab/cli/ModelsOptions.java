package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigitsConfig;
import vaelab.experiments.TenDigitsModels;

/** Which ten-digit models a comparison is about. */
final class ModelsOptions {
  @Option(
      names = "--scale",
      defaultValue = "quick",
      description =
          "smoke (a minute), quick (minutes) or paper (hours); default" + " ${DEFAULT-VALUE}.")
  private Scale scale;

  @Option(
      names = "--models",
      required = true,
      description =
          "Directory of the ten-digit models: what \"train digits\" wrote into its folders"
              + " labels-100 and labels-10; trained there where they are missing.")
  private Path models;

  @Option(
      names = "--recipe",
      defaultValue = "tuned",
      description =
          "How these are trained: tuned, published or released; default ${DEFAULT-VALUE}.")
  private TenDigitsConfig.Recipe recipe;

  Scale scale() {
    return scale;
  }

  /** The models, not loaded yet. */
  TenDigitsModels open(long seed) throws IOException {
    return new TenDigitsModels(scale, seed, recipe, models);
  }
}
