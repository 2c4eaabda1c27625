package vaelab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import vaelab.data.Npy;
import vaelab.data.NpyArray;
import vaelab.experiments.SourceTraining;
import vaelab.msvae.Inference;
import vaelab.msvae.ModelFile;
import vaelab.msvae.MsVae;
import vaelab.msvae.estep.FixedCountPrior;

/** The options that name a trained model and the mixtures it works on. */
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

  /** A model with mixtures of its size. */
  record Loaded(MsVae model, NpyArray mixtures) implements AutoCloseable {

    /** Inference under the learned prior, or with exactly K active streams. */
    Inference inference(Integer k) {
      Inference inference = new Inference(model);
      return k == null
          ? inference
          : inference.withPrior(new FixedCountPrior(model.streams().size(), k));
    }

    @Override
    public void close() {
      model.close();
    }
  }

  Loaded load() throws IOException {
    Path file = Files.isDirectory(model) ? model.resolve(SourceTraining.MODEL) : model;
    if (!Files.exists(file)) {
      throw new IOException(
          "expected a trained model at " + file + ", found none; train one with 'vaelab train'.");
    }
    MsVae loaded = ModelFile.load(file);
    try {
      return new Loaded(loaded, Npy.readMixtures(in, loaded.sizes().dim()));
    } catch (IOException | RuntimeException e) {
      loaded.close();
      throw e;
    }
  }
}
