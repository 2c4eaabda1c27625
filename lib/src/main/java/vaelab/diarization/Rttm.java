package vaelab.diarization;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vaelab.data.AtomicFiles;
import vaelab.data.BadDataException;

/**
 * Rich Transcription Time Marked files (NIST), in which diarizers give their answers. One line a
 * turn, ten fields between blanks:
 *
 * <pre>
 *   SPEAKER recording channel start duration &lt;NA&gt; &lt;NA&gt; speaker &lt;NA&gt; &lt;NA&gt;
 * </pre>
 *
 * <p>The fifth is the duration, not the end. Lines of other types ({@code SPKR-INFO}, {@code
 * LEXEME}), empty ones and comments ({@code ;;}) are passed over, and so are turns of no length. Of
 * a line the tenth field may be missing, as in files of the older format.
 */
public final class Rttm {
  private static final String TURN = "SPEAKER";

  private Rttm() {}

  /**
   * Reads all recordings of a file.
   *
   * @param file the file
   * @return annotations in the order in which recordings first occur, without turns where all of a
   *     recording's have no length; none for a file without turns
   * @throws BadDataException if a turn has too few or too many fields, or a time that is negative,
   *     missing or no number
   * @throws IOException if the file cannot be read
   */
  public static List<Annotation> read(Path file) throws IOException {
    Map<String, List<SpeakerTurn>> turns = new LinkedHashMap<>();
    FieldLines.read(
        file,
        line -> {
          String[] fields = line.fields();
          if (!fields[0].equals(TURN)) {
            if (!fields[0].matches("[A-Z][A-Z_/-]*")) {
              throw line.bad(
                  "an RTTM line, which begins with its type, such as SPEAKER",
                  "'" + fields[0] + "'",
                  "Give an RTTM file");
            }
            return;
          }
          if (fields.length < 9 || fields.length > 10) {
            throw line.bad(
                "ten fields: SPEAKER recording channel start duration <NA> <NA> speaker <NA> <NA>",
                fields.length + " fields",
                "Correct that line; names must not have blanks");
          }
          double start = line.seconds(3, "a start");
          double duration = line.seconds(4, "a duration");
          List<SpeakerTurn> own = turns.computeIfAbsent(fields[1], name -> new ArrayList<>());
          if (Double.isInfinite(start + duration)) {
            throw line.bad("an end in seconds", "one beyond all numbers", "Correct that line");
          }
          if (start + duration > start) {
            own.add(new SpeakerTurn(fields[7], start, duration));
          }
        });
    List<Annotation> annotations = new ArrayList<>();
    turns.forEach((recording, own) -> annotations.add(new Annotation(recording, own)));
    return annotations;
  }

  /**
   * Reads a file of one recording.
   *
   * @param file the file
   * @return its annotation
   * @throws BadDataException if it has no turns of any length, or those of several recordings, or a
   *     bad line
   * @throws IOException if the file cannot be read
   */
  public static Annotation readOne(Path file) throws IOException {
    List<Annotation> all = read(file);
    if (all.size() != 1 || all.get(0).turns().isEmpty()) {
      throw BadDataException.of(
          file,
          "the turns of one recording",
          all.size() < 2
              ? all.isEmpty() ? "no turns" : "none that lasts more than 0 s"
              : "those of " + all.stream().map(Annotation::recording).toList(),
          "Give a file of one recording");
    }
    return all.get(0);
  }

  /**
   * A name that a line can hold.
   *
   * @param text any text but the empty one
   * @return the same with underscores for blanks, those that do not break lines among them
   */
  public static String nameOf(String text) {
    return text.codePoints()
        .map(c -> FieldLines.isBlank(c) ? '_' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /**
   * Writes recordings, all or nothing. Starts and ends are rounded to milliseconds, so that turns
   * that follow on each other still do; turns that have no millisecond left are not written.
   *
   * @param file the file
   * @param annotations recordings
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, List<Annotation> annotations) throws IOException {
    AtomicFiles.write(
        file,
        out -> {
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
          for (Annotation annotation : annotations) {
            for (SpeakerTurn turn : annotation.turns()) {
              long start = Math.round(turn.start() * 1000);
              long duration = Math.round(turn.end() * 1000) - start;
              if (duration > 0) {
                writer.write(
                    String.format(
                        Locale.ROOT,
                        "%s %s 1 %.3f %.3f <NA> <NA> %s <NA> <NA>\n",
                        TURN,
                        annotation.recording(),
                        start / 1000.0,
                        duration / 1000.0,
                        turn.speaker()));
              }
            }
          }
          writer.flush();
        });
  }

  /**
   * Writes one recording, all or nothing.
   *
   * @param file the file
   * @param annotation its turns
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Annotation annotation) throws IOException {
    write(file, List.of(annotation));
  }
}
