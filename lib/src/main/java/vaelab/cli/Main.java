package vaelab.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import vaelab.train.TrainingFailedException;

/** Entry point of {@code environment/vaelab}. */
@Command(
    name = "vaelab",
    description = "Disentangling sources with variational autoencoders.",
    mixinStandardHelpOptions = true,
    version = "vaelab 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      PredictCommand.class,
      SeparateCommand.class,
      CompareCommand.class,
      CompareSingleCommand.class,
      AblateCommand.class,
      DiarizeCommand.class,
      ConversationCommand.class,
      ScoreCommand.class,
      ReportCommand.class,
      BenchCommand.class
    })
public final class Main {
  /** Exit code for input that cannot be used. */
  static final int BAD_INPUT = 2;

  /** Exit code for anything unexpected. */
  static final int FAILURE = 1;

  private Main() {}

  /**
   * Runs a command and ends the virtual machine with its exit code.
   *
   * @param arguments command line
   */
  public static void main(String... arguments) {
    // Tables hold π and ±; a container without a locale would print question marks.
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8));
    System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
    System.exit(commandLine().execute(arguments));
  }

  /**
   * The command line, for tests.
   *
   * @return a command line whose {@code execute} gives the exit code
   */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          Throwable cause =
              exception instanceof UncheckedIOException ? exception.getCause() : exception;
          if (cause instanceof IOException || cause instanceof IllegalArgumentException) {
            command.getErr().println("vaelab: " + message(cause));
            return BAD_INPUT;
          }
          if (cause instanceof TrainingFailedException) {
            command.getErr().println("vaelab: " + cause.getMessage());
            return FAILURE;
          }
          cause.printStackTrace(command.getErr());
          return FAILURE;
        });
    return line;
  }

  private static String message(Throwable cause) {
    if (cause instanceof NoSuchFileException missing) {
      return "expected a file at " + missing.getFile() + ", found none.";
    }
    if (cause instanceof AccessDeniedException denied) {
      return "expected permission to read or write " + denied.getFile() + ", found none.";
    }
    if (cause instanceof FileSystemException other && other.getReason() == null) {
      // The message would be the path alone.
      return "cannot use " + other.getFile() + " (" + other.getClass().getSimpleName() + ").";
    }
    return cause.getMessage();
  }
}
