package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import vaelab.tensor.Safetensors;
import vaelab.tensor.SavedModel;

/**
 * A trained score network in one safetensors file: all parameters, and sizes and noise levels as
 * metadata. A training checkpoint holds a network too and can be loaded like one.
 */
public final class NcsnFile {
  private static final String METHOD = "vaelab.basis";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private NcsnFile() {}

  /**
   * Writes a network, replacing an older file in one step.
   *
   * @param file target
   * @param network any network
   * @throws IOException if the file cannot be written
   */
  public static void save(Path file, ScoreNetwork network) throws IOException {
    SavedModel.write(file, METHOD, describe(network), tensors(network));
  }

  /**
   * Reads a network.
   *
   * @param file file that {@link #save} wrote, or a checkpoint of {@link NcsnTrainer}
   * @return the network in float32, to be closed by the caller
   * @throws IOException if there is no such file, or it is damaged, or of another kind or version
   */
  public static ScoreNetwork load(Path file) throws IOException {
    try (NDManager scope = NDManager.newBaseManager()) {
      Safetensors.Contents contents = Safetensors.read(file, scope);
      SavedModel saved = SavedModel.of(file, contents, METHOD, VERSION);
      ScoreNetwork network = ScoreNetwork.create(sizes(saved), 0);
      try {
        saved.copyInto(network.parameters());
      } catch (IOException | RuntimeException e) {
        network.close();
        throw e;
      }
      return network;
    }
  }

  private static ScoreNetworkSizes sizes(SavedModel saved) throws IOException {
    try {
      return ScoreNetworkSizes.of(saved);
    } catch (IllegalArgumentException e) {
      throw saved.damaged(e);
    }
  }

  /** Metadata from which the network can be made again. */
  static Map<String, String> describe(ScoreNetwork network) {
    ObjectNode node = JSON.createObjectNode();
    network.sizes().describe(node);
    return SavedModel.metadata(VERSION, node);
  }

  /** Parameters by name. */
  static Map<String, NDArray> tensors(ScoreNetwork network) {
    return SavedModel.tensors(network.parameters());
  }

  /** Copies the parameters of a file into a network of the same sizes and levels. */
  static void restore(Path file, ScoreNetwork network, Safetensors.Contents contents)
      throws IOException {
    SavedModel saved = SavedModel.of(file, contents, METHOD, VERSION);
    ScoreNetworkSizes found = sizes(saved);
    if (!found.equals(network.sizes())) {
      throw new IOException(
          "Expected a network of %s in %s, found one of %s."
              .formatted(network.sizes(), file, found));
    }
    saved.copyInto(network.parameters());
  }
}
