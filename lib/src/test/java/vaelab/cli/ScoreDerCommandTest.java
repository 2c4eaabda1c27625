package vaelab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreDerCommandTest {
  @TempDir Path folder;
  private Path reference;
  private Path answer;

  @BeforeEach
  void writeFiles() throws IOException {
    reference = write("ref.rttm", "one sp1 0 4", "one sp2 3 4", "one sp1 10 2");
    answer = write("hyp.rttm", "one X 0.5 3", "one Y 3.5 4.5", "one Y 10 1");
  }

  @Test
  void showsTheRateWithItsParts() {
    assertRow("one 45.00 25.00 10.00 10.00 65.00 10.000", score());
    assertRow(
        "one 38.46 15.38 11.54 11.54 73.08 6.500", score("--collar", "0.5", "--skip-overlap"));
  }

  @Test
  void scoresOnlyWhatTheMapSays() throws IOException {
    Path uem = Files.writeString(folder.resolve("map.uem"), "one 1 4 7\n");
    assertRow("one 0.00 0.00 0.00 0.00 100.00 3.000", score("--uem", uem.toString()));
  }

  @Test
  void aRecordingWithoutAnAnswerIsMissedAndCountsInTheSum() throws IOException {
    reference = write("ref.rttm", "one a 0 1", "two a 0 3");
    answer = write("hyp.rttm", "one x 0 1");
    String text = score();
    assertRow("one 0.00 0.00 0.00 0.00 100.00 1.000", text);
    assertRow("two 100.00 100.00 0.00 0.00 0.00 3.000", text);
    assertRow("all 75.00 75.00 0.00 0.00 25.00 4.000", text);
  }

  @Test
  void badInputIsNamed() throws IOException {
    Path negative = write("negative.rttm", "one a -1 1");
    refuses(reference, negative, "'-1' in line 1");
    Path other = write("other.rttm", "two a 0 1");
    refuses(reference, other, "[one]", "'two'");
    refuses(write("none.rttm"), answer, "none.rttm", "found none");
    refuses(folder.resolve("nowhere.rttm"), answer, "expected a file at");
    Path uem = Files.writeString(folder.resolve("map.uem"), "two 1 4 7\n");
    Commands.refuses(
        List.of("score", "der", "--ref", reference, "--hyp", answer, "--uem", uem), "'one'");
    Commands.refuses(
        List.of("score", "der", "--ref", reference, "--hyp", answer, "--collar", "-1"), "-1.0");
  }

  private static void refuses(Path reference, Path answer, String... words) {
    Commands.refuses(List.of("score", "der", "--ref", reference, "--hyp", answer), words);
  }

  private String score(String... options) {
    StringWriter text = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(text))
            .execute(
                Stream.concat(
                        Stream.of("score", "der", "--ref", reference + "", "--hyp", answer + ""),
                        Stream.of(options))
                    .toArray(String[]::new));
    assertEquals(0, code);
    return text.toString();
  }

  private static void assertRow(String expected, String text) {
    assertTrue(
        text.lines().map(line -> line.strip().replaceAll(" +", " ")).toList().contains(expected),
        text);
  }

  /** Turns as "recording speaker start duration". */
  private Path write(String name, String... turns) throws IOException {
    String lines =
        Stream.of(turns)
            .map(turn -> turn.split(" "))
            .map(
                t ->
                    "SPEAKER %s 1 %s %s <NA> <NA> %s <NA> <NA>\n".formatted(t[0], t[2], t[3], t[1]))
            .collect(Collectors.joining());
    return Files.writeString(folder.resolve(name), lines);
  }
}
