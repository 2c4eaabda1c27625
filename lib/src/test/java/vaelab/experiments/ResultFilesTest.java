package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
  @TempDir Path root;

  /** Runs git as somebody who has configured nothing. */
  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", root.toString()));
    for (String setting :
        List.of("user.name=x", "user.email=x@example.org", "commit.gpgsign=false")) {
      command.addAll(List.of("-c", setting));
    }
    command.addAll(List.of(arguments));
    Process process = start(command);
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
    assertEquals(0, process.waitFor(), said);
  }

  private static Process start(List<String> command) {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return Assumptions.abort("no git on this machine");
    }
  }

  @Test
  void theCommitSaysWhetherTheCodeIsItsOwn() throws IOException, InterruptedException {
    Path code = Files.writeString(root.resolve("pom.xml"), "before");
    git("init", "--quiet");
    assertEquals("unknown", ResultFiles.commit(root), "nothing is committed");
    git("add", "pom.xml");
    git("commit", "--quiet", "--no-verify", "--message", "first");
    String clean = ResultFiles.commit(root);
    assertTrue(clean.matches("[0-9a-f]{12}"), clean);
    Files.writeString(code, "after, and longer");
    assertEquals(clean + "+", ResultFiles.commit(root));
    Files.writeString(root.resolve(".git").resolve("index"), "damaged");
    assertEquals(clean + "?", ResultFiles.commit(root), "git status fails");
  }
}
