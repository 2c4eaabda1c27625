package vaelab.experiments.comparison;

import java.util.List;
import java.util.stream.LongStream;
import vaelab.experiments.Scale;
import vaelab.jointvae.JointVaeConfig;
import vaelab.jointvae.JointVaeConfig.Preset;

/**
 * Sizes and settings of the recognition of single digits (paper section 3.2, K = 1).
 *
 * @param scale the scale these belong to
 * @param size what tables call the size of JointVAE
 * @param jointVae trainings of JointVAE that differ in their seed
 * @param images largest number of training images, of JointVAE and of the mapping of its categories
 * @param testImages largest number of test images
 * @param runs inference runs of the MS-VAE
 * @param seed seed of the inference runs, and of the first training
 */
public record SingleDigitsConfig(
    Scale scale,
    String size,
    List<JointVaeConfig> jointVae,
    int images,
    int testImages,
    int runs,
    long seed) {
  private static final String PUBLISHED = "published";
  private static final int SEEDS = 3;

  /**
   * Settings of a scale, with the size of JointVAE that the hardware has time for.
   *
   * @param scale smoke, quick or paper
   * @param seed seed of the first training; the others' are the next ones
   * @return the settings
   */
  public static SingleDigitsConfig of(Scale scale, long seed) {
    return of(scale, scale.hasPublishedSizes() ? Preset.PUBLISHED : Preset.COMPACT, seed);
  }

  /**
   * Settings of a scale.
   *
   * @param scale smoke, quick or paper
   * @param preset compact, or published, which is not shortened at quick scale; either is tiny at
   *     smoke scale
   * @param seed seed of the first training; the others' are the next ones
   * @return the settings
   */
  public static SingleDigitsConfig of(Scale scale, Preset preset, long seed) {
    List<JointVaeConfig> whole =
        LongStream.range(seed, seed + SEEDS).mapToObj(preset::config).toList();
    int all = Integer.MAX_VALUE;
    if (scale == Scale.SMOKE) {
      return new SingleDigitsConfig(scale, "tiny", shortened(whole, 1, 2), 128, 500, 2, seed);
    }
    if (preset == Preset.PUBLISHED) {
      return new SingleDigitsConfig(scale, PUBLISHED, whole, all, all, 3, seed);
    }
    return scale == Scale.QUICK
        ? new SingleDigitsConfig(
            scale, "compact, short", shortened(whole, 4, 1_800), all, all, 3, seed)
        : new SingleDigitsConfig(scale, "compact", whole, all, all, 3, seed);
  }

  /** Whether JointVAE has its published training. */
  boolean isPublished() {
    return size.equals(PUBLISHED);
  }

  private static List<JointVaeConfig> shortened(List<JointVaeConfig> whole, int epochs, int ramp) {
    return whole.stream().map(c -> c.withEpochs(epochs).withRamp(ramp)).toList();
  }
}
