package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vaelab.data.Sha256;
import vaelab.experiments.JsonDifferences;

/**
 * What the result of a method depends on. A result that is kept stands for a method only as long as
 * this is the same: numbers of other settings or of another model under its name would be wrong.
 *
 * @param configuration settings of its training, as a record, a list of records, or what JSON makes
 *     of them
 * @param modelSha256 checksum of a model that is trained elsewhere; {@code null} where there is
 *     none, where the model is not at hand, or where it was not kept
 * @param systems names of the systems that are measured
 */
record MeasuredWith(Object configuration, String modelSha256, List<String> systems) {
  /** Checksum of a model, or {@code null} where there is no model. */
  static String checksum(Optional<Path> model) throws IOException {
    return model.isPresent() && Files.exists(model.get()) ? Sha256.of(model.get()) : null;
  }

  /** Checksums of files that must be there, or {@code null} where there are none. */
  static String checksum(List<Path> files) throws IOException {
    List<String> sums = new ArrayList<>();
    for (Path file : files) {
      sums.add(Sha256.of(file));
    }
    return sums.isEmpty() ? null : String.join(", ", sums);
  }

  /**
   * Checks that a kept result, which this one belongs to, may stand for a method.
   *
   * @param now what the method would be measured with
   * @param file file of the result
   * @throws IOException if a setting or the model differs, or if the result lacks a system
   */
  void require(MeasuredWith now, Path file) throws IOException {
    List<String> differences = JsonDifferences.between(now.configuration, configuration);
    if (!differences.isEmpty()) {
      throw refused(file, "settings of the method, " + String.join("; ", differences));
    }
    if (modelSha256 != null && now.modelSha256 != null && !modelSha256.equals(now.modelSha256)) {
      throw refused(
          file,
          "the model at hand, expected SHA-256 %s, found %s"
              .formatted(now.modelSha256, modelSha256));
    }
    List<String> missing = now.systems.stream().filter(s -> !systems.contains(s)).toList();
    if (!missing.isEmpty()) {
      throw refused(
          file,
          "systems of the method, expected '%s' too, found '%s'"
              .formatted(String.join("', '", missing), String.join("', '", systems)));
    }
  }

  private static IOException refused(Path file, String what) {
    return new IOException(
        "%s was not measured with the %s; delete that file to measure the method again, or give another directory."
            .formatted(file, what));
  }
}
