package vaelab.experiments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import vaelab.msvae.TrainingConfig;

/**
 * Sizes and settings of the ten-digit experiment (paper section 3.2).
 *
 * @param scale the scale these belong to
 * @param labels share of each class that the experts are pretrained on, in (0, 1]
 * @param pi generating activity rate of every digit
 * @param b generating noise scale
 * @param trainMixtures number of training mixtures
 * @param testMixtures number of test mixtures, made of unseen digits; also that of single digits
 * @param expertImages largest number of images an expert is pretrained on
 * @param experts pretraining of each expert
 * @param expertEncoders whether the joint model's encoders start from the experts' own, or fresh
 * @param joint phases of the joint training: fixed decoders, then perhaps fine-tuning
 * @param seed seed of the mixtures
 */
public record TenDigitsConfig(
    Scale scale,
    double labels,
    double pi,
    double b,
    int trainMixtures,
    int testMixtures,
    int expertImages,
    TrainingConfig experts,
    boolean expertEncoders,
    List<TrainingConfig> joint,
    long seed) {
  /** H. */
  public static final int DIGITS = 10;

  /**
   * Checks the share of labels.
   *
   * @throws IllegalArgumentException if it is out of range
   */
  public TenDigitsConfig {
    if (!(labels > 0 && labels <= 1)) {
      throw new IllegalArgumentException(
          "Expected a share of labels above 0 and at most 1, found "
              + labels
              + "; 0.1 is the paper's second model.");
    }
    joint = List.copyOf(joint);
  }

  /**
   * Settings of a scale.
   *
   * @param scale smoke, quick or paper
   * @param labels share of each class that the experts are pretrained on, in (0, 1]
   * @param seed seed of data, weights and noise
   * @return the settings
   */
  public static TenDigitsConfig of(Scale scale, double labels, long seed) {
    return switch (scale) {
      case SMOKE ->
          new TenDigitsConfig(
              scale,
              labels,
              0.1,
              0.1,
              300,
              100,
              100,
              TrainingPresets.experts(2, seed),
              true,
              List.of(joint(2, 50, false, seed)),
              seed);
      case QUICK ->
          published(
              scale,
              labels,
              TrainingPresets.experts(labels < 1 ? 60 : 12, seed),
              List.of(joint(5, 125, false, seed)),
              seed);
      case PAPER ->
          published(
              scale,
              labels,
              TrainingPresets.experts(labels < 1 ? 600 : 150, seed),
              labels < 1
                  ? List.of(joint(24, 125, false, seed), joint(12, 125, true, seed))
                  : List.of(joint(30, 125, false, seed)),
              seed);
    };
  }

  /** The paper's numbers of mixtures. */
  private static TenDigitsConfig published(
      Scale scale, double labels, TrainingConfig experts, List<TrainingConfig> joint, long seed) {
    return new TenDigitsConfig(
        scale, labels, 0.1, 0.1, 50_000, 5_000, Integer.MAX_VALUE, experts, true, joint, seed);
  }

  private static TrainingConfig joint(int epochs, int batchSize, boolean decoders, long seed) {
    return TrainingPresets.joint(epochs, batchSize, 1, decoders ? 1e-4 : 6e-4, seed)
        .with(c -> c.trainDecoders = decoders);
  }

  /** 0 to 9. */
  static int[] classes() {
    return IntStream.range(0, DIGITS).toArray();
  }

  /** The same rate for every digit. */
  double[] piArray() {
    double[] rates = new double[DIGITS];
    Arrays.fill(rates, pi);
    return rates;
  }

  /** How a table names the model: by its share of labels. */
  String modelName() {
    return "MS-VAE (%s)".formatted(TenDigitsTable.percent(labels, 0));
  }
}
