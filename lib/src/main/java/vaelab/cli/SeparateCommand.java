package vaelab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vaelab.data.MixtureFiles;
import vaelab.data.Npy;
import vaelab.msvae.Inference;

/** {@code vaelab separate}: the K sources of each mixture. */
@Command(
    name = "separate",
    description = {
      "Separates each mixture into K sources.",
      "Writes sources.npy (N x K x height x width, or N x K x D; float32, ordered by stream)",
      "and states.npy (N x H, uint8) into a directory."
    },
    mixinStandardHelpOptions = true)
final class SeparateCommand implements Callable<Integer> {
  @Mixin private ModelInput input;

  @Option(
      names = "--k",
      paramLabel = "K",
      required = true,
      description = "Number of active sources in each mixture, from 1 to H.")
  private int k;

  @Option(names = "--out", required = true, description = "Directory for the two files.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    try (ModelInput.Loaded loaded = input.load()) {
      int streams = loaded.model().streams().size();
      if (k < 1 || k > streams) {
        throw new IllegalArgumentException(
            "expected K from 1 to the model's H=%d streams, found %d.".formatted(streams, k));
      }
      long start = System.nanoTime();
      Inference.Prediction prediction = loaded.inference(k).separate(loaded.mixtures().data());
      double seconds = (System.nanoTime() - start) * 1e-9;
      Files.createDirectories(out);
      write(loaded, prediction);
      System.out.printf(
          "%d mixtures separated into %d sources each, %.6f s an image; written to %s%n",
          prediction.states().length, k, seconds / prediction.states().length, out);
    }
    return 0;
  }

  private void write(ModelInput.Loaded loaded, Inference.Prediction prediction) throws IOException {
    int[] states = prediction.states();
    int streams = loaded.model().streams().size();
    int dim = loaded.model().sizes().dim();
    int[] image = loaded.mixtures().shape();
    int[] shape = new int[image.length + 1];
    shape[0] = image[0];
    shape[1] = k;
    System.arraycopy(image, 1, shape, 2, image.length - 1);
    Npy.write(
        out.resolve(MixtureFiles.SOURCES),
        shape,
        sink -> {
          for (int n = 0; n < states.length; n++) {
            for (int h = 0; h < streams; h++) {
              if ((states[n] >> h & 1) == 1) {
                sink.append(prediction.streams(), (n * streams + h) * dim, dim);
              }
            }
          }
        });
    MixtureFiles.writeStates(out.resolve(MixtureFiles.STATES), states, streams);
  }
}
