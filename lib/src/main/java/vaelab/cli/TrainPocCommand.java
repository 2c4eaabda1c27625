package vaelab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vaelab.experiments.ProofOfConcept;
import vaelab.experiments.ProofOfConceptConfig;
import vaelab.experiments.ProofOfConceptFigures;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.Scale;
import vaelab.train.TerminalProgress;

/** {@code vaelab train poc}. */
@Command(
    name = "poc",
    description = {
      "Proof of concept: two digits, H = 2 (paper section 3.1).",
      "Pretrains the experts, trains the joint model, measures it on unseen mixtures."
    },
    mixinStandardHelpOptions = true)
final class TrainPocCommand implements Callable<Integer> {
  @Option(
      names = "--scale",
      defaultValue = "quick",
      description = "smoke (seconds), quick (minutes) or paper (hours); default ${DEFAULT-VALUE}.")
  private Scale scale;

  @Mixin private RunOptions run;

  @Override
  public Integer call() throws IOException {
    Path out = run.directory();
    ProofOfConceptConfig config = ProofOfConceptConfig.of(scale, run.seed());
    try (ProofOfConcept poc = new ProofOfConcept(config, out)) {
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
    run.printTable();
    return 0;
  }
}
