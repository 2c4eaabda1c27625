package vaelab.experiments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import vaelab.data.AtomicFiles;
import vaelab.data.BadDataException;

/**
 * Results that are measured one by one, each in a file {@code NAME.json} of a directory.
 *
 * @param <T> kind of the results, a record that JSON can hold
 */
public final class ResultStore<T> {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Path directory;
  private final Class<T> type;

  /**
   * Results of a kind.
   *
   * @param directory where their files are
   * @param type the kind
   */
  public ResultStore(Path directory, Class<T> type) {
    this.directory = directory;
    this.type = type;
  }

  /**
   * A result, if it has been measured.
   *
   * @param name its name
   * @return the result; empty where there is none
   * @throws IOException if its file cannot be read or holds something else
   */
  public Optional<T> read(String name) throws IOException {
    Path file = file(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), type));
    } catch (JsonProcessingException e) {
      throw BadDataException.of(
          file,
          "a result as this version writes it",
          e.getOriginalMessage(),
          "Delete it to measure the method again");
    }
  }

  /**
   * Writes a result: where its file is, it is measured.
   *
   * @param name its name
   * @param result the result
   * @throws IOException if it cannot be written
   */
  public void write(String name, T result) throws IOException {
    byte[] json = JSON.writeValueAsBytes(result);
    AtomicFiles.write(file(name), out -> out.write(json));
  }

  /**
   * File of a result.
   *
   * @param name its name
   * @return its place, whether it is there or not
   */
  public Path file(String name) {
    return directory.resolve(name + ".json");
  }
}
