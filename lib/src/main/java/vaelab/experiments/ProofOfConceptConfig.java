package vaelab.experiments;

import java.util.List;
import vaelab.msvae.TrainingConfig;

/**
 * Sizes and settings of the proof of concept (paper section 3.1).
 *
 * @param scale the scale these belong to
 * @param classes digit of each stream
 * @param pi generating activity rates
 * @param b generating noise scale
 * @param trainMixtures number of training mixtures
 * @param testMixtures number of test mixtures, made of unseen digits
 * @param expertImages largest number of images an expert is pretrained on
 * @param experts pretraining of each expert
 * @param expertEncoders whether the joint model's encoders start from the experts' own, or fresh
 * @param joint training of the joint model
 * @param seed seed of the mixtures
 */
public record ProofOfConceptConfig(
    Scale scale,
    List<Integer> classes,
    List<Double> pi,
    double b,
    int trainMixtures,
    int testMixtures,
    int expertImages,
    TrainingConfig experts,
    boolean expertEncoders,
    TrainingConfig joint,
    long seed) {

  /**
   * Settings of a scale.
   *
   * @param scale smoke, quick or paper
   * @param seed seed of data, weights and noise
   * @return the settings
   */
  public static ProofOfConceptConfig of(Scale scale, long seed) {
    return switch (scale) {
      case SMOKE ->
          sized(
              scale,
              300,
              100,
              300,
              TrainingPresets.experts(2, seed),
              quickJoint(2, 50, seed),
              seed);
      case QUICK ->
          published(scale, TrainingPresets.experts(75, seed), quickJoint(20, 100, seed), seed);
      case PAPER -> published(scale, TrainingPresets.experts(600, seed), paperJoint(seed), seed);
    };
  }

  /** The paper's numbers of mixtures, and all images for the experts. */
  private static ProofOfConceptConfig published(
      Scale scale, TrainingConfig experts, TrainingConfig joint, long seed) {
    return sized(scale, 10_000, 1_000, Integer.MAX_VALUE, experts, joint, seed);
  }

  /** The paper's digits, rates and noise, with sizes to choose. */
  private static ProofOfConceptConfig sized(
      Scale scale,
      int trainMixtures,
      int testMixtures,
      int expertImages,
      TrainingConfig experts,
      TrainingConfig joint,
      long seed) {
    return new ProofOfConceptConfig(
        scale,
        List.of(0, 1),
        List.of(0.3, 0.2),
        0.1,
        trainMixtures,
        testMixtures,
        expertImages,
        experts,
        true,
        joint,
        seed);
  }

  /**
   * B and M of the paper. Encoders that start from the experts' own need fewer than its 100 epochs.
   */
  private static TrainingConfig paperJoint(long seed) {
    return TrainingPresets.joint(36, 8, 100, 3e-4, seed);
  }

  private static TrainingConfig quickJoint(int epochs, int batchSize, long seed) {
    return TrainingPresets.joint(epochs, batchSize, 1, 1e-3, seed);
  }

  /** Digits as an array. */
  int[] classArray() {
    return classes.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Rates as an array. */
  double[] piArray() {
    return pi.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
