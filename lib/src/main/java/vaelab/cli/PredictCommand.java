package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vaelab.data.MixtureFiles;
import vaelab.msvae.Inference;

/** {@code vaelab predict}: which sources are active in each mixture. */
@Command(
    name = "predict",
    description = {
      "Finds the most probable state of each mixture.",
      "Writes an N x H array of 0 and 1 (uint8), one column a stream of the model."
    },
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Mixin private ModelInput input;

  @Option(
      names = "--k",
      paramLabel = "K",
      description =
          "Exactly K streams are active, 0 to H (fixed-K prior); default: the learned prior.")
  private Integer k;

  @Option(names = "--out", required = true, description = "File for the states (.npy).")
  private Path out;

  @Override
  public Integer call() throws IOException {
    input.requireOther(out);
    try (ModelInput.Loaded loaded = input.load()) {
      Inference inference = k == null ? loaded.inference() : loaded.exactly(k, 0);
      int[] states = inference.predict(loaded.mixtures().data()).states();
      MixtureFiles.writeStates(out, states, loaded.streams());
      System.out.printf("%d states written to %s%n", states.length, out);
      System.out.println("columns: " + String.join(", ", loaded.model().sources()));
    }
    return 0;
  }
}
