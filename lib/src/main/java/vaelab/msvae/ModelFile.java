package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.Safetensors;

/**
 * A trained model in one safetensors file: all parameters, and sizes, sources, pi and b as
 * metadata.
 */
public final class ModelFile {
  private static final String KIND = "vaelab.msvae.model";
  private static final int VERSION = 1;
  private static final String DESCRIPTION = "model";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFile() {}

  /**
   * Writes a model, replacing an older file in one step.
   *
   * @param file target
   * @param model model of the paper's kind (sum of streams, Laplace noise)
   * @throws IOException if the file cannot be written
   */
  public static void save(Path file, MsVae model) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("kind", KIND);
    metadata.putAll(describe(model));
    Safetensors.write(file, metadata, tensors(model));
  }

  /**
   * Reads a model.
   *
   * @param file file that {@link #save} wrote
   * @return the model, to be closed by the caller
   * @throws IOException if there is no such file, or it is damaged, or of another kind or version
   */
  public static MsVae load(Path file) throws IOException {
    try (NDManager scope = NDManager.newBaseManager()) {
      Safetensors.Contents contents = Safetensors.read(file, scope);
      JsonNode description = description(file, contents);
      List<Integer> hidden = new ArrayList<>();
      description.path("hidden").forEach(width -> hidden.add(width.asInt()));
      List<String> sources = new ArrayList<>();
      description.path("sources").forEach(name -> sources.add(name.asText()));
      NetworkSizes sizes =
          new NetworkSizes(
              description.path("dim").asInt(), hidden, description.path("latent").asInt());
      MsVae model = MsVae.create(sizes, sources, 0);
      try {
        restore(file, model, contents);
      } catch (IOException | RuntimeException e) {
        model.close();
        throw e;
      }
      return model;
    }
  }

  private static JsonNode description(Path file, Safetensors.Contents contents) throws IOException {
    String text = contents.metadata().get(DESCRIPTION);
    if (text == null) {
      throw new IOException(
          file
              + " is a safetensors file, but holds no model of this library (no \"model\" metadata).");
    }
    JsonNode description = JSON.readTree(text);
    int version = description.path("version").asInt();
    if (version != VERSION) {
      throw new IOException(
          "Expected a model of format version %d in %s, found version %d; train it again or use the library that wrote it."
              .formatted(VERSION, file, version));
    }
    return description;
  }

  /** Metadata from which the model can be made again. */
  static Map<String, String> describe(MsVae model) {
    ObjectNode node = JSON.createObjectNode();
    node.put("version", VERSION);
    node.put("dim", model.sizes().dim());
    node.put("latent", model.sizes().latent());
    var hidden = node.putArray("hidden");
    model.sizes().hidden().forEach(hidden::add);
    var sources = node.putArray("sources");
    model.sources().forEach(sources::add);
    node.put("b", model.scale());
    if (model.prior() instanceof BernoulliPrior bernoulli) {
      var pi = node.putArray("pi");
      for (double rate : bernoulli.pi()) {
        pi.add(rate);
      }
    } else if (model.prior() instanceof FixedCountPrior fixed) {
      node.put("K", fixed.count());
    }
    return Map.of(DESCRIPTION, node.toString());
  }

  /** Parameters by name, BatchNorm's running statistics included. */
  static Map<String, NDArray> tensors(MsVae model) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    model.parameters().forEach((name, parameter) -> tensors.put(name, parameter.getArray()));
    return tensors;
  }

  /** Copies parameters, prior and scale of a file into a model of the same sizes. */
  static void restore(Path file, MsVae model, Safetensors.Contents contents) throws IOException {
    JsonNode description = description(file, contents);
    for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
      NDArray source = contents.tensors().get(entry.getKey());
      NDArray target = entry.getValue().getArray();
      if (source == null || !source.getShape().equals(target.getShape())) {
        throw new IOException(
            "Expected parameter %s of shape %s in %s, found %s; the file belongs to a model of other sizes."
                .formatted(
                    entry.getKey(),
                    target.getShape(),
                    file,
                    source == null ? "none" : source.getShape()));
      }
      source.copyTo(target);
    }
    model.setScale(description.path("b").asDouble());
    if (description.has("K")) {
      model.setPrior(new FixedCountPrior(model.streams().size(), description.path("K").asInt()));
    } else {
      double[] pi = new double[description.path("pi").size()];
      for (int h = 0; h < pi.length; h++) {
        pi[h] = description.path("pi").get(h).asDouble();
      }
      model.setPrior(new BernoulliPrior(pi));
    }
  }
}
