package vaelab.vaebss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.Safetensors;
import vaelab.tensor.SavedModel;

/**
 * A trained model in one safetensors file: all parameters, and sizes, K and M as metadata. A
 * training checkpoint holds a model too and can be loaded like one.
 */
public final class VaeBssFile {
  private static final String METHOD = "vaelab.vaebss";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private VaeBssFile() {}

  /**
   * Writes a model, replacing an older file in one step.
   *
   * @param file target
   * @param model model in float32, as {@link #load} makes it
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if the model has another type
   */
  public static void save(Path file, VaeBss model) throws IOException {
    if (model.type() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "Expected a model in float32, found %s; such a model can be kept as a training checkpoint only."
              .formatted(model.type()));
    }
    SavedModel.write(file, METHOD, describe(model), tensors(model));
  }

  /**
   * Reads a model.
   *
   * @param file file that {@link #save} wrote, or a checkpoint of {@link VaeBssTrainer}
   * @return the model in float32, to be closed by the caller
   * @throws IOException if there is no such file, or it is damaged, or of another kind or version
   */
  public static VaeBss load(Path file) throws IOException {
    try (NDManager scope = NDManager.newBaseManager()) {
      Safetensors.Contents contents = Safetensors.read(file, scope);
      SavedModel saved = SavedModel.of(file, contents, METHOD, VERSION);
      VaeBss model = described(saved);
      try {
        saved.copyInto(model.parameters());
      } catch (IOException | RuntimeException e) {
        model.close();
        throw e;
      }
      return model;
    }
  }

  private static VaeBss described(SavedModel saved) throws IOException {
    int slots = saved.field("slots").asInt();
    int digits = saved.field("digits").asInt();
    try {
      NetworkSizes sizes = NetworkSizes.of(saved);
      saved.requireValues(sizes.values(slots));
      return VaeBss.create(sizes, slots, digits, 0);
    } catch (IllegalArgumentException e) {
      throw saved.damaged(e);
    }
  }

  /** Metadata from which the model can be made again. */
  static Map<String, String> describe(VaeBss model) {
    ObjectNode node = JSON.createObjectNode();
    model.sizes().describe(node);
    node.put("slots", model.slots());
    node.put("digits", model.digits());
    return SavedModel.metadata(VERSION, node);
  }

  /** Parameters by name, BatchNorm's running statistics included. */
  static Map<String, NDArray> tensors(VaeBss model) {
    return SavedModel.tensors(model.parameters());
  }

  /** Copies the parameters of a file into a model of the same sizes, K and M. */
  static void restore(Path file, VaeBss model, Safetensors.Contents contents) throws IOException {
    SavedModel saved = SavedModel.of(file, contents, METHOD, VERSION);
    String found = describe(saved.field("slots").asInt(), saved.field("digits").asInt());
    String expected = describe(model.slots(), model.digits());
    if (!found.equals(expected)) {
      throw new IOException(
          "Expected a model of %s in %s, found one of %s.".formatted(expected, file, found));
    }
    saved.copyInto(model.parameters());
  }

  private static String describe(int slots, int digits) {
    return "K=%d slots trained on averages of M=%d".formatted(slots, digits);
  }
}
