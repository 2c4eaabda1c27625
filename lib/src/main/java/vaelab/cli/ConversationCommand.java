package vaelab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vaelab conversation}: conversations of which everything is known. */
@Command(
    name = "conversation",
    description = "Makes conversations of single recordings.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ConversationMakeCommand.class)
final class ConversationCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Without a command nothing happens: the help says which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.BAD_INPUT;
  }
}
