package vaelab.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Where two values differ as JSON, in words for an error: settings have many that do not. */
public final class JsonDifferences {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonDifferences() {}

  /**
   * Compares two values field by field.
   *
   * @param expected a record, a collection, or what JSON makes of them
   * @param found the same
   * @return one {@code path.to.field[i]: expected ..., found ...} a difference, where "none" stands
   *     for a missing field; empty if there is none
   * @throws IOException if a value has no form in JSON
   */
  public static List<String> between(Object expected, Object found) throws IOException {
    List<String> differences = new ArrayList<>();
    compare("", tree(expected), tree(found), differences);
    return differences;
  }

  /** By way of text: a number has the same type whether it comes from a record or from a file. */
  private static JsonNode tree(Object value) throws IOException {
    return JSON.readTree(JSON.writeValueAsBytes(value));
  }

  private static void compare(
      String name, JsonNode expected, JsonNode found, List<String> differences) {
    if (expected.isObject() && found.isObject()) {
      TreeSet<String> fields = new TreeSet<>();
      expected.fieldNames().forEachRemaining(fields::add);
      found.fieldNames().forEachRemaining(fields::add);
      for (String field : fields) {
        String path = name.isEmpty() ? field : name + "." + field;
        compare(path, expected.path(field), found.path(field), differences);
      }
    } else if (expected.isArray() && found.isArray() && expected.size() == found.size()) {
      for (int i = 0; i < expected.size(); i++) {
        compare("%s[%d]".formatted(name, i), expected.get(i), found.get(i), differences);
      }
    } else if (!expected.equals(found)) {
      String where = name.isEmpty() ? "" : name + ": ";
      differences.add("%sexpected %s, found %s".formatted(where, text(expected), text(found)));
    }
  }

  private static String text(JsonNode value) {
    return value.isMissingNode() ? "none" : value.toString();
  }
}
