package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;
import vaelab.data.NpyArray;
import vaelab.msvae.Inference;
import vaelab.msvae.energy.SampleLattice;
import vaelab.nn.NetworkSizes;
import vaelab.train.TrainingListener;

/**
 * Experts and a joint model of a user's own sources, any number of them.
 *
 * <p>Steps, each of which needs the ones before: {@link #pretrain}, {@link #train}, {@link
 * #evaluate}. Everything is kept in one directory; a run that was interrupted goes on from its last
 * epoch, and one that is complete is only read.
 */
public final class OwnSources extends SourceExperiment {
  private final OwnSourcesConfig config;
  private final OwnData data;
  private final NetworkSizes sizes;

  /** What a directory belongs to: the order of the sources is that of the model's streams. */
  private record Claim(List<String> sources, OwnSourcesConfig settings) {}

  /**
   * Checks that the model is possible and takes the directory.
   *
   * @param config sizes and settings
   * @param data sources and mixtures
   * @param directory where models, checkpoints and results go
   * @throws IOException if the directory holds a run with other settings or on other data
   * @throws IllegalArgumentException if a layer has no width, or there are more sources than memory
   *     has room for
   */
  public OwnSources(OwnSourcesConfig config, OwnData data, Path directory) throws IOException {
    super(directory);
    this.config = config;
    this.data = data;
    sizes = new NetworkSizes(data.shape(), config.hidden(), config.latent());
    // Before the experts, whose hours would be lost.
    SampleLattice.single(data.sources().size())
        .requireMemory(Math.max(Inference.BATCH, config.experts().batchSize()));
    RunDirectory.claim(
        directory, new Claim(List.copyOf(data.sources().keySet()), config), data.origin());
  }

  /**
   * Pretrains one expert a source, or reads those that the directory holds.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void pretrain(TrainingListener listener) throws IOException {
    Map<String, float[]> images = new LinkedHashMap<>();
    data.sources().forEach((name, own) -> images.put(name, own.data()));
    training.pretrain(images, sizes, config.experts(), listener);
  }

  /**
   * Trains the joint model from the experts, or reads it where the directory holds it: on the given
   * mixtures, and on others composed of the sources.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  public void train(TrainingListener listener) throws IOException {
    SourcePool pool =
        SourcePool.of(data.sources().values().stream().map(NpyArray::data).toList(), data.dim());
    training.train(
        true,
        config.joint().stream().map(phase -> phase.over(data.mixtures().data(), pool)).toList(),
        model -> Map.of(),
        listener);
  }

  /**
   * Collects what the training has learned and writes the result files.
   *
   * @return what is known without a ground truth
   * @throws IOException if files cannot be written
   */
  public OwnSourcesResult evaluate() throws IOException {
    OwnSourcesResult result = OwnSourcesResult.measure(data, model(), history());
    ResultFiles files =
        new ResultFiles(directory(), "own-sources", data.origin()).put("title", title());
    write(files, config, result, table(result));
    return result;
  }

  /**
   * The result table.
   *
   * @param result what {@link #evaluate} found
   * @return one row a quantity
   */
  public Table table(OwnSourcesResult result) {
    return result.table(title());
  }

  private String title() {
    return "Own sources: %s; H = %d, D = %d, seed %d"
        .formatted(
            String.join(", ", data.sources().keySet()),
            data.sources().size(),
            data.dim(),
            config.seed());
  }
}
