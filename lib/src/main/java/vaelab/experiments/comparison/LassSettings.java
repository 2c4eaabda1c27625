package vaelab.experiments.comparison;

import vaelab.experiments.Scale;
import vaelab.lass.LassConfig;
import vaelab.lass.LassConfig.Preset;
import vaelab.lass.LassSampling;
import vaelab.lass.PriorSizes;
import vaelab.lass.TableCounting;
import vaelab.lass.VqVaeSizes;
import vaelab.lass.VqVaeStage;

/**
 * How the comparison trains and runs LASS.
 *
 * @param size what tables call this size
 * @param config sizes, trainings and sampling
 * @param images largest number of images that it is trained on
 * @param mixtures how many mixtures of each K are separated
 * @param seed seed of weights and draws
 */
record LassSettings(String size, LassConfig config, int images, int mixtures, long seed) {
  /** Two sources as in the paper, three by partial mixtures. */
  private static final int SOURCES = 3;

  private static final int MIXTURES = 100;
  private static final int ALL = Integer.MAX_VALUE;

  /**
   * What two cores can do.
   *
   * @param scale smoke, quick or paper
   * @param seed seed of weights, batches and draws
   */
  static LassSettings of(Scale scale, long seed) {
    LassConfig compact = LassConfig.of(Preset.COMPACT, SOURCES, seed);
    return switch (scale) {
      case SMOKE ->
          new LassSettings(
              "tiny",
              shortened(
                  compact,
                  new VqVaeSizes(28, 4, 8),
                  new PriorSizes(8, 49, 4, 1, 1),
                  1,
                  1,
                  1,
                  compact.sampling().withSamples(2).withRefinement(2)),
              100,
              3,
              seed);
      case QUICK ->
          new LassSettings(
              "compact, short",
              shortened(
                  compact,
                  compact.image(),
                  compact.sequence(),
                  3,
                  2,
                  4,
                  compact.sampling().withSamples(16).withRefinement(100)),
              10_000,
              25,
              seed);
      case PAPER -> new LassSettings("compact", compact, ALL, MIXTURES, seed);
    };
  }

  private static LassConfig shortened(
      LassConfig config,
      VqVaeSizes image,
      PriorSizes sequence,
      int vqVaeEpochs,
      int priorEpochs,
      int passes,
      LassSampling sampling) {
    VqVaeStage vqVae = config.vqVae();
    return new LassConfig(
        image,
        sequence,
        new VqVaeStage(vqVae.stage().withEpochs(vqVaeEpochs), vqVaeEpochs - 1),
        config.prior().withEpochs(priorEpochs),
        new TableCounting(
            SOURCES, passes, config.counting().bothOrders(), config.counting().seed()),
        sampling);
  }

  /**
   * The published networks and their published training.
   *
   * @param seed seed of weights, batches and draws
   */
  static LassSettings published(long seed) {
    return new LassSettings(
        "published", LassConfig.of(Preset.PUBLISHED, SOURCES, seed), ALL, MIXTURES, seed);
  }
}
