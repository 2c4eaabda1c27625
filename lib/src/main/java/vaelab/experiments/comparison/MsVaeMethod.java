package vaelab.experiments.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import vaelab.experiments.TenDigits;
import vaelab.experiments.TenDigitsConfig;
import vaelab.metrics.SeparationScore;
import vaelab.msvae.MsVaeSeparator;
import vaelab.msvae.Refinement;
import vaelab.separation.MaskedSeparator;
import vaelab.separation.Separation;
import vaelab.separation.SourceSeparator;
import vaelab.train.TrainingListener;

/**
 * A ten-digit MS-VAE: one sample of z as in the paper, and refined (sweeps and gradient steps on
 * q(z) of the leading states), both also under the mask.
 */
final class MsVaeMethod implements ComparedMethod {
  private final ComparisonConfig config;
  private final TenDigits run;
  private final List<String> paper;

  /**
   * The method of a model, which stays the caller's.
   *
   * @param config settings of the comparison
   * @param run the experiment that trains the model
   * @param paper what Table 1 prints for K = 2, 3, 4
   */
  MsVaeMethod(ComparisonConfig config, TenDigits run, List<String> paper) {
    this.config = config;
    this.run = run;
    this.paper = paper;
  }

  @Override
  public String id() {
    return run.id();
  }

  @Override
  public List<TenDigitsConfig> configuration() {
    return List.of(run.config());
  }

  @Override
  public void train(TrainingListener listener) throws IOException {
    run.ensureTrained(listener);
  }

  @Override
  public Optional<Path> model() {
    return Optional.of(run.modelFile());
  }

  @Override
  public List<ComparedSystem> systems() {
    String name = run.config().modelName();
    String refined = name + ", refined";
    ComparedSystem sampled =
        system(
            name,
            paper,
            inference -> MsVaeSeparator.sampled(run.model(), name, config.seed() + inference));
    return List.of(
        sampled.sampling(),
        system(refined, List.of(), inference -> mean().refined(config.refinement(), refined)));
  }

  /** Images do not exceed 1, and so does no masked source. */
  private ComparedSystem system(
      String name, List<String> paper, IntFunction<SourceSeparator> separator) {
    return ComparedSystem.of(name, paper, run::cost, separator)
        .masked(name + ", masked", List.of(), 1);
  }

  private MsVaeSeparator mean() {
    return MsVaeSeparator.mean(run.model(), "mean of z");
  }

  /** The refined, masked model for each refinement of the knob, after the plain one. */
  @Override
  public List<ComparisonResult.KnobPoint> knob(SeparationProtocol test) {
    List<ComparisonResult.KnobPoint> points = new ArrayList<>();
    for (int k : config.ks()) {
      points.add(point(mean(), 0, 1, k, test));
      for (Refinement refinement : config.knob()) {
        MsVaeSeparator refined = mean().refined(refinement, "refined");
        points.add(point(refined, refinement.steps(), refinement.states(), k, test));
      }
    }
    return points;
  }

  private ComparisonResult.KnobPoint point(
      SourceSeparator separator, int steps, int states, int k, SeparationProtocol test) {
    float[] x = test.first(k, config.knobMixtures());
    int dim = test.mixtures(k).dim();
    Separation estimate = separator.separate(x, dim, k);
    double seconds = InferenceTime.inBatches(separator, x, dim, k, config.timingSeconds());
    SeparationScore score = test.score(MaskedSeparator.mask(estimate, x, 1));
    return new ComparisonResult.KnobPoint(
        k, steps, states, score.paired().psnr().mean(), score.paired().ssim().mean(), seconds);
  }
}
