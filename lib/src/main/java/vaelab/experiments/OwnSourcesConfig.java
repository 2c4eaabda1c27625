package vaelab.experiments;

import java.util.List;
import vaelab.msvae.TrainingConfig;

/**
 * Sizes and settings of a training on a user's own sources.
 *
 * @param hidden widths of the encoders' blocks, which the decoders mirror
 * @param latent Z, number of latent variables of a source
 * @param experts pretraining of each expert
 * @param joint phases of the training of the joint model
 * @param seed seed of weights and noise
 */
public record OwnSourcesConfig(
    List<Integer> hidden, int latent, TrainingConfig experts, List<JointPhase> joint, long seed) {

  /** Copies the lists. */
  public OwnSourcesConfig {
    hidden = List.copyOf(hidden);
    joint = List.copyOf(joint);
  }

  /**
   * Settings that take after those of the paper's experiments: experts keep the KL weight of a
   * joint model whose noise is about a tenth of the pixels' range; the joint model starts from
   * their encoders, keeps their decoders and learns pi and b: a fifth of its epochs on the given
   * mixtures, then on mixtures composed of the sources, at last a tenth on the given ones again.
   *
   * @param hidden widths of the encoders' blocks
   * @param latent Z
   * @param expertEpochs epochs of each expert, at least 1
   * @param epochs epochs of the joint model, at least 1
   * @param batchSize B of both, at least 2; larger than a file means all of it at once
   * @param learningRate first step size of both, which falls along a cosine
   * @param seed seed of weights and noise
   * @return the settings
   * @throws IllegalArgumentException if a number is out of range
   */
  public static OwnSourcesConfig of(
      List<Integer> hidden,
      int latent,
      int expertEpochs,
      int epochs,
      int batchSize,
      double learningRate,
      long seed) {
    if (!Double.isFinite(learningRate)) {
      throw new IllegalArgumentException(
          "Expected a finite learning rate, found " + learningRate + "; 6e-4 is usual.");
    }
    TrainingConfig experts =
        TrainingPresets.experts(expertEpochs, seed)
            .with(
                c -> {
                  c.batchSize = batchSize;
                  c.learningRate = learningRate;
                });
    return new OwnSourcesConfig(
        hidden, latent, experts, joint(epochs, batchSize, learningRate, seed), seed);
  }

  private static List<JointPhase> joint(int epochs, int batchSize, double learningRate, long seed) {
    if (epochs < 3) {
      return JointPhase.plain(epochs, batchSize, learningRate, seed);
    }
    int first = Math.max(1, epochs / 5);
    int last = Math.max(1, epochs / 10);
    return JointPhase.course(
        first,
        JointPhase.Data.COMPOSED,
        epochs - first - last,
        last,
        batchSize,
        learningRate,
        seed);
  }
}
