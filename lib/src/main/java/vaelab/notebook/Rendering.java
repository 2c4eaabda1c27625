package vaelab.notebook;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a notebook shows for an object: the same content in several formats, of which the front end
 * takes the richest that it knows.
 *
 * @param data content by MIME type; binary content in base64; {@code text/plain} is always there
 * @param metadata facts about a format by MIME type, such as the width in which to show an image
 */
public record Rendering(Map<String, String> data, Map<String, Map<String, Object>> metadata) {

  static final String TEXT = "text/plain";
  static final String HTML = "text/html";
  static final String PNG = "image/png";

  /**
   * Copies the maps.
   *
   * @throws IllegalArgumentException if there is no plain text
   */
  public Rendering {
    if (!data.containsKey(TEXT)) {
      throw new IllegalArgumentException("A rendering needs plain text, but has " + data.keySet());
    }
    data = new LinkedHashMap<>(data);
    metadata = new LinkedHashMap<>(metadata);
  }

  static Rendering html(String html, String text) {
    return new Rendering(Map.of(HTML, html, TEXT, text), Map.of());
  }

  /** Returns the plain text form. */
  public String text() {
    return data.get(TEXT);
  }
}
