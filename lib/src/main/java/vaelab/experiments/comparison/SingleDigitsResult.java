package vaelab.experiments.comparison;

import java.util.List;
import java.util.Map;
import vaelab.experiments.TrainingCost;
import vaelab.metrics.Spread;

/**
 * How well single digits are recognised.
 *
 * @param methods what each method reached, in the order of the table
 */
public record SingleDigitsResult(List<Method> methods) {

  /**
   * What one method reached, and what that depends on.
   *
   * @param method short name of the method
   * @param configuration settings of its training
   * @param modelSha256 checksum of its model, where that is trained outside the experiment; {@code
   *     null} for others and in files of earlier versions
   * @param scores one a model
   * @param commit commit of the project
   * @param finished when the measurement ended, UTC
   * @param hardware processor, cores, device and versions
   */
  public record Method(
      String method,
      Object configuration,
      String modelSha256,
      List<Score> scores,
      String commit,
      String finished,
      Map<String, String> hardware) {

    /** Names of the models that have a score. */
    List<String> systems() {
      return scores.stream().map(Score::system).toList();
    }
  }

  /**
   * Accuracy of a model on the test images.
   *
   * @param system name of the model
   * @param published what its authors print, or empty
   * @param accuracy share of the images whose digit is recognised, over inference runs
   * @param cost what its training took
   */
  public record Score(String system, String published, Spread accuracy, TrainingCost cost) {}

  /**
   * Whether JointVAE is among the methods; its weights need not be there.
   *
   * @return whether it has been measured
   */
  public boolean hasJointVae() {
    return methods.stream().anyMatch(m -> m.method().equals(SingleDigits.JOINT_VAE));
  }

  /** Scores of all methods. */
  List<Score> scores() {
    return methods.stream().flatMap(m -> m.scores().stream()).toList();
  }
}
