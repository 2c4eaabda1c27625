package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** Runs commands as a user does, and holds what they say. */
final class Commands {
  private Commands() {}

  /** Exit code and error output of a command. */
  record Outcome(int code, String errors) {}

  static Outcome run(Object... arguments) {
    StringWriter text = new StringWriter();
    CommandLine line = Main.commandLine().setErr(new PrintWriter(text, true));
    int code = line.execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Outcome(code, text.toString());
  }

  static void succeeds(Object... arguments) {
    Outcome outcome = run(arguments);
    assertEquals(0, outcome.code(), outcome.errors());
  }

  /** The command refuses its input in these words, and in a sentence, not a stack trace. */
  static void refuses(List<?> arguments, String... words) {
    Outcome outcome = run(arguments.toArray());
    assertEquals(Main.BAD_INPUT, outcome.code(), outcome.errors());
    for (String word : words) {
      assertTrue(outcome.errors().contains(word), "no '" + word + "' in: " + outcome.errors());
    }
  }

  /** Names of the files in a folder, hidden ones too; none where there is no folder. */
  static List<String> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
