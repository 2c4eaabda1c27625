package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vaelab.experiments.OwnData;
import vaelab.experiments.OwnSources;
import vaelab.experiments.OwnSourcesConfig;
import vaelab.train.TerminalProgress;

/** {@code vaelab train sources}: a model of the user's own images. */
@Command(
    name = "sources",
    description = {
      "Your own sources: one expert a source, then the joint model on your mixtures.",
      "'predict' and 'separate' work on the result."
    },
    mixinStandardHelpOptions = true)
final class TrainSourcesCommand implements Callable<Integer> {
  @Option(
      names = "--source",
      paramLabel = "NAME=FILE",
      required = true,
      description =
          "Images of one source (.npy): N x height x width or N x D, in [0,1]. Once for each"
              + " source; the model's streams keep the order.")
  private List<String> sources;

  @Option(
      names = "--mixtures",
      paramLabel = "FILE",
      required = true,
      description =
          "Mixtures to learn from (.npy): float32 of the same size, sums of images of the sources."
              + " Their values may leave [0,1].")
  private Path mixtures;

  @Option(
      names = "--expert-epochs",
      paramLabel = "N",
      defaultValue = "100",
      description = "Epochs of each expert; default ${DEFAULT-VALUE}.")
  private int expertEpochs;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "40",
      description = "Epochs of the joint model; default ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--batch",
      paramLabel = "B",
      defaultValue = "100",
      description = "Images a step, at least 2; default ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--latent",
      paramLabel = "Z",
      defaultValue = "20",
      description = "Latent variables of a source; default ${DEFAULT-VALUE}.")
  private int latent;

  @Option(
      names = "--hidden",
      paramLabel = "WIDTH",
      split = ",",
      defaultValue = "700,600,500,400,300",
      description =
          "Widths of the encoder's hidden layers, the decoder mirrors them; default"
              + " ${DEFAULT-VALUE}.")
  private List<Integer> hidden;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      defaultValue = "6e-4",
      description = "First step size, falls along a cosine; default ${DEFAULT-VALUE}.")
  private double learningRate;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    Path out = run.directory();
    OwnSourcesConfig config =
        OwnSourcesConfig.of(hidden, latent, expertEpochs, epochs, batch, learningRate, run.seed());
    OwnData data = OwnData.read(NamedFiles.of("--source", sources), mixtures);
    try (OwnSources own = new OwnSources(config, data, out)) {
      System.err.println("data: " + data.origin().description());
      own.pretrain(new TerminalProgress());
      own.train(new TerminalProgress());
      System.err.println(own.stopReason());
      own.evaluate();
    }
    run.printTable();
    return 0;
  }
}
