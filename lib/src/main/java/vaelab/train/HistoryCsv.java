package vaelab.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import vaelab.data.AtomicFiles;

/**
 * The file format of a {@link History}: a header, then one line an epoch.
 *
 * <p>Written by hand rather than through a table library: {@link Double#toString(double)} and
 * {@link Double#parseDouble(String)} return the very double, and NaN stays NaN instead of a blank.
 */
final class HistoryCsv {

  private HistoryCsv() {}

  static void write(History history, Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    StringJoiner header = new StringJoiner(",").add(History.EPOCH);
    history.columns().forEach(header::add);
    lines.add(header.toString());
    for (Map<String, Double> row : history.rows()) {
      StringJoiner line = new StringJoiner(",");
      row.forEach(
          (name, value) ->
              line.add(
                  name.equals(History.EPOCH)
                      ? String.valueOf(value.intValue())
                      : Double.toString(value)));
      lines.add(line.toString());
    }
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(file, out -> out.write(text));
  }

  static History read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty()) {
      throw new IOException(file + " is empty; expected a header that starts with 'epoch'");
    }
    String[] names = lines.get(0).split(",", -1);
    if (!names[0].equals(History.EPOCH)) {
      throw new IOException(
          file + " is no history: its header starts with '" + names[0] + "' instead of 'epoch'");
    }
    History history = new History();
    for (int i = 1; i < lines.size(); i++) {
      try {
        addLine(history, names, lines.get(i).split(",", -1));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return history;
  }

  private static void addLine(History history, String[] names, String[] fields) {
    if (fields.length != names.length) {
      throw new IllegalArgumentException(
          "expected " + names.length + " values as in the header, found " + fields.length);
    }
    Map<String, Double> row = new LinkedHashMap<>();
    for (int i = 1; i < names.length; i++) {
      row.put(names[i], Double.valueOf(fields[i]));
    }
    history.add(Integer.parseInt(fields[0]), row);
  }
}
