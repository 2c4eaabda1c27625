package vaelab.train;

import java.io.IOException;
import java.nio.file.Path;

/** All that a training needs to go on as if it had never stopped: model, optimiser, epochs. */
public interface RunState {

  /**
   * Reads model and optimiser.
   *
   * @param file file that {@link #save} wrote
   * @return the epochs so far
   * @throws IOException if it cannot be read, or belongs to another run
   */
  History restore(Path file) throws IOException;

  /**
   * Writes model, optimiser and epochs.
   *
   * @param file target, replaced in one step
   * @param history the epochs so far
   * @throws IOException if it cannot be written
   */
  void save(Path file, History history) throws IOException;
}
