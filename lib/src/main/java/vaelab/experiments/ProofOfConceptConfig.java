package vaelab.experiments;

import java.util.List;
import vaelab.msvae.TrainingConfig;
import vaelab.train.ConvergenceRule;

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
    TrainingConfig joint,
    long seed) {

  /**
   * KL weight of the experts: that of the joint objective. An expert's likelihood has b = 1/sqrt 2,
   * the joint model's about 0.1, so there the KL term weighs 0.1 sqrt 2 times as much against the
   * reconstruction. Pretraining with that weight gives decoders that use their latents as the joint
   * model will.
   */
  public static final double KL_JOINT = 0.14;

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
          sized(scale, 300, 100, 300, quickExperts(2, seed), quickJoint(2, 50, seed), seed);
      case QUICK -> published(scale, quickExperts(50, seed), quickJoint(36, 100, seed), seed);
      case PAPER ->
          published(
              scale,
              quickExperts(150, seed),
              TrainingConfig.joint(100, 8, 100, seed)
                  .with(c -> c.convergence = ConvergenceRule.of(0.5, 0.01, 5, 20)),
              seed);
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
        joint,
        seed);
  }

  /** A higher step size that falls along a cosine gets an expert to the same place sooner. */
  private static TrainingConfig quickExperts(int epochs, long seed) {
    return TrainingConfig.expert(epochs, KL_JOINT, seed)
        .with(
            c -> {
              c.learningRate = 5e-4;
              c.schedule = TrainingConfig.Schedule.COSINE;
            });
  }

  private static TrainingConfig quickJoint(int epochs, int batchSize, long seed) {
    return TrainingConfig.joint(epochs, batchSize, 1, seed)
        .with(
            c -> {
              c.learningRate = 1e-3;
              c.schedule = TrainingConfig.Schedule.COSINE;
              c.convergence = ConvergenceRule.never();
            });
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
