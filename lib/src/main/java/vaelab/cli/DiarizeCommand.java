package vaelab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import vaelab.audio.SampleSource;

/** {@code vaelab diarize}: who speaks when in a user's own recordings. */
@Command(
    name = "diarize",
    description = "Learns speakers from own recordings, and tells who speaks when.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DiarizeTrainCommand.class, DiarizeRunCommand.class})
final class DiarizeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Sound of another rate is resampled, which is said. */
  static void sayIfResampled(Path file, int rate, PrintWriter console) throws IOException {
    int own;
    try (SampleSource source = SampleSource.open(file)) {
      own = source.rate();
    }
    if (own != rate) {
      console.printf("%s has %d Hz, the model %d Hz: it is resampled.%n", file, own, rate);
      console.flush();
    }
  }

  /** Without a command nothing happens: the help says which there are. */
  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.BAD_INPUT;
  }
}
