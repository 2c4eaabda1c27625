package vaelab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vaelab score}: scores answers, whoever gave them. */
@Command(
    name = "score",
    description = "Scores answers against a reference, whatever system gave them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "SCORE",
    subcommands = ScoreDerCommand.class)
final class ScoreCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Without a score nothing is computed: the help says which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.BAD_INPUT;
  }
}
