package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vaelab.train.TrainingListener;

/**
 * A method of the comparison: it trains what it needs and gives the systems that are scored, for
 * example one as published and one with a variant of ours. Methods are measured one by one, so that
 * those of a long comparison need not all run on one day.
 */
interface ComparedMethod extends AutoCloseable {

  /** Short name, also of its files: lower-case letters, digits and hyphens. */
  String id();

  /** Settings of its training, as a record or a list of records; empty where nothing is trained. */
  List<?> configuration();

  /**
   * Trains what is not trained yet.
   *
   * @param listener told about the progress
   * @throws IOException if files cannot be read or written
   */
  void train(TrainingListener listener) throws IOException;

  /**
   * The systems, in the order of the table. They can be named at any time, and separate once {@link
   * #train} is done.
   */
  List<ComparedSystem> systems();

  /**
   * File of a model that is trained elsewhere, so that a result can tell which one it was measured
   * with; empty for a method whose models lie in the comparison's directory, which belongs to one
   * configuration.
   */
  default Optional<Path> model() {
    return Optional.empty();
  }

  /**
   * Files of the models that are measured, by which an interrupted measurement knows them again.
   * Asked for after {@link #train}.
   */
  default List<Path> trained() {
    return model().stream().toList();
  }

  /** Quality against time, where the method has a knob for it. Asked for after {@link #train}. */
  default List<ComparisonResult.KnobPoint> knob(SeparationProtocol test) {
    return List.of();
  }

  /**
   * Images that show how good the method's prior of single digits is, D pixels each, by the label
   * of their row; empty where there is none to show. Asked for after {@link #train}.
   *
   * @param count images a row
   */
  default Map<String, float[]> prior(int count) {
    return Map.of();
  }

  /** Frees what was trained. */
  @Override
  default void close() {}
}
