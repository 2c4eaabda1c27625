package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.tensor.Adam;
import vaelab.tensor.Safetensors;
import vaelab.train.History;

/**
 * Everything a training run needs to go on as if it had never stopped: weights, running statistics,
 * optimiser moments, pi and b, epoch, history and configuration, in one safetensors file.
 *
 * <p>Noise and batch order depend on (seed, epoch, step) alone, so the epoch is the random state.
 * The file is replaced in one step after each epoch: a run killed at any moment leaves a whole one.
 */
final class Checkpoint {
  private static final String KIND = "vaelab.msvae.checkpoint";
  private static final String ADAM = "adam.";
  private static final ObjectMapper JSON = new ObjectMapper();

  private Checkpoint() {}

  static void save(Path file, MsVae model, Adam adam, TrainingConfig config, History history)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("kind", KIND);
    metadata.put("config", JSON.writeValueAsString(config));
    metadata.put("history", JSON.writeValueAsString(history.rows()));
    metadata.put("adamSteps", Integer.toString(adam.steps()));
    metadata.putAll(ModelFile.describe(model));
    Map<String, NDArray> tensors = ModelFile.tensors(model);
    adam.state().forEach((name, moment) -> tensors.put(ADAM + name, moment));
    Safetensors.write(file, metadata, tensors);
  }

  /** Restores model and optimiser, and returns the history so far. */
  static History restore(Path file, MsVae model, Adam adam, TrainingConfig config)
      throws IOException {
    try (NDManager scope = model.manager().newSubManager()) {
      Safetensors.Contents contents = Safetensors.read(file, scope);
      Map<String, String> metadata = contents.metadata();
      if (!KIND.equals(metadata.get("kind"))) {
        throw new IOException(
            "Expected a training checkpoint in %s, found %s."
                .formatted(file, metadata.getOrDefault("kind", "another kind of file")));
      }
      TrainingConfig saved = JSON.readValue(metadata.get("config"), TrainingConfig.class);
      // A longer limit or another stopping rule continues the same run; anything else is another
      // run.
      TrainingConfig comparable =
          saved.with(
              c -> {
                // A cosine ends at the limit: with another limit it is another schedule.
                if (c.schedule != TrainingConfig.Schedule.COSINE) {
                  c.epochs = config.epochs();
                }
                c.convergence = config.convergence();
              });
      if (!comparable.equals(config)) {
        throw new IOException(
            "%s was written by a run with another configuration.%n expected %s%n found    %s%nContinue with that configuration, or train into another directory."
                .formatted(file, config, saved));
      }
      ModelFile.restore(file, model, contents);
      Map<String, NDArray> moments = new LinkedHashMap<>();
      contents
          .tensors()
          .forEach(
              (name, tensor) -> {
                if (name.startsWith(ADAM)) {
                  moments.put(name.substring(ADAM.length()), tensor);
                }
              });
      adam.restore(Integer.parseInt(metadata.get("adamSteps")), moments);
      List<Map<String, Double>> rows =
          JSON.readValue(metadata.get("history"), new TypeReference<>() {});
      return History.fromRows(rows);
    }
  }
}
