package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.tensor.Safetensors;
import vaelab.tensor.SavedModel;

/** VQ-VAE, prior and tables in one safetensors file. */
public final class LassFile {
  static final String METHOD = "vaelab.lass";
  static final int VERSION = 1;

  private static final String VQ_VAE = "vqVae";
  private static final String PRIOR = "prior";
  private static final String TABLES = "tables";
  private static final int COLUMNS = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private LassFile() {}

  /**
   * Writes a method, replacing an older file in one step.
   *
   * @param file target
   * @param lass trained parts
   * @throws IOException if the file cannot be written
   */
  public static void save(Path file, Lass lass) throws IOException {
    try (NDManager scope = lass.vqVae().manager().newSubManager()) {
      ObjectNode node = description(lass.vqVae().sizes(), lass.prior().sizes());
      node.put(TABLES, lass.tables().size());
      Map<String, NDArray> tensors = new LinkedHashMap<>();
      SavedModel.tensors(lass.vqVae().parameters())
          .forEach((name, array) -> tensors.put(VQ_VAE + "." + name, array));
      SavedModel.tensors(lass.prior().parameters())
          .forEach((name, array) -> tensors.put(PRIOR + "." + name, array));
      for (int i = 0; i < lass.tables().size(); i++) {
        double[] rows = lass.tables().get(i).toRows();
        tensors.put(
            TABLES + "." + i, scope.create(rows, new Shape(rows.length / COLUMNS, COLUMNS)));
      }
      SavedModel.write(file, METHOD, SavedModel.metadata(VERSION, node), tensors);
    }
  }

  /**
   * Reads a method.
   *
   * @param file file that {@link #save} wrote
   * @return its parts in float32, to be closed by the caller
   * @throws IOException if there is no such file, or it is damaged, or of another kind or version
   */
  public static Lass load(Path file) throws IOException {
    try (NDManager scope = NDManager.newBaseManager()) {
      Safetensors.Contents contents = Safetensors.read(file, scope);
      SavedModel saved = SavedModel.of(file, contents, METHOD, VERSION);
      VqVaeSizes image;
      PriorSizes sequence;
      List<MixtureTable> tables = new ArrayList<>();
      try {
        image = JSON.treeToValue(saved.field(VQ_VAE), VqVaeSizes.class);
        sequence = JSON.treeToValue(saved.field(PRIOR), PriorSizes.class);
        for (int i = 0; i < saved.field(TABLES).asInt(); i++) {
          NDArray rows = contents.tensors().get(TABLES + "." + i);
          if (rows == null) {
            throw new IllegalArgumentException("Expected table %d, found none.".formatted(i));
          }
          tables.add(MixtureTable.ofRows(image.codes(), rows.toDoubleArray()));
        }
        return restore(file, contents, image, sequence, tables);
      } catch (IllegalArgumentException | JsonProcessingException e) {
        throw new IOException("%s: %s The file is damaged.".formatted(file, e.getMessage()), e);
      }
    }
  }

  private static Lass restore(
      Path file,
      Safetensors.Contents contents,
      VqVaeSizes image,
      PriorSizes sequence,
      List<MixtureTable> tables)
      throws IOException {
    VqVae vqVae = VqVae.create(image, 0);
    CodePrior prior = CodePrior.create(sequence, 0);
    try {
      part(file, contents, VQ_VAE).copyInto(vqVae.parameters());
      part(file, contents, PRIOR).copyInto(prior.parameters());
      return new Lass(vqVae, prior, tables);
    } catch (IOException | RuntimeException e) {
      vqVae.close();
      prior.close();
      throw e;
    }
  }

  /** The tensors of one network under the names that they have in it. */
  private static SavedModel part(Path file, Safetensors.Contents contents, String network)
      throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    String prefix = network + ".";
    contents
        .tensors()
        .forEach(
            (name, array) -> {
              if (name.startsWith(prefix)) {
                tensors.put(name.substring(prefix.length()), array);
              }
            });
    return SavedModel.of(
        file, new Safetensors.Contents(contents.metadata(), tensors), METHOD, VERSION);
  }

  /** Metadata of a file with one network or both; null for the one that is not there. */
  static Map<String, String> describe(VqVaeSizes image, PriorSizes sequence) {
    return SavedModel.metadata(VERSION, description(image, sequence));
  }

  private static ObjectNode description(VqVaeSizes image, PriorSizes sequence) {
    ObjectNode node = JSON.createObjectNode();
    if (image != null) {
      node.set(VQ_VAE, JSON.valueToTree(image));
    }
    if (sequence != null) {
      node.set(PRIOR, JSON.valueToTree(sequence));
    }
    return node;
  }
}
