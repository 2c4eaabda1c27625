package vaelab.experiments;

import java.nio.file.Path;
import java.util.List;
import vaelab.msvae.MsVae;
import vaelab.train.History;

/** What every experiment with experts and a joint model offers once it is trained. */
public abstract sealed class SourceExperiment implements AutoCloseable
    permits DigitsExperiment, OwnSources {
  final Path directory;
  final SourceTraining training;
  final String commit = ResultFiles.commit();
  private final long start = System.nanoTime();

  SourceExperiment(Path directory) {
    this.directory = directory;
    training = new SourceTraining(directory);
  }

  /** Seconds since this object was made; of a resumed run only the last part. */
  final long wallSeconds() {
    return Math.round((System.nanoTime() - start) * 1e-9);
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
