package vaelab.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import vaelab.experiments.ResultFiles;
import vaelab.experiments.RunDirectory;

/** What the trainings of all experiments share: where the run is kept, and its seed. */
final class RunOptions {
  @Option(names = "--out", required = true, description = "Directory for model and results.")
  private Path out;

  @Option(names = "--resume", description = "Continue the run that the directory holds.")
  private boolean resume;

  @Option(names = "--seed", defaultValue = "1", description = "Default ${DEFAULT-VALUE}.")
  private long seed;

  /**
   * Directory of the run. To be asked for once, before the run: its own files would refuse it.
   *
   * @throws IOException if it may not be used; nothing has been written then
   */
  Path directory() throws IOException {
    RunDirectory.requireUsable(out, resume);
    return out;
  }

  /** Seed of data, weights and noise. */
  long seed() {
    return seed;
  }

  /** Shows the result table of the finished run. */
  void printTable() throws IOException {
    System.out.print(Files.readString(out.resolve(ResultFiles.TABLE)));
  }
}
