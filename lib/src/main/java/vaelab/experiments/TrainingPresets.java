package vaelab.experiments;

import java.util.Locale;
import vaelab.msvae.TrainingConfig;
import vaelab.train.ConvergenceRule;

/** How the experiments train, where they do not follow the paper to the letter, and why. */
public final class TrainingPresets {
  /**
   * KL weight of the experts: that of the joint objective. An expert's likelihood has b = 1/sqrt 2,
   * the joint model's about 0.1, so there the KL term weighs 0.1 sqrt 2 times as much against the
   * reconstruction. Pretraining with that weight gives decoders that use their latents as the joint
   * model will.
   */
  static final double KL_JOINT = 0.14;

  private TrainingPresets() {}

  /**
   * Experts: a higher step size that falls along a cosine gets them to the same place sooner.
   *
   * @param epochs number of epochs
   * @param seed seed of batches and noise
   * @return the configuration
   */
  static TrainingConfig experts(int epochs, long seed) {
    return TrainingConfig.expert(epochs, KL_JOINT, seed)
        .with(
            c -> {
              c.learningRate = 5e-4;
              c.schedule = TrainingConfig.Schedule.COSINE;
            });
  }

  /**
   * Experts of voices: most of a spectrogram is nearly 0, so a fixed noise of unit variance would
   * drown it. They learn b, which also puts the KL term at the joint model's weight.
   *
   * @param epochs number of epochs
   * @param seed seed of batches and noise
   * @return the configuration
   */
  public static TrainingConfig voices(int epochs, long seed) {
    return TrainingConfig.expert(epochs, TrainingConfig.KL_PAPER, seed)
        .with(
            c -> {
              c.batchSize = 64;
              c.learningRate = 1e-3;
              c.schedule = TrainingConfig.Schedule.COSINE;
              c.mStep = TrainingConfig.MStepSchedule.SCALE_ONLY;
            });
  }

  /**
   * The joint model: decoders are kept exactly as the experts left them, running statistics
   * included. Those of batches, in which most streams are silent, are not what the decoders were
   * trained on. What a decoder on batch statistics learns by itself, the scale of its latents, is
   * then a closed-form step.
   *
   * @param epochs number of epochs
   * @param batchSize B
   * @param samples M
   * @param learningRate first step size, which falls along a cosine
   * @param seed seed of batches and noise
   * @return the configuration
   */
  static TrainingConfig joint(
      int epochs, int batchSize, int samples, double learningRate, long seed) {
    return TrainingConfig.joint(epochs, batchSize, samples, seed)
        .with(
            c -> {
              c.learningRate = learningRate;
              c.schedule = TrainingConfig.Schedule.COSINE;
              c.decoderStatistics = TrainingConfig.Statistics.RUNNING;
              c.mStep = TrainingConfig.MStepSchedule.EPOCH_AND_LATENT_SCALE;
              c.convergence = ConvergenceRule.never();
            });
  }

  /**
   * The joint model of a conversation.
   *
   * @param epochs number of epochs
   * @param seed seed of batches and noise
   * @return the configuration
   */
  public static TrainingConfig conversation(int epochs, long seed) {
    return joint(epochs, 128, 1, 6e-4, seed);
  }

  /** Experts in words, for a table of settings. */
  static String describeExperts(TrainingConfig experts, boolean encoders) {
    return "%d epochs, batches of %d, step size %s, KL weight %s; encoders of the joint model %s"
        .formatted(
            experts.epochs(),
            experts.batchSize(),
            experts.learningRate(),
            experts.klWeight(),
            encoders ? "start from theirs" : "start fresh");
  }

  /** A phase of the joint training in words. */
  static String describe(TrainingConfig phase) {
    return "%d epochs, B = %d, M = %d (%s), step size %s (%s), decoders %s"
        .formatted(
            phase.epochs(),
            phase.batchSize(),
            phase.samples(),
            phase.pairing().name().toLowerCase(Locale.ROOT),
            phase.learningRate(),
            phase.schedule().name().toLowerCase(Locale.ROOT),
            phase.trainDecoders()
                ? "fine-tuned"
                : "fixed, on "
                    + phase.decoderStatistics().name().toLowerCase(Locale.ROOT)
                    + " statistics");
  }
}
