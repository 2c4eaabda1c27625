package vaelab.diarization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.data.BadDataException;

class RttmTest {
  @TempDir Path folder;

  @Test
  void readsTurnsOfSeveralRecordingsAndPassesOverTheRest() throws IOException {
    Path file =
        write(
            """
            ;; a comment
            SPKR-INFO one 1 <NA> <NA> <NA> unknown anna <NA> <NA>

            SPEAKER two 1 0.5 1.25 <NA> <NA> bert <NA> <NA>
              SPEAKER\tone 1 10 0.001 <NA> <NA> anna <NA> <NA>
            SPEAKER one 1 3.000 1.500 <NA> <NA> anna <NA>
            SPEAKER one 1 5.000 0.000 <NA> <NA> anna <NA> <NA>
            SPEAKER one 1 5e9 1e-9 <NA> <NA> anna <NA> <NA>
            """);
    assertEquals(
        List.of(
            new Annotation("two", List.of(new SpeakerTurn("bert", 0.5, 1.25))),
            new Annotation(
                "one",
                List.of(new SpeakerTurn("anna", 3, 1.5), new SpeakerTurn("anna", 10, 0.001)))),
        Rttm.read(file));
    String message = assertThrows(BadDataException.class, () -> Rttm.readOne(file)).getMessage();
    assertTrue(message.contains("[two, one]"), message);
  }

  @Test
  void writesWhatItReads() throws IOException {
    Annotation annotation =
        new Annotation(
            "r",
            List.of(
                new SpeakerTurn("b", 0.25, 1.5),
                new SpeakerTurn("a", 0, 0.25),
                new SpeakerTurn("a", 12345.678, 0.125)));
    Path file = folder.resolve("new/out.rttm");
    Rttm.write(file, annotation);
    assertEquals(
        """
        SPEAKER r 1 0.000 0.250 <NA> <NA> a <NA> <NA>
        SPEAKER r 1 0.250 1.500 <NA> <NA> b <NA> <NA>
        SPEAKER r 1 12345.678 0.125 <NA> <NA> a <NA> <NA>
        """,
        Files.readString(file));
    assertEquals(annotation, Rttm.readOne(file));
  }

  @Test
  void roundingNeitherTearsTurnsApartNorLeavesEmptyOnes() throws IOException {
    Annotation annotation =
        new Annotation(
            "r",
            List.of(
                new SpeakerTurn("a", 0.0004, 1.0002),
                new SpeakerTurn("b", 1.0006, 0.9995),
                new SpeakerTurn("c", 5.0001, 0.0002)));
    Path file = folder.resolve("out.rttm");
    Rttm.write(file, annotation);
    assertEquals(
        """
        SPEAKER r 1 0.000 1.001 <NA> <NA> a <NA> <NA>
        SPEAKER r 1 1.001 0.999 <NA> <NA> b <NA> <NA>
        """,
        Files.readString(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "SPEAKER r 1 -0.5 1 <NA> <NA> a <NA> <NA> | '-0.5' in line 2",
        "SPEAKER r 1 0.5 -1 <NA> <NA> a <NA> <NA> | '-1' in line 2",
        "SPEAKER r 1 <NA> 1 <NA> <NA> a <NA> <NA> | '<NA>' in line 2",
        "SPEAKER r 1 0 NaN <NA> <NA> a <NA> <NA> | 'NaN' in line 2",
        "SPEAKER r 1 0 Infinity <NA> <NA> a <NA> <NA> | 'Infinity' in line 2",
        "SPEAKER r 1 1e308 1.5e308 <NA> <NA> a <NA> <NA> | beyond all numbers in line 2",
        "SPEAKER r 1 0 1 <NA> <NA> a\u3000b <NA> <NA> | 11 fields in line 2",
        "SPEAKER r 1 0 1 <NA> <NA> a | 8 fields in line 2",
        "SPEAKER r 1 0 1 <NA> <NA> a b <NA> <NA> | 11 fields in line 2",
        "0.5 1.5 anna | '0.5' in line 2"
      })
  void badLinesAreNamed(String line, String found) throws IOException {
    Path file = write("SPEAKER r 1 0 1 <NA> <NA> a <NA> <NA>\n" + line + "\n");
    String message = assertThrows(BadDataException.class, () -> Rttm.read(file)).getMessage();
    assertTrue(message.contains(file.toString()) && message.contains(found.strip()), message);
  }

  @Test
  void whatIsNoTextIsSaidToBeNone() throws IOException {
    Path file = folder.resolve("audio.wav");
    Files.write(file, new byte[] {'R', 'I', (byte) 0xff, (byte) 0xfe, 0});
    String message = assertThrows(BadDataException.class, () -> Rttm.read(file)).getMessage();
    assertTrue(message.contains("text in UTF-8"), message);
  }

  @Test
  void anEmptyFileHasNoTurns() throws IOException {
    Path file = write("");
    assertEquals(List.of(), Rttm.read(file));
    String message = assertThrows(BadDataException.class, () -> Rttm.readOne(file)).getMessage();
    assertTrue(message.contains("no turns"), message);
  }

  @Test
  void turnsWithoutLengthAreNone() throws IOException {
    Path file = write("SPEAKER r 1 5.000 0.000 <NA> <NA> a <NA> <NA>\n");
    assertEquals(List.of(new Annotation("r", List.of())), Rttm.read(file));
    String message = assertThrows(BadDataException.class, () -> Rttm.readOne(file)).getMessage();
    assertTrue(message.contains("none that lasts more than 0 s"), message);
  }

  /** Blanks of any kind would break a line into other fields. */
  @Test
  void namesHaveNoBlanks() throws IOException {
    List<SpeakerTurn> turns = List.of(new SpeakerTurn("a", 0, 1));
    for (String name : List.of("a b", "a\u00a0b", "a\u2007b", "a\u0085b", "a\u3000b")) {
      assertThrows(IllegalArgumentException.class, () -> new Annotation(name, turns), name);
      Annotation safe = new Annotation(Rttm.nameOf(name), turns);
      assertEquals("a_b", safe.recording());
      Path file = folder.resolve("named.rttm");
      Rttm.write(file, safe);
      assertEquals(safe, Rttm.readOne(file));
    }
  }

  @Test
  void evaluationMaps() throws IOException {
    Path file = write(";; map\none 1 5 7.5\ntwo 1 0 1\none 1 0 2\n");
    assertEquals(
        Map.of(
            "one", Timeline.of(new Span(0, 2), new Span(5, 7.5)),
            "two", Timeline.of(new Span(0, 1))),
        Uem.read(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "one 1 5 | 3 fields in line 2",
        "one 1 5 5 | 5 to 5 in line 2",
        "one 1 5 2.5 | 5 to 2.5 in line 2",
        "one 1 -1 2.5 | '-1' in line 2"
      })
  void badMapsAreNamed(String line, String found) throws IOException {
    Path file = write("one 1 0 1\n" + line);
    String message = assertThrows(BadDataException.class, () -> Uem.read(file)).getMessage();
    assertTrue(message.contains(file.toString()) && message.contains(found.strip()), message);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("file.txt"), text);
  }
}
