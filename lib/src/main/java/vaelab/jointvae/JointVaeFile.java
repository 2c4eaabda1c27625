package vaelab.jointvae;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import vaelab.tensor.Safetensors;
import vaelab.tensor.SavedModel;

/**
 * A trained model in one safetensors file: all parameters, and the sizes as metadata. A training
 * checkpoint holds a model too and can be loaded like one.
 */
public final class JointVaeFile {
  private static final String METHOD = "vaelab.jointvae";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private JointVaeFile() {}

  /**
   * Writes a model, replacing an older file in one step.
   *
   * @param file target
   * @param model any model
   * @throws IOException if the file cannot be written
   */
  public static void save(Path file, JointVae model) throws IOException {
    SavedModel.write(file, METHOD, describe(model), SavedModel.tensors(model.parameters()));
  }

  /**
   * Reads a model.
   *
   * @param file file that {@link #save} wrote, or a checkpoint of {@link JointVaeTrainer}
   * @return the model in float32, to be closed by the caller
   * @throws IOException if there is no such file, or it is damaged, or of another kind or version
   */
  public static JointVae load(Path file) throws IOException {
    try (NDManager scope = NDManager.newBaseManager()) {
      SavedModel saved = SavedModel.of(file, Safetensors.read(file, scope), METHOD, VERSION);
      JointVae model = JointVae.create(sizes(saved), 0);
      try {
        saved.copyInto(model.parameters());
      } catch (IOException | RuntimeException e) {
        model.close();
        throw e;
      }
      return model;
    }
  }

  private static JointVaeSizes sizes(SavedModel saved) throws IOException {
    try {
      return JointVaeSizes.of(saved);
    } catch (IllegalArgumentException e) {
      throw saved.damaged(e);
    }
  }

  /** Metadata from which the model can be made again. */
  static Map<String, String> describe(JointVae model) {
    ObjectNode node = JSON.createObjectNode();
    model.sizes().describe(node);
    return SavedModel.metadata(VERSION, node);
  }

  /** Copies the parameters of a file into a model of the same sizes. */
  static void restore(Path file, JointVae model, Safetensors.Contents contents) throws IOException {
    SavedModel saved = SavedModel.of(file, contents, METHOD, VERSION);
    JointVaeSizes found = sizes(saved);
    if (!found.equals(model.sizes())) {
      throw new IOException(
          "Expected a model of %s in %s, found one of %s.".formatted(model.sizes(), file, found));
    }
    saved.copyInto(model.parameters());
  }
}
