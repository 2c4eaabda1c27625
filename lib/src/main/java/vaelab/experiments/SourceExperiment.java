package vaelab.experiments;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import tech.tablesaw.api.Table;
import vaelab.msvae.MsVae;
import vaelab.train.History;

/** What every experiment with experts and a joint model offers once it is trained. */
public abstract sealed class SourceExperiment implements AutoCloseable
    permits DigitsExperiment, OwnSources {
  final SourceTraining training;
  private final Path directory;
  private final String commit = ResultFiles.commit();
  private final long start = System.nanoTime();

  SourceExperiment(Path directory) {
    this.directory = directory;
    training = new SourceTraining(directory);
  }

  /**
   * Where the result files go.
   *
   * @return directory of the run
   */
  final Path directory() {
    return directory;
  }

  /**
   * Writes the result files of a trained model.
   *
   * @param files files that hold what is the experiment's own, such as title and command
   * @param configuration settings of the run
   * @param metrics what was measured
   * @param table the result table
   * @throws IOException if a file cannot be written
   */
  final void write(ResultFiles files, Object configuration, Object metrics, Table table)
      throws IOException {
    files
        .put("configuration", configuration)
        .put("stopped", stopReason())
        .put("energies", model().energies().description())
        .put("commit", commit)
        // Of a resumed run only the last part.
        .put("wallSeconds", Math.round((System.nanoTime() - start) * 1e-9))
        .put("metrics", metrics);
    // A model may be evaluated again long after its training.
    training.commit().ifPresent(at -> files.put("trainedCommit", at));
    files.writeHistory("history", history());
    files.writeTable(table);
    files.writeResult();
  }

  /**
   * The experts.
   *
   * @return one a source, empty before pretraining
   */
  public final List<MsVae> experts() {
    return training.experts();
  }

  /**
   * The joint model.
   *
   * @return the model
   * @throws IllegalStateException before it is trained
   */
  public final MsVae model() {
    return training.model();
  }

  /**
   * Course of the joint training.
   *
   * @return one row an epoch
   * @throws IllegalStateException before the model is trained
   */
  public final History history() {
    return training.history();
  }

  /**
   * Why the joint training stopped.
   *
   * @return convergence or epoch limit, in words
   * @throws IllegalStateException before the model is trained
   */
  public final String stopReason() {
    return training.stopReason();
  }

  /** Frees the models. */
  @Override
  public final void close() {
    training.close();
  }
}
