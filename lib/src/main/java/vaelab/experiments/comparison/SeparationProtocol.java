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
  private final Map<Integer, Mixtures> mixtures = new LinkedHashMap<>();

  /** Makes the mixtures of every K from test images. */
  SeparationProtocol(ComparisonConfig config, LabelledImages pool) {
    this.config = config;
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
    Map<String, Separation> shown = new LinkedHashMap<>();
    double seconds = 0;
    Double unseen = null;
    for (int run = 0; run < (system.limits().samples() ? config.runs() : 1); run++) {
      long start = System.nanoTime();
      ComparedSystem.Prepared prepared = system.prepare().apply(run);
      Separation estimate = prepared.separator().separate(x, dim, k);
      seconds = (System.nanoTime() - start) * 1e-9 / count;
      if (run == 0) {
        unseen = prepared.unseen().get();
      }
      plain.add(score(estimate));
      shown.putIfAbsent(system.name(), leading(estimate));
      if (system.masked()) {
        Separation mask = MaskedSeparator.mask(estimate, x, system.mask().bound());
        masked.add(score(mask));
        shown.putIfAbsent(system.mask().name(), leading(mask));
      }
    }
    SourceSeparator first = system.prepare().apply(0).separator();
    InferenceTime time =
        system.slow() ? InferenceTime.ofSlow(first, x, dim, k, seconds) : time(first, x, dim, k);
    List<SystemScore> scores = new ArrayList<>();
    scores.add(SystemScore.of(system.name(), system.paper(index), k, count, plain, time, unseen));
    if (system.masked()) {
      SourceSeparator mask =
          new MaskedSeparator(first, system.mask().name(), system.mask().bound());
      scores.add(
          SystemScore.of(
              system.mask().name(),
              system.maskedPaper(index),
              k,
              count,
              masked,
              time(mask, x, dim, k),
              unseen));
    }
    return new MeasuredCell(scores, List.of(), shown);
  }

  /** Estimates of those mixtures that are kept for figures. */
  private static Separation leading(Separation all) {
    int count = Math.min(Comparison.SHOWN, all.count());
    int values = count * all.k() * all.dim();
    return new Separation(Arrays.copyOf(all.sources(), values), count, all.k(), all.dim());
  }

  private InferenceTime time(SourceSeparator separator, float[] x, int dim, int k) {
    return InferenceTime.of(separator, x, dim, k, config.timingSeconds());
  }
}
