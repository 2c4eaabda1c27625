package vaelab.experiments.comparison;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.basis.DivergedException;
import vaelab.data.LabelledImages;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
import vaelab.experiments.TenDigitsConfig;
import vaelab.metrics.SeparationScore;
import vaelab.separation.MaskedSeparator;
import vaelab.separation.Separation;
import vaelab.separation.SourceSeparator;

/**
 * The protocol of Table 1: noise-free sums of K distinct digits of the test set, scored by {@link
 * SeparationScore} (scikit-image's conventions, best pairing by SSIM) and timed.
 */
final class SeparationProtocol {
  private final ComparisonConfig config;
  private final int leading;
  private final Map<Integer, Mixtures> mixtures = new LinkedHashMap<>();

  /**
   * Makes the mixtures of every K from test images.
   *
   * @param config settings of the comparison
   * @param pool test images
   * @param leading how many of the first mixtures all systems are scored on
   */
  SeparationProtocol(ComparisonConfig config, LabelledImages pool, int leading) {
    this.config = config;
    this.leading = leading;
    for (int k : config.ks()) {
      mixtures.put(
          k,
          MixtureGenerator.fixedK(
              pool, TenDigitsConfig.classes(), k, 0, config.mixtures(), config.seed() + k));
    }
  }

  /** Mixtures of K digits. */
  Mixtures mixtures(int k) {
    return mixtures.get(k);
  }

  /** The first mixtures of K digits as a batch, at most as many as there are. */
  float[] first(int k, int count) {
    Mixtures all = mixtures.get(k);
    return Arrays.copyOf(all.x(), Math.min(count, all.count()) * all.dim());
  }

  /** The true sources of the first mixtures of K digits, in class order. */
  Separation truth(int k, int count) {
    Mixtures all = mixtures.get(k);
    int shown = Math.min(count, all.count());
    float[] sources = new float[shown * k * all.dim()];
    int at = 0;
    for (int n = 0; n < shown; n++) {
      for (int h = 0; h < all.streams(); h++) {
        if (all.active(n, h)) {
          System.arraycopy(all.source(n, h), 0, sources, at, all.dim());
          at += all.dim();
        }
      }
    }
    return new Separation(sources, shown, k, all.dim());
  }

  /** Scores estimates of the first mixtures against their true sources. */
  SeparationScore score(Separation estimate) {
    Mixtures all = mixtures.get(estimate.k());
    Separation truth = truth(estimate.k(), estimate.count());
    return SeparationScore.of(
        estimate.sources(), truth.sources(), truth.count(), truth.k(), all.height(), all.width());
  }

  /** Scores and times a system at one K, with and without its mask. */
  MeasuredCell measure(ComparedSystem system, int k) {
    int index = config.ks().indexOf(k);
    float[] x = first(k, system.limits().mixtures());
    int dim = mixtures.get(k).dim();
    try {
      return scored(system, k, index, x, dim);
    } catch (DivergedException e) {
      Divergence diverged =
          new Divergence(system.name(), system.paper(index), k, e.count(), e.diverged());
      return new MeasuredCell(List.of(), List.of(diverged), Map.of());
    }
  }

  private MeasuredCell scored(ComparedSystem system, int k, int index, float[] x, int dim) {
    int count = x.length / dim;
    List<SeparationScore> plain = new ArrayList<>();
    List<SeparationScore> masked = new ArrayList<>();
    double seconds = 0;
    Double unseen = null;
    Separation firstRun = null;
    Separation firstMasked = null;
    for (int run = 0; run < (system.limits().samples() ? config.runs() : 1); run++) {
      if (system.slow()) {
        warmUp(system.prepare().apply(run).separator(), Arrays.copyOf(x, dim), dim, k);
      }
      ComparedSystem.Prepared prepared = system.prepare().apply(run);
      long start = System.nanoTime();
      Separation estimate = prepared.separator().separate(x, dim, k);
      seconds = (System.nanoTime() - start) * 1e-9 / count;
      plain.add(score(estimate));
      Separation mask =
          system.masked() ? MaskedSeparator.mask(estimate, x, system.mask().bound()) : null;
      if (system.masked()) {
        masked.add(score(mask));
      }
      if (run == 0) {
        firstRun = estimate;
        firstMasked = mask;
        unseen = prepared.unseen().get();
      }
    }
    SourceSeparator first = system.prepare().apply(0).separator();
    InferenceTime time =
        system.slow()
            ? InferenceTime.ofSlow(first, x, dim, k, seconds)
            : InferenceTime.of(first, x, dim, k, config.timingSeconds());
    List<SystemScore> scores = new ArrayList<>();
    Map<String, Separation> shown = new LinkedHashMap<>();
    shown.put(system.name(), leading(firstRun, Comparison.SHOWN));
    scores.add(
        SystemScore.of(
            system.name(), system.paper(index), k, count, plain, time, leading(firstRun), unseen));
    if (system.masked()) {
      Separation part = leading(firstRun, InferenceTime.BATCH);
      float[] rows = Arrays.copyOf(x, part.count() * dim);
      shown.put(system.mask().name(), leading(firstMasked, Comparison.SHOWN));
      scores.add(
          SystemScore.of(
              system.mask().name(),
              system.maskedPaper(index),
              k,
              count,
              masked,
              time.masked(part, rows, system.mask().bound()),
              leading(firstMasked),
              unseen));
    }
    return new MeasuredCell(scores, List.of(), shown);
  }

  /**
   * Fast systems warm up as they are timed, slow ones have no time to be scored and timed apart.
   */
  private static void warmUp(SourceSeparator separator, float[] mixture, int dim, int k) {
    try {
      separator.separate(mixture, dim, k);
    } catch (DivergedException e) {
      // Of all mixtures, as many diverge as their own separation says.
    }
  }

  /** Score of the estimates of those mixtures that all systems are scored on. */
  private LeadingScore leading(Separation all) {
    Separation part = leading(all, leading);
    return LeadingScore.of(part.count(), score(part).paired());
  }

  /** Estimates of the first mixtures, at most as many as there are. */
  private static Separation leading(Separation all, int most) {
    int count = Math.min(most, all.count());
    int values = count * all.k() * all.dim();
    return new Separation(Arrays.copyOf(all.sources(), values), count, all.k(), all.dim());
  }
}
