package vaelab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import vaelab.experiments.ProofOfConcept;
import vaelab.experiments.ProofOfConceptConfig;
import vaelab.experiments.ProofOfConceptFigures;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.Scale;
import vaelab.train.TerminalProgress;

/** {@code vaelab train}: trains the models of the paper's experiments. */
@Command(
    name = "train",
    description = "Trains the model of an experiment and writes its result files.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "EXPERIMENT",
    subcommands = TrainCommand.Poc.class)
final class TrainCommand {

  /** {@code vaelab train poc}. */
  @Command(
      name = "poc",
      description = {
        "Proof of concept: two digits, H = 2 (paper section 3.1).",
        "Pretrains the experts, trains the joint model, measures it on unseen mixtures."
      },
      mixinStandardHelpOptions = true)
  static final class Poc implements Callable<Integer> {
    @Option(
        names = "--scale",
        defaultValue = "quick",
        description =
            "smoke (seconds), quick (minutes) or paper (hours); default ${DEFAULT-VALUE}.")
    private Scale scale;

    @Option(names = "--out", required = true, description = "Directory for model and results.")
    private Path out;

    @Option(names = "--resume", description = "Continue the run that the directory holds.")
    private boolean resume;

    @Option(names = "--seed", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException {
      requireFresh();
      try (ProofOfConcept poc = new ProofOfConcept(ProofOfConceptConfig.of(scale, seed), out)) {
        System.err.println("data: " + poc.digits().origin().description());
        poc.pretrain(new TerminalProgress());
        poc.train(new TerminalProgress());
        System.err.println(poc.stopReason());
        poc.evaluate();
        ProofOfConceptFigures figures = new ProofOfConceptFigures(poc);
        ResultFiles.writeFigure(out, "samples", figures.samples(12));
        ResultFiles.writeFigure(out, "experts", figures.expertReconstructions(12));
        ResultFiles.writeFigure(out, "training", figures.training());
        ResultFiles.writeFigure(out, "separation", figures.separation(12));
      }
      System.out.print(Files.readString(out.resolve(ResultFiles.TABLE)));
      return 0;
    }

    private void requireFresh() throws IOException {
      if (resume || !Files.isDirectory(out)) {
        return;
      }
      try (var files = Files.list(out)) {
        if (files.findAny().isPresent()) {
          throw new IOException(
              "expected an empty or new directory, found files in "
                  + out
                  + "; continue that run with --resume, or give another directory.");
        }
      }
    }
  }
}
