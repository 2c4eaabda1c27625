package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SumCombination;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.msvae.estep.StatePrior;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.Safetensors;
import vaelab.tensor.SavedModel;

/**
 * A trained model in one safetensors file: all parameters, and sizes, sources, pi and b as
 * metadata.
 */
public final class ModelFile {
  private static final String METHOD = "vaelab.msvae";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFile() {}

  /**
   * Writes a model, replacing an older file in one step.
   *
   * @param file target
   * @param model model of the paper's kind: sum of streams, Laplace noise, float32, a {@link
   *     BernoulliPrior} or {@link FixedCountPrior}
   * @throws IOException if the file cannot be written
   * @throws IllegalArgumentException if streams are combined in another way, or under other noise,
   *     or the model has another type or prior; nothing is written then
   */
  public static void save(Path file, MsVae model) throws IOException {
    if (!usual(model)) {
      throw new IllegalArgumentException(
          "Expected a sum of streams under Laplace noise in float32, found %s under %s in %s; such a model can be kept as a training checkpoint only."
              .formatted(name(model.rule()), name(model.noise()), model.type()));
    }
    SavedModel.write(file, METHOD, describe(model), tensors(model));
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
      SavedModel saved = SavedModel.of(file, contents, METHOD, VERSION);
      MsVae model = described(saved);
      try {
        restore(file, model, contents);
      } catch (IOException | RuntimeException e) {
        model.close();
        throw e;
      }
      return model;
    }
  }

  private static MsVae described(SavedModel saved) throws IOException {
    List<String> sources = new ArrayList<>();
    saved.field("sources").forEach(name -> sources.add(name.asText()));
    try {
      NetworkSizes sizes = NetworkSizes.of(saved);
      saved.requireValues(sources.size() * sizes.values(1));
      return MsVae.create(sizes, sources, 0);
    } catch (IllegalArgumentException e) {
      throw saved.damaged(e);
    }
  }

  /** Whether {@link MsVae#create(NetworkSizes, List, long)} makes such a model. */
  static boolean usual(MsVae model) {
    return model.rule() instanceof SumCombination
        && model.noise() instanceof LaplaceNoise
        && model.type() == DataType.FLOAT32;
  }

  private static String name(Object choice) {
    return choice.getClass().getSimpleName();
  }

  /**
   * Metadata from which the model can be made again.
   *
   * @throws IllegalArgumentException if the prior is one that no file can tell
   */
  static Map<String, String> describe(MsVae model) {
    ObjectNode node = JSON.createObjectNode();
    model.sizes().describe(node);
    var sources = node.putArray("sources");
    model.sources().forEach(sources::add);
    node.put("rule", name(model.rule()));
    node.put("noise", name(model.noise()));
    node.put("b", model.scale());
    if (model.prior() instanceof BernoulliPrior bernoulli) {
      var pi = node.putArray("pi");
      for (double rate : bernoulli.pi()) {
        pi.add(rate);
      }
    } else if (model.prior() instanceof FixedCountPrior fixed) {
      node.put("K", fixed.count());
    } else {
      throw new IllegalArgumentException(
          "Expected a BernoulliPrior or FixedCountPrior, found %s, which files and checkpoints do not know; set one of those, or do without a file."
              .formatted(name(model.prior())));
    }
    return SavedModel.metadata(VERSION, node);
  }

  /** Parameters by name, BatchNorm's running statistics included. */
  static Map<String, NDArray> tensors(MsVae model) {
    return SavedModel.tensors(model.parameters());
  }

  /** Copies parameters, prior and scale of a file into a model of the same sizes. */
  static void restore(Path file, MsVae model, Safetensors.Contents contents) throws IOException {
    SavedModel saved = SavedModel.of(file, contents, METHOD, VERSION);
    requireSameKind(file, model, saved);
    saved.copyInto(model.parameters());
    try {
      model.setScale(saved.field("b").asDouble());
      model.setPrior(prior(model.streams().size(), saved));
    } catch (IllegalArgumentException e) {
      throw saved.damaged(e);
    }
  }

  private static StatePrior prior(int streams, SavedModel saved) throws IOException {
    if (saved.has("K")) {
      return new FixedCountPrior(streams, saved.field("K").asInt());
    }
    JsonNode rates = saved.field("pi");
    double[] pi = new double[rates.size()];
    for (int h = 0; h < pi.length; h++) {
      pi[h] = rates.get(h).asDouble();
    }
    return new BernoulliPrior(pi);
  }

  /** A file of streams with other names, or combined in another way, is another model's. */
  private static void requireSameKind(Path file, MsVae model, SavedModel saved) throws IOException {
    List<String> sources = new ArrayList<>();
    saved.field("sources").forEach(source -> sources.add(source.asText()));
    String found =
        sources + ", " + saved.field("rule").asText() + ", " + saved.field("noise").asText();
    String expected = model.sources() + ", " + name(model.rule()) + ", " + name(model.noise());
    if (!found.equals(expected)) {
      throw new IOException(
          "Expected a model of %s in %s, found one of %s.".formatted(expected, file, found));
    }
  }
}
