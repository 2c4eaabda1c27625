package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vaelab.experiments.JsonDifferences;
import vaelab.tensor.Hardware;

/**
 * What has been measured of a method whose measurement is under way or was interrupted. A cell of a
 * slow system takes up to an hour, so each is kept as soon as it is there.
 *
 * @param configuration settings of the method's training, as in {@link MethodResult}
 * @param modelSha256 checksums of all that it trained, or {@code null} where it trains nothing
 * @param hardware what it runs on: times of one method are of one machine
 * @param cells what is measured, in the order of the table
 */
record PartialResult(
    Object configuration, String modelSha256, Map<String, String> hardware, List<Cell> cells) {

  /**
   * One system at one K.
   *
   * @param system name of the system, without its mask
   * @param k number of digits in each mixture
   * @param scores scores of the plain and the masked system; none if it diverged
   * @param diverged that it diverged, else nothing
   * @param commit commit of the project that measured it
   * @param seconds wall time of the measurement
   */
  record Cell(
      String system,
      int k,
      List<SystemScore> scores,
      List<Divergence> diverged,
      String commit,
      double seconds) {}

  /** The cell of a system at a K, where it is measured. */
  Optional<Cell> cell(String system, int k) {
    return cells.stream().filter(c -> c.system().equals(system) && c.k() == k).findFirst();
  }

  /**
   * This and what has been measured since.
   *
   * @param measured cells by now, of which some may be of this
   * @param now what they are measured with
   */
  PartialResult and(List<Cell> measured, PartialResult now) {
    List<Cell> all = new ArrayList<>(measured);
    cells.stream().filter(cell -> !all.contains(cell)).forEach(all::add);
    return new PartialResult(now.configuration, now.modelSha256, now.hardware, all);
  }

  /**
   * Checks that a measurement may go on from here.
   *
   * @param now what the method would be measured with
   * @param file file of this
   * @throws IOException if settings, model or hardware differ
   */
  void require(PartialResult now, Path file) throws IOException {
    new MeasuredWith(configuration, modelSha256, List.of())
        .require(new MeasuredWith(now.configuration, now.modelSha256, List.of()), file);
    List<String> differences =
        JsonDifferences.between(Hardware.speed(now.hardware), Hardware.speed(hardware));
    if (!differences.isEmpty()) {
      throw new IOException(
          "%s was begun on other hardware or versions (%s), whose times would not compare; delete that file to measure the method again, or go on where it was begun."
              .formatted(file, String.join("; ", differences)));
    }
  }
}
