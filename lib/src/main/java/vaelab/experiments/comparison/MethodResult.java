package vaelab.experiments.comparison;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vaelab.experiments.TrainingCost;

/**
 * What one method of a comparison reached, and what that depends on.
 *
 * @param method short name of the method
 * @param configuration settings of its training
 * @param modelSha256 checksum of its model, where that is trained outside the comparison; {@code
 *     null} for others and in files of earlier versions
 * @param scores scores of its systems at every K that they were measured at, in the order of the
 *     table
 * @param diverged where a system has no score because it diverged
 * @param costs what the training of each system took, by name; empty in files of earlier versions
 * @param priors labels of the rows of images that show how good its prior is
 * @param knob quality against time, where the method has a knob for it
 * @param commit commit of the project
 * @param finished when the measurement ended, UTC
 * @param hardware processor, cores, device and versions
 * @param measuringSeconds wall time of the measurement, training not counted
 */
public record MethodResult(
    String method,
    Object configuration,
    String modelSha256,
    List<SystemScore> scores,
    List<Divergence> diverged,
    Map<String, TrainingCost> costs,
    List<String> priors,
    List<ComparisonResult.KnobPoint> knob,
    String commit,
    String finished,
    Map<String, String> hardware,
    long measuringSeconds) {

  /** Files of earlier versions lack what was not measured then. */
  public MethodResult {
    diverged = diverged == null ? List.of() : List.copyOf(diverged);
    costs = costs == null ? Map.of() : costs;
    priors = priors == null ? List.of() : List.copyOf(priors);
  }

  /** Names of the systems that have a score or diverged, in the order of the scores. */
  List<String> systems() {
    return Stream.concat(
            scores.stream().map(SystemScore::system), diverged.stream().map(Divergence::system))
        .distinct()
        .toList();
  }
}
