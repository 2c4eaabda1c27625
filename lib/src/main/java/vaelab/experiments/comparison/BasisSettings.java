package vaelab.experiments.comparison;

import vaelab.basis.LangevinSchedule;
import vaelab.basis.NcsnConfig;
import vaelab.basis.NcsnConfig.Preset;
import vaelab.basis.NoiseLevels;
import vaelab.basis.ScoreNetworkSizes;
import vaelab.experiments.Scale;

/**
 * How the comparison trains and runs BASIS.
 *
 * @param size what tables call this size
 * @param training sizes and training of the score network
 * @param images largest number of images that it is trained on
 * @param separation step sizes of separation
 * @param prior step sizes of samples of the prior
 * @param mixtures how many mixtures of each K are separated
 */
record BasisSettings(
    String size,
    NcsnConfig training,
    int images,
    LangevinSchedule separation,
    LangevinSchedule prior,
    int mixtures) {
  private static final int MIXTURES = 100;

  private static final int ALL = Integer.MAX_VALUE;

  /**
   * What two cores can do.
   *
   * @param scale smoke, quick or paper
   * @param seed seed of weights, batches and noise
   */
  static BasisSettings of(Scale scale, long seed) {
    NcsnConfig compact = Preset.COMPACT.config(seed);
    return switch (scale) {
      case SMOKE -> {
        ScoreNetworkSizes tiny = new ScoreNetworkSizes(28, 28, 2, new NoiseLevels(1, 0.01, 4));
        NcsnConfig training = compact.withSizes(tiny).withBatchSize(16).withIterations(4);
        // Steps so large that 44 of them diverge where the release's 1,000 do: 3^44 against 2^44.
        LangevinSchedule schedule = new LangevinSchedule(5e-5, 11);
        yield new BasisSettings("tiny", training, 64, schedule, schedule, 3);
      }
      case QUICK ->
          new BasisSettings(
              "compact, short",
              compact.withIterations(900),
              9_600,
              LangevinSchedule.SEPARATION.withSteps(20),
              LangevinSchedule.PRIOR.withSteps(20),
              10);
      case PAPER -> released("compact", compact);
    };
  }

  /**
   * The published network and its published training.
   *
   * @param seed seed of weights, batches and noise
   */
  static BasisSettings published(long seed) {
    return released("published", Preset.PUBLISHED.config(seed));
  }

  private static BasisSettings released(String size, NcsnConfig training) {
    return new BasisSettings(
        size, training, ALL, LangevinSchedule.SEPARATION, LangevinSchedule.PRIOR, MIXTURES);
  }
}
