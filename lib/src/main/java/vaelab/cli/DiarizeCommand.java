package vaelab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code vaelab diarize}: who speaks when in a user's own recordings. */
@Command(
    name = "diarize",
    description = "Learns speakers from own recordings, and tells who speaks when.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DiarizeTrainCommand.class, DiarizeRunCommand.class})
final class DiarizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Without a command nothing happens: the help says which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.BAD_INPUT;
  }
}
