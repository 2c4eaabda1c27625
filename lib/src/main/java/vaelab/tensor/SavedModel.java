package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the model files of all methods share: parameters by name, and a JSON description from which
 * the model can be made again.
 *
 * <p>The description stands in the metadata under {@code model} and carries its format's version as
 * {@code version}; the kind of the file stands under {@code kind} and begins with the package of
 * the method, for example {@code vaelab.msvae.model} or {@code vaelab.msvae.checkpoint}.
 */
public final class SavedModel {
  /** Metadata key of the kind of a file. */
  public static final String KIND = "kind";

  private static final String DESCRIPTION = "model";
  private static final String VERSION = "version";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final JsonNode description;
  private final Map<String, NDArray> tensors;

  private SavedModel(Path file, JsonNode description, Map<String, NDArray> tensors) {
    this.file = file;
    this.description = description;
    this.tensors = tensors;
  }

  /**
   * Metadata that describes a model.
   *
   * @param version version of the description's format
   * @param description what the model can be made from again
   * @return metadata for {@link Safetensors#write}
   */
  public static Map<String, String> metadata(int version, ObjectNode description) {
    ObjectNode node = JSON.createObjectNode();
    node.put(VERSION, version);
    node.setAll(description);
    return Map.of(DESCRIPTION, node.toString());
  }

  /**
   * Writes a model file, replacing an older one in one step.
   *
   * @param file target
   * @param method name of the method, for example {@code vaelab.msvae}
   * @param description what {@link #metadata} gave
   * @param tensors the model's tensors by name
   * @throws IOException if the file cannot be written
   */
  public static void write(
      Path file, String method, Map<String, String> description, Map<String, NDArray> tensors)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(KIND, method + ".model");
    metadata.putAll(description);
    Safetensors.write(file, metadata, tensors);
  }

  /**
   * The tensors of a model file.
   *
   * @param parameters parameters by name, BatchNorm's running statistics included
   * @return their live tensors by name, in a map that may be added to
   */
  public static Map<String, NDArray> tensors(Map<String, Parameter> parameters) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    parameters.forEach((name, parameter) -> tensors.put(name, parameter.getArray()));
    return tensors;
  }

  /**
   * The model in a file.
   *
   * @param file where the contents come from, for messages
   * @param contents what was read
   * @param method package of the method, for example {@code vaelab.msvae}
   * @param version version of the description that the caller understands
   * @return the model's description and tensors
   * @throws IOException if the file holds no model, one of another method, or one of another
   *     version
   */
  public static SavedModel of(Path file, Safetensors.Contents contents, String method, int version)
      throws IOException {
    String text = contents.metadata().get(DESCRIPTION);
    if (text == null) {
      throw new IOException(
          file
              + " is a safetensors file, but holds no model of this library (no \"model\" metadata).");
    }
    String kind = contents.metadata().getOrDefault(KIND, "a file of no kind");
    if (!kind.startsWith(method + ".")) {
      throw new IOException(
          "Expected a model of %s in %s, found %s; give the file of a model of that method."
              .formatted(method, file, kind));
    }
    JsonNode description = parse(file, text);
    int found = description.path(VERSION).asInt();
    if (found != version) {
      throw new IOException(
          "Expected a model of format version %d in %s, found version %d; train it again or use the library that wrote it."
              .formatted(version, file, found));
    }
    return new SavedModel(file, description, contents.tensors());
  }

  private static JsonNode parse(Path file, String text) throws IOException {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IOException(
          "Expected JSON as description of the model in %s, found '%s' (%s); the file is damaged."
              .formatted(file, text, e.getOriginalMessage()),
          e);
    }
  }

  /**
   * A part of the description that may be missing.
   *
   * @param name its name
   * @return whether it is there
   */
  public boolean has(String name) {
    return description.has(name);
  }

  /**
   * A part of the description.
   *
   * @param name its name
   * @return its value
   * @throws IOException if there is none
   */
  public JsonNode field(String name) throws IOException {
    JsonNode value = description.get(name);
    if (value == null) {
      throw new IOException(
          "Expected '%s' in the description of the model in %s, found none; the file is damaged."
              .formatted(name, file));
    }
    return value;
  }

  /**
   * Refuses a description of far more values than the file has, before memory is asked for them.
   *
   * @param values number of values of all parameters, as the description implies it
   * @throws IOException if they are more than twice those of the file's tensors; of fewer, {@link
   *     #copyInto} names the parameter that does not fit
   */
  public void requireValues(double values) throws IOException {
    long found = tensors.values().stream().mapToLong(NDArray::size).sum();
    if (values > 2.0 * found) {
      throw new IOException(
          "%s: Expected %.0f values of parameters by the sizes described, found %d. The description of the model is damaged."
              .formatted(file, values, found));
    }
  }

  /**
   * Copies the file's values into a model.
   *
   * @param parameters the model's parameters by name
   * @throws IOException if one is missing in the file or has another shape or type there; the model
   *     then stays as it was
   */
  public void copyInto(Map<String, Parameter> parameters) throws IOException {
    for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
      NDArray source = tensors.get(entry.getKey());
      NDArray target = entry.getValue().getArray();
      String found = source == null ? "none" : kind(source);
      if (!found.equals(kind(target))) {
        throw new IOException(
            "Expected parameter %s of %s in %s, found %s; the file belongs to a model of other sizes or another type."
                .formatted(entry.getKey(), kind(target), file, found));
      }
    }
    parameters.forEach((name, p) -> HostMemory.copy(tensors.get(name), p.getArray()));
  }

  private static String kind(NDArray array) {
    return "shape " + array.getShape() + ", " + array.getDataType();
  }

  /**
   * The error of a description whose values are impossible.
   *
   * @param refusal what the model said of them
   * @return the error, to be thrown
   */
  public IOException damaged(IllegalArgumentException refusal) {
    return new IOException(
        "%s: %s The description of the model is damaged.".formatted(file, refusal.getMessage()),
        refusal);
  }
}
