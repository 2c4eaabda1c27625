package vaelab.diarization;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.data.BadDataException;

/**
 * Un-partitioned evaluation maps (NIST): where an answer counts. One line a span, four fields
 * between blanks:
 *
 * <pre>
 *   recording channel start end
 * </pre>
 */
public final class Uem {
  private Uem() {}

  /**
   * Reads a file.
   *
   * @param file the file
   * @return what counts of each recording, in the order in which they first occur
   * @throws BadDataException if a line has not four fields, a time is negative or no number, or a
   *     span does not end after its start
   * @throws IOException if the file cannot be read
   */
  public static Map<String, Timeline> read(Path file) throws IOException {
    Map<String, List<Span>> spans = new LinkedHashMap<>();
    FieldLines.read(
        file,
        line -> {
          String[] fields = line.fields();
          if (fields.length != 4) {
            throw line.bad(
                "four fields: recording channel start end",
                fields.length + " fields",
                "Correct that line");
          }
          double start = line.seconds(2, "a start");
          double end = line.seconds(3, "an end");
          if (end <= start) {
            throw line.bad(
                "an end after the start",
                fields[2] + " to " + fields[3],
                "The fourth field is the end, not the duration: correct that line");
          }
          spans.computeIfAbsent(fields[0], name -> new ArrayList<>()).add(new Span(start, end));
        });
    Map<String, Timeline> timelines = new LinkedHashMap<>();
    spans.forEach((recording, own) -> timelines.put(recording, Timeline.of(own)));
    return timelines;
  }
}
