package vaelab.tensor;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Model files with something changed in them, and how loading them is refused.
 *
 * @param kind kind of the file, as its metadata say
 * @param create gives the model that is saved
 * @param describe its metadata but for the kind
 * @param tensors its parameters
 * @param load loads a model
 * @param <M> type of the model
 */
public record DamagedModel<M extends AutoCloseable>(
    String kind,
    Supplier<M> create,
    Function<M, Map<String, String>> describe,
    Function<M, Map<String, NDArray>> tensors,
    Loader<M> load) {

  /** Loads a model. */
  public interface Loader<M> {
    M from(Path file) throws IOException;
  }

  /** What is done to a file before it is written. */
  public interface Change {
    /** Changes nothing. */
    Change NONE = (metadata, tensors, manager) -> {};

    void of(Map<String, String> metadata, Map<String, NDArray> tensors, NDManager manager);

    /** A change of the model's description alone. */
    static Change description(UnaryOperator<String> change) {
      return (metadata, tensors, manager) ->
          metadata.computeIfPresent("model", (key, text) -> change.apply(text));
    }
  }

  /** Writes {@code changed.safetensors} into a folder. */
  public Path changed(Path folder, Change change) throws Exception {
    Path file = folder.resolve("changed.safetensors");
    try (M model = create.get();
        NDManager manager = NDManager.newBaseManager()) {
      Map<String, String> metadata = new LinkedHashMap<>(describe.apply(model));
      metadata.put("kind", kind);
      Map<String, NDArray> parameters = new LinkedHashMap<>(tensors.apply(model));
      change.of(metadata, parameters, manager);
      Safetensors.write(file, metadata, parameters);
    }
    return file;
  }

  /** Loading fails, and the message has all of these. */
  public void refused(Path file, String... fragments) {
    IOException e = assertThrows(IOException.class, () -> load.from(file).close());
    for (String fragment : fragments) {
      assertTrue(e.getMessage().contains(fragment), e.getMessage());
    }
  }
}
