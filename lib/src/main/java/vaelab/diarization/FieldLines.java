package vaelab.diarization;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import vaelab.data.BadDataException;

/** Lines of fields between blanks; empty lines and comments ({@code ;;}) are passed over. */
final class FieldLines {
  /** A blank to Unicode and to patterns, but not to {@link Character}. */
  private static final int NEXT_LINE = 0x85;

  private FieldLines() {}

  /** What separates fields, here or in the eyes of another reader. */
  static boolean isBlank(int character) {
    return Character.isWhitespace(character)
        || Character.isSpaceChar(character)
        || character == NEXT_LINE;
  }

  /** Whether a text is one field. */
  static boolean isField(String text) {
    return !text.isEmpty() && text.codePoints().noneMatch(FieldLines::isBlank);
  }

  /** One line that is neither empty nor a comment. */
  record Line(Path file, int number, String[] fields) {
    /** A number of seconds, at least 0. */
    double seconds(int field, String meaning) throws BadDataException {
      double value;
      try {
        value = Double.parseDouble(fields[field]);
      } catch (NumberFormatException e) {
        value = Double.NaN;
      }
      if (!(value >= 0) || Double.isInfinite(value)) {
        throw bad(
            meaning + " in seconds, at least 0, in field " + (field + 1),
            "'" + fields[field] + "'",
            "Correct that line");
      }
      return value;
    }

    BadDataException bad(String expected, String found, String cure) {
      return BadDataException.of(file, expected, found + " in line " + number, cure);
    }
  }

  @FunctionalInterface
  interface Reader {
    void accept(Line line) throws BadDataException;
  }

  static void read(Path file, Reader reader) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        String text = line.strip();
        if (!text.isEmpty() && !text.startsWith(";;")) {
          reader.accept(new Line(file, number, text.split("(?U)\\s+")));
        }
      }
    } catch (MalformedInputException e) {
      throw BadDataException.of(
          file, "text in UTF-8", "bytes that are none", "Give the text file, not the audio");
    }
  }
}
