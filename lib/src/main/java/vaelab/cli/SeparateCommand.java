package vaelab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vaelab.data.MixtureFiles;
import vaelab.data.Npy;
import vaelab.msvae.Inference;
import vaelab.separation.MaskedSeparator;
import vaelab.separation.Separation;

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
  /**
   * Mixtures at a time: images of all H streams of one go are in memory. A multiple of inference's
   * batches, so that the answer is the same as of all at once.
   */
  private static final int CHUNK = 8 * Inference.BATCH;

  @Mixin private ModelInput input;

  @Option(
      names = "--k",
      paramLabel = "K",
      required = true,
      description = "Number of active sources in each mixture, from 1 to H.")
  private int k;

  @Option(
      names = "--mask",
      description = {
        "Scale the sources pixel by pixel so that they sum to the mixture,",
        "as far as none exceeds 1."
      })
  private boolean mask;

  @Option(names = "--out", required = true, description = "Directory for the two files.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    requireSafe();
    try (ModelInput.Loaded loaded = input.load()) {
      Inference inference = loaded.exactly(k, 1);
      int[] states = new int[loaded.mixtures().count()];
      double seconds = separate(loaded, inference, states);
      MixtureFiles.writeStates(out.resolve(MixtureFiles.STATES), states, loaded.streams());
      System.out.printf(
          Locale.ROOT,
          "%d mixtures separated into %d sources each, %.6f s an image; written to %s%n",
          states.length,
          k,
          seconds / states.length,
          out);
    }
    return 0;
  }

  /** The files are called as those of the ground truth are, which may lie beside the mixtures. */
  private void requireSafe() throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new IOException(
          "expected a directory for --out, found the file " + out + "; give another name.");
    }
    input.requireOtherFolder(out);
  }

  /** Writes the sources, keeps the states, and says how long the inference took. */
  private double separate(ModelInput.Loaded loaded, Inference inference, int[] states)
      throws IOException {
    int dim = loaded.model().sizes().dim();
    float[] x = loaded.mixtures().data();
    double[] seconds = {0};
    Npy.write(
        out.resolve(MixtureFiles.SOURCES),
        shape(loaded.mixtures().shape()),
        sink -> {
          for (int from = 0; from < states.length; from += CHUNK) {
            int until = Math.min(states.length, from + CHUNK);
            float[] some = Arrays.copyOfRange(x, from * dim, until * dim);
            long start = System.nanoTime();
            Inference.Prediction prediction = inference.startingAt(from).separate(some);
            Separation found =
                new Separation(prediction.activeSources(k, dim), until - from, k, dim);
            Separation result = mask ? MaskedSeparator.mask(found, some, 1) : found;
            seconds[0] += (System.nanoTime() - start) * 1e-9;
            sink.append(result.sources(), 0, result.sources().length);
            System.arraycopy(prediction.states(), 0, states, from, until - from);
          }
          // States of an earlier answer must not lie beside the sources of this one.
          Files.deleteIfExists(out.resolve(MixtureFiles.STATES));
        });
    return seconds[0];
  }

  /** N x height x width becomes N x K x height x width. */
  private int[] shape(int[] mixtures) {
    int[] shape = new int[mixtures.length + 1];
    shape[0] = mixtures[0];
    shape[1] = k;
    System.arraycopy(mixtures, 1, shape, 2, mixtures.length - 1);
    return shape;
  }
}
