package vaelab.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import vaelab.tensor.Adam;
import vaelab.tensor.Safetensors;
import vaelab.tensor.SavedModel;

/**
 * Everything a training run needs to go on as if it had never stopped, in one safetensors file: the
 * model, and with it configuration, history, and the optimiser's moments and steps.
 *
 * <p>Noise and batch order depend on (seed, epoch, step) alone, so the epoch is the random state.
 * The file is replaced in one step: a run killed at any moment leaves a whole one.
 *
 * @param <C> the method's configuration, a record that JSON can hold
 */
public final class CheckpointFile<C> {
  private static final String CONFIG = "config";
  private static final String HISTORY = "history";
  private static final String STEPS = "adamSteps";
  private static final String ADAM = "adam.";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String kind;
  private final Class<C> type;

  /**
   * The format of a method's checkpoints.
   *
   * @param kind kind of the files, for example {@code vaelab.msvae.checkpoint}
   * @param type class of the configuration
   */
  public CheckpointFile(String kind, Class<C> type) {
    this.kind = kind;
    this.type = type;
  }

  /**
   * Writes a checkpoint, replacing an older one in one step.
   *
   * @param file target
   * @param config how the run trains
   * @param history its epochs so far
   * @param adam its optimiser
   * @param description metadata from which the model can be made again
   * @param tensors the model's tensors by name
   * @throws IOException if the file cannot be written; the old one then stays
   */
  public void save(
      Path file,
      C config,
      History history,
      Adam adam,
      Map<String, String> description,
      Map<String, NDArray> tensors)
      throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(SavedModel.KIND, kind);
    metadata.put(CONFIG, JSON.writeValueAsString(config));
    metadata.put(HISTORY, JSON.writeValueAsString(history.rows()));
    metadata.put(STEPS, Integer.toString(adam.steps()));
    metadata.putAll(description);
    Map<String, NDArray> all = new LinkedHashMap<>(tensors);
    adam.state().forEach((name, moment) -> all.put(ADAM + name, moment));
    Safetensors.write(file, metadata, all);
  }

  /**
   * Reads a checkpoint of the same run.
   *
   * @param file file that {@link #save} wrote
   * @param manager owner of the tensors read
   * @param config how the run is to go on
   * @param sameRun changes the configuration that was saved in what may differ within one run, such
   *     as the epoch limit; the outcome must equal {@code config}
   * @return the checkpoint
   * @throws IOException if the file is damaged or of another version of the library, is no
   *     checkpoint of this kind, or belongs to a run with another configuration
   */
  public Saved read(Path file, NDManager manager, C config, UnaryOperator<C> sameRun)
      throws IOException {
    Safetensors.Contents contents = Safetensors.read(file, manager);
    Map<String, String> metadata = contents.metadata();
    if (!kind.equals(metadata.get(SavedModel.KIND))) {
      throw new IOException(
          "Expected a training checkpoint (%s) in %s, found %s; name another file."
              .formatted(
                  kind, file, metadata.getOrDefault(SavedModel.KIND, "another kind of file")));
    }
    try {
      C saved = JSON.readValue(text(contents, CONFIG), type);
      if (!sameRun.apply(saved).equals(config)) {
        throw new IOException(
            "%s was written by a run with another configuration.%n expected %s%n found    %s%nContinue with that configuration, or train into another directory."
                .formatted(file, config, saved));
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw unreadable(file, e);
    }
    return new Saved(file, contents);
  }

  /** Metadata that every checkpoint has; JSON's own null would be none either. */
  private static String text(Safetensors.Contents contents, String key) {
    String text = contents.metadata().getOrDefault(key, "null");
    if (text.isBlank() || text.equals("null")) {
      throw new IllegalArgumentException("expected '%s', found none".formatted(key));
    }
    return text;
  }

  /** Whatever a parser or a constructor says, it knows of no file. */
  private static IOException unreadable(Path file, Exception e) {
    String why =
        e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    return new IOException(
        "%s is damaged or of another version of this library (%s); go on with the version that wrote it, or delete the file to train anew."
            .formatted(file, why),
        e);
  }

  /**
   * A checkpoint that was read and belongs to the run.
   *
   * @param file where it comes from, for messages
   * @param contents its metadata and tensors, the model's among them
   */
  public record Saved(Path file, Safetensors.Contents contents) {

    /**
     * Restores the optimiser and the history; the model is the method's own to restore.
     *
     * @param adam optimiser of a model of the same sizes
     * @return the epochs so far
     * @throws IOException if moments, steps or history are missing or damaged, or of another model
     *     or version
     */
    public History restore(Adam adam) throws IOException {
      Map<String, NDArray> moments = new LinkedHashMap<>();
      contents
          .tensors()
          .forEach(
              (name, tensor) -> {
                if (name.startsWith(ADAM)) {
                  moments.put(name.substring(ADAM.length()), tensor);
                }
              });
      try {
        List<Map<String, Double>> rows =
            JSON.readValue(text(contents, HISTORY), new TypeReference<>() {});
        History history = History.fromRows(rows);
        adam.restore(Integer.parseInt(text(contents, STEPS)), moments);
        return history;
      } catch (JsonProcessingException | IllegalArgumentException e) {
        throw unreadable(file, e);
      }
    }
  }
}
