package vaelab.experiments.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import vaelab.experiments.Scale;
import vaelab.msvae.Refinement;
import vaelab.vaebss.VaeBssConfig;
import vaelab.vaebss.VaeBssConfig.Preset;

/**
 * Sizes and settings of the comparison of separation methods (paper Table 1).
 *
 * @param scale the scale these belong to
 * @param ks numbers of digits in a mixture
 * @param mixtures number of test mixtures for each K
 * @param runs inference runs of systems that sample
 * @param baselineImages largest number of images that the VAE-BSS models are trained on
 * @param vaeBss how each VAE-BSS model is trained
 * @param refinement how the refined variant is refined
 * @param knob refinements of the figure that shows quality against time
 * @param knobMixtures mixtures that the figure is measured on
 * @param timingSeconds time that repetitions of one timing may take
 * @param seed seed of the test mixtures
 */
public record ComparisonConfig(
    Scale scale,
    List<Integer> ks,
    int mixtures,
    int runs,
    int baselineImages,
    List<VaeBssConfig> vaeBss,
    Refinement refinement,
    List<Refinement> knob,
    int knobMixtures,
    double timingSeconds,
    long seed) {
  private static final List<Integer> KS = List.of(2, 3, 4);

  /**
   * Settings of a scale.
   *
   * @param scale smoke, quick or paper
   * @param seed seed of data, weights and noise
   * @return the settings
   */
  public static ComparisonConfig of(Scale scale, long seed) {
    return switch (scale) {
      case SMOKE ->
          new ComparisonConfig(
              scale,
              KS,
              12,
              2,
              400,
              models(1, seed),
              Refinement.of(1, 3, 2),
              knob(1, 2),
              6,
              0.01,
              seed);
      case QUICK ->
          new ComparisonConfig(
              scale,
              KS,
              500,
              3,
              Integer.MAX_VALUE,
              models(4, seed),
              Refinement.ofSteps(60),
              knob(10, 60),
              125,
              2,
              seed);
      case PAPER ->
          new ComparisonConfig(
              scale,
              KS,
              5_000,
              3,
              Integer.MAX_VALUE,
              models(60, seed),
              Refinement.ofSteps(100),
              knob(10, 30, 100),
              250,
              10,
              seed);
    };
  }

  /**
   * Models of each K on the mixtures that the release trains on, and on mixtures of K digits. All
   * are trained shorter than the release's 5,000 epochs, with larger steps on a cosine, and with
   * the KL weight whole from the first epoch: of so short a training, the release's warm-up over 50
   * epochs would be most.
   */
  private static List<VaeBssConfig> models(int epochs, long seed) {
    Stream<VaeBssConfig> released =
        KS.stream().map(k -> VaeBssConfig.of(Preset.AS_RELEASED, k, epochs, seed));
    Stream<VaeBssConfig> matched =
        KS.stream()
            .filter(k -> k != Preset.AS_RELEASED.digits(k))
            .map(k -> VaeBssConfig.of(Preset.K_MATCHED, k, epochs, seed));
    return Stream.concat(released, matched)
        .map(c -> c.withRates(5e-4, VaeBssConfig.Schedule.COSINE))
        .map(c -> c.withBeta(c.betaMax(), 1))
        .toList();
  }

  /** Sweeps alone, then with more and more steps, of one state and of three. */
  private static List<Refinement> knob(int... steps) {
    return Stream.concat(
            Stream.of(Refinement.of(2, 0, 1)),
            Arrays.stream(steps)
                .boxed()
                .flatMap(n -> Stream.of(Refinement.of(2, n, 1), Refinement.of(2, n, 3))))
        .toList();
  }
}
