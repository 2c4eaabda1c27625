package vaelab.lass;

/**
 * Sizes, trainings and sampling of a whole LASS.
 *
 * @param image sizes of the VQ-VAE
 * @param sequence sizes of the prior; vocabulary and length are those of the VQ-VAE
 * @param vqVae training of the VQ-VAE
 * @param prior training of the prior
 * @param counting counting of the tables
 * @param sampling how mixtures are taken apart
 */
public record LassConfig(
    VqVaeSizes image,
    PriorSizes sequence,
    VqVaeStage vqVae,
    Stage prior,
    TableCounting counting,
    LassSampling sampling) {

  /** Side of an MNIST image. */
  private static final int SIDE = 28;

  /** Sizes and schedules by name. */
  public enum Preset {
    /**
     * The release's: 128 channels, 256 codes, transformer of width 128 with 3 layers and 2 heads,
     * 500 epochs of everything, 256 samples a mixture, 500 steps of refinement. Deviations: where
     * no pair of codes was counted, the prior decides, and the release fails; draws choose from all
     * pairs, as the release's settings have it, while the paper's Table 1 was drawn from 32; with
     * tables for more than two sources each pass counts fewer pairs (N over the number of sources,
     * not N / 2); and the last tables are kept, not those of the pass that was best on test images.
     */
    PUBLISHED {
      @Override
      LassConfig with(int sources, long seed) {
        VqVaeSizes image = new VqVaeSizes(SIDE, 128, 256);
        return new LassConfig(
            image,
            new PriorSizes(image.codes(), image.length(), 128, 3, 2),
            new VqVaeStage(new Stage(500, 64, 1e-4, Stage.Schedule.CONSTANT, seed), 0),
            new Stage(500, 128, 2e-4, Stage.Schedule.CONSTANT, seed),
            new TableCounting(sources, 500, false, seed),
            new LassSampling(256, 0, LassSampling.Unseen.PRIOR, 500));
      }
    },
    /**
     * What two cores train on 60,000 images in a good half hour: half the channels, few epochs with
     * larger steps on a cosine and smaller batches of the prior, revived codes, pairs counted in
     * both orders; and of 64 samples a mixture, instead of 256, the best is kept. Measured in CPU
     * seconds: 104 an epoch of the VQ-VAE, 166 one of the prior, 10 a pass of counting; 2,900 in
     * all.
     */
    COMPACT {
      @Override
      LassConfig with(int sources, long seed) {
        VqVaeSizes image = new VqVaeSizes(SIDE, 64, 256);
        return new LassConfig(
            image,
            new PriorSizes(image.codes(), image.length(), 128, 3, 2),
            new VqVaeStage(new Stage(9, 64, 1e-3, Stage.Schedule.COSINE, seed), 3),
            new Stage(11, 64, 1e-3, Stage.Schedule.COSINE, seed),
            new TableCounting(sources, 15, true, seed),
            new LassSampling(64, 0, LassSampling.Unseen.PRIOR, 500));
      }
    };

    abstract LassConfig with(int sources, long seed);
  }

  /**
   * Checks that the parts belong together.
   *
   * @throws IllegalArgumentException if the prior has another vocabulary or length than the VQ-VAE
   */
  public LassConfig {
    if (sequence.codes() != image.codes() || sequence.length() != image.length()) {
      throw new IllegalArgumentException(
          "Expected a prior over L=%d codes of V=%d, found L=%d, V=%d."
              .formatted(image.length(), image.codes(), sequence.length(), sequence.codes()));
    }
  }

  /**
   * A preset.
   *
   * @param preset sizes and schedules
   * @param sources K, the largest number of sources that will be separated, at least 2
   * @param seed seed of batches and groups
   * @return the configuration for MNIST's 28 x 28 images
   */
  public static LassConfig of(Preset preset, int sources, long seed) {
    return preset.with(sources, seed);
  }
}
