package vaelab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;
import vaelab.data.BadDataException;
import vaelab.data.Npy;
import vaelab.data.NpyArray;
import vaelab.experiments.SourceTraining;
import vaelab.msvae.Inference;
import vaelab.msvae.ModelFile;
import vaelab.msvae.MsVae;
import vaelab.msvae.Refinement;
import vaelab.msvae.estep.FixedCountPrior;

/** The options that name a trained model, the mixtures it works on, and how it infers. */
final class ModelInput {
  @Option(
      names = "--model",
      required = true,
      description = "Directory of a training run, or a model file.")
  private Path model;

  @Option(
      names = "--in",
      required = true,
      description = "Mixtures (.npy): float32, N x height x width or N x D.")
  private Path in;

  @Option(
      names = "--refine",
      paramLabel = "STEPS",
      defaultValue = "0",
      description =
          "Look at each mixture again without its other streams, then take gradient steps on q(z)"
              + " of the leading states; slower, better; default ${DEFAULT-VALUE}, the encoders' answer.")
  private int steps;

  @Option(
      names = "--refine-states",
      paramLabel = "N",
      description =
          "With --refine: how many of the leading states are tried, at least 1; more are slower and"
              + " miss less; default 3.")
  private Integer states;

  /**
   * A model with mixtures of its size.
   *
   * @param model trained model
   * @param mixtures N x D values
   * @param inference under the learned prior, refined if that is asked for
   * @param refinement what is asked for, at temperature 1; {@code null} for none
   */
  record Loaded(MsVae model, NpyArray mixtures, Inference inference, Refinement refinement)
      implements AutoCloseable {

    /** H. */
    int streams() {
      return model.streams().size();
    }

    /** Inference with exactly K active streams. */
    Inference exactly(int k, int least) {
      if (k < least || k > streams()) {
        throw new IllegalArgumentException(
            "expected K from %d to the model's H=%d streams, found %d."
                .formatted(least, streams(), k));
      }
      return inference.withPrior(new FixedCountPrior(streams(), k)).withRefinement(refinement);
    }

    @Override
    public void close() {
      model.close();
    }
  }

  /** The answer goes to a file, and mixtures and model must survive it. */
  void requireOther(Path out) throws IOException {
    if (Files.isDirectory(out)) {
      throw new IOException(
          "expected a file name for --out, found the directory %s; give a name inside it."
              .formatted(out));
    }
    requireOther(out, in, "--in");
    requireOther(out, modelFile(), "the model");
  }

  static void requireOther(Path out, Path kept, String name) throws IOException {
    if (Files.exists(out) && Files.exists(kept) && Files.isSameFile(out, kept)) {
      throw new IOException(
          "expected an --out other than %s, found %s for both; it would be overwritten."
              .formatted(name, out));
    }
  }

  private Path modelFile() {
    return Files.isDirectory(model) ? model.resolve(SourceTraining.MODEL) : model;
  }

  /** So must the ground truth, whose files beside the mixtures are called like the answer's. */
  void requireOtherFolder(Path out) throws IOException {
    Path folder = in.toAbsolutePath().getParent();
    if (Files.exists(out) && Files.isSameFile(out, folder)) {
      throw new IOException(
          "expected an --out other than the folder of --in, found %s; sources.npy and states.npy in it could be the ground truth."
              .formatted(out));
    }
  }

  /** What is asked for, or {@code null} for none. */
  private Refinement refinement() {
    if (steps < 0) {
      throw new IllegalArgumentException(
          "expected --refine of 0 (off) or more steps, found " + steps + ".");
    }
    if (states != null && states < 1) {
      throw new IllegalArgumentException(
          "expected --refine-states of at least 1 state, found " + states + ".");
    }
    if (steps == 0 && states != null) {
      throw new IllegalArgumentException(
          "expected --refine STEPS together with --refine-states, found --refine-states %d alone; add --refine 30, for example."
              .formatted(states));
    }
    if (steps == 0) {
      return null;
    }
    Refinement usual = Refinement.ofSteps(steps);
    return states == null ? usual : Refinement.of(usual.sweeps(), steps, states);
  }

  /** No mean of a mixture exceeds that of all streams at their brightest, 1. */
  private void requireScale(NpyArray mixtures, int streams) throws IOException {
    double mean =
        IntStream.range(0, mixtures.data().length)
            .mapToDouble(i -> mixtures.data()[i])
            .average()
            .orElse(0);
    if (mean > streams) {
      throw BadDataException.of(
          in,
          "mixtures that are sums of at most H=%d sources with pixels in [0, 1]".formatted(streams),
          String.format(Locale.ROOT, "a mean value of %.3g", mean),
          "Divide them by what the sources were divided by, 255 for bytes");
    }
  }

  Loaded load() throws IOException {
    Refinement refinement = refinement();
    Path file = modelFile();
    if (!Files.exists(file)) {
      throw new IOException(
          "expected a trained model at " + file + ", found none; train one with 'vaelab train'.");
    }
    MsVae loaded = ModelFile.load(file);
    try {
      NpyArray mixtures = Npy.readMixtures(in, loaded.sizes().shape());
      requireScale(mixtures, loaded.streams().size());
      // The number of sources is not known unless a command asks for exactly K.
      Refinement unknown = refinement == null ? null : refinement.at(Refinement.UNKNOWN_COUNT);
      return new Loaded(
          loaded, mixtures, new Inference(loaded).withRefinement(unknown), refinement);
    } catch (IOException | RuntimeException e) {
      loaded.close();
      throw e;
    }
  }
}
