package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainSpeechCommandTest {
  @TempDir Path folder;

  /** What another system has not answered is named before anything is trained. */
  @Test
  void conversationsAreWrittenAndMissingAnswersNamedFirst() throws IOException {
    Path out = folder.resolve("run");
    List<Object> words =
        List.of("train", "speech", "--scale", "smoke", "--out", out, "--answers", "x=" + folder);
    Commands.refuses(words, "the answer of x", "no file", "conversations");
    List<String> files = Commands.files(out.resolve("conversations"));
    assertEquals(2, files.size(), files.toString());
    assertTrue(files.get(0).endsWith("-1.rttm") && files.get(1).endsWith("-1.wav"), files + "");
    assertTrue(Commands.files(out).stream().noneMatch(name -> name.startsWith("experts")));
    Commands.refuses(
        List.of("train", "speech", "--scale", "smoke", "--out", out, "--resume", "--answers", "x"),
        "--answers NAME=");
  }

  /** To the end: by then the directory holds the files of the run itself. */
  @Test
  void aRunEndsWithItsFigures() throws IOException {
    Path out = folder.resolve("run");
    Commands.succeeds("train", "speech", "--scale", "smoke", "--out", out);
    List<String> files = Commands.files(out);
    for (String name : List.of("spectrograms", "reconstructions", "answer")) {
      assertTrue(files.contains(name + ".png"), files.toString());
    }
    assertTrue(files.contains("miss-against-false-alarm.png"), files.toString());
    assertTrue(files.contains("table.txt"), files.toString());
  }
}
