package vaelab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vaelab train}: trains the models of the paper's experiments, or of own sources. */
@Command(
    name = "train",
    description = "Trains the model of an experiment and writes its result files.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "EXPERIMENT",
    subcommands = {
      TrainPocCommand.class,
      TrainDigitsCommand.class,
      TrainSourcesCommand.class,
      TrainSpeechCommand.class
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Without an experiment nothing is trained: the help says which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.BAD_INPUT;
  }
}
