package vaelab.data;

import java.util.Map;

/**
 * What a result file states about the data it was measured on.
 *
 * @param name short name, for example {@code mnist} or {@code pen-strokes}
 * @param real true only when the files are, by their checksums, the published data
 * @param description one sentence for people; loud when the data is not real
 * @param sha256 file name (without {@code .gz}) to SHA-256 of the uncompressed content, lower-case
 *     hexadecimal; for generated data, of the IDX files it would fill
 */
public record DataOrigin(
    String name, boolean real, String description, Map<String, String> sha256) {

  /** Copies the map. */
  public DataOrigin {
    sha256 = Map.copyOf(sha256);
  }
}
