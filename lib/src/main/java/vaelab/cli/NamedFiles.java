package vaelab.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options of the form NAME=FILE. */
final class NamedFiles {
  private NamedFiles() {}

  /**
   * Files by name, in the order given. Not picocli's own maps: they let the last of two equal names
   * win without a word.
   *
   * @param option name of the option, for messages
   * @param values what was given
   * @return files by name
   */
  static Map<String, Path> of(String option, List<String> values) {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String value : values) {
      int equals = value.indexOf('=');
      String name = equals < 0 ? "" : value.substring(0, equals).strip();
      String file = value.substring(equals + 1).strip();
      if (name.isEmpty() || file.isEmpty()) {
        throw new IllegalArgumentException(
            "expected %s NAME=FILE, found '%s'.".formatted(option, value));
      }
      if (files.containsKey(name)) {
        throw new IllegalArgumentException(
            "expected a name of its own for every %s, found '%s' for %s and %s."
                .formatted(option, name, files.get(name), file));
      }
      files.put(name, Path.of(file));
    }
    return files;
  }
}
