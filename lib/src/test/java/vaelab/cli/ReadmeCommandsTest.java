package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import vaelab.data.DataPlaces;

/** The commands beside the README's results are complete: whoever pastes one gets a run. */
class ReadmeCommandsTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^- .*`environment/vaelab ([^`]+)`");

  @Test
  void theCommandsBesideResultsAreUnderstood() throws IOException {
    String readme =
        Files.readString(
            DataPlaces.ofThisProcess().projectRoot().orElseThrow().resolve("README.md"));
    List<String> commands =
        COMMAND.matcher(readme).results().map((MatchResult m) -> m.group(1)).toList();
    assertTrue(commands.size() > 5, commands.toString());
    for (String command : commands) {
      assertDoesNotThrow(
          () -> Main.commandLine().parseArgs(command.split(" ")), "environment/vaelab " + command);
    }
  }
}
