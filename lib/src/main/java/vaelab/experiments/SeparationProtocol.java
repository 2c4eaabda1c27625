package vaelab.experiments;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.data.LabelledImages;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
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
  List<SystemScore> score(ComparedSystem system, int k) {
    Mixtures test = mixtures.get(k);
    List<SeparationScore> plain = new ArrayList<>();
    List<SeparationScore> masked = new ArrayList<>();
    for (int run = 0; run < (system.samples() ? config.runs() : 1); run++) {
      Separation estimate = system.separator().apply(run).separate(test.x(), test.dim(), k);
      plain.add(score(estimate));
      if (system.masked()) {
        masked.add(score(MaskedSeparator.mask(estimate, test.x(), system.bound())));
      }
    }
    SourceSeparator separator = system.separator().apply(0);
    int index = config.ks().indexOf(k);
    List<SystemScore> scores = new ArrayList<>();
    scores.add(
        SystemScore.of(system.name(), paper(system.paper(), index), k, plain, time(separator, k)));
    if (system.masked()) {
      SourceSeparator mask = new MaskedSeparator(separator, system.maskedName(), system.bound());
      scores.add(
          SystemScore.of(
              system.maskedName(), paper(system.maskedPaper(), index), k, masked, time(mask, k)));
    }
    return scores;
  }

  private static String paper(List<String> row, int index) {
    return index < row.size() ? row.get(index) : "";
  }

  private InferenceTime time(SourceSeparator separator, int k) {
    Mixtures test = mixtures.get(k);
    return InferenceTime.of(separator, test.x(), test.dim(), k, config.timingSeconds());
  }
}
