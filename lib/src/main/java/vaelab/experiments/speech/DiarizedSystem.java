package vaelab.experiments.speech;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.DiarizationScore;
import vaelab.diarization.ThresholdCurve;
import vaelab.metrics.Spread;

/**
 * Posteriors of one system on every test conversation, and what they score.
 *
 * <p>Times add up over the conversations, so that rates are weighted by speech.
 */
public final class DiarizedSystem {
  /** Where a posterior decides: more probable than not. */
  static final double THRESHOLD = 0.5;

  private final String name;
  private final List<List<String>> pairs = new ArrayList<>();
  private final List<DiarizationTrial> trials = new ArrayList<>();
  private final List<List<ActivityPosterior>> runs = new ArrayList<>();
  private double seconds;
  private double audio;

  DiarizedSystem(String name) {
    this.name = name;
  }

  /**
   * What a system scores.
   *
   * @param system its name
   * @param accuracy frame accuracy, all cases, over inference runs
   * @param rate error rate on columns
   * @param coarseRate error rate on the coarse grid
   * @param coarse parts of the error on the coarse grid as shares of the speech, of the first run:
   *     miss, false alarm, confusion, correct
   * @param pairs for each pair frame accuracy, error rate and that on the coarse grid, first run
   * @param bestFewMissed the point of the curve on the coarse grid that misses at most the paper's
   *     2.94 %: threshold, miss, error rate; empty if there is none
   * @param curve threshold, miss and false alarm on the coarse grid, first run
   * @param secondsPerMinute inference time, end to end from the samples, for one minute of sound
   */
  public record Result(
      String system,
      Spread accuracy,
      Spread rate,
      Spread coarseRate,
      Map<String, Double> coarse,
      Map<String, double[]> pairs,
      double[] bestFewMissed,
      double[][] curve,
      double secondsPerMinute) {}

  /** Adds the posteriors of a conversation, one an inference run. */
  void add(List<String> pair, DiarizationTrial trial, List<ActivityPosterior> posteriors) {
    pairs.add(pair);
    trials.add(trial);
    runs.add(posteriors);
  }

  /** Adds inference time. */
  void took(double inference, double sound) {
    seconds += inference;
    audio += sound;
  }

  Result result() {
    int count = runs.get(0).size();
    DiarizationTrial.Score[] perRun = new DiarizationTrial.Score[count];
    for (int run = 0; run < count; run++) {
      perRun[run] = total(run, THRESHOLD, null);
    }
    Map<String, double[]> byPair = new LinkedHashMap<>();
    for (List<String> pair : pairs) {
      DiarizationTrial.Score own = total(0, THRESHOLD, pair);
      byPair.putIfAbsent(
          String.join(", ", pair),
          new double[] {own.accuracy(), own.fine().rate(), own.coarse().rate()});
    }
    ThresholdCurve curve =
        ThresholdCurve.of(ThresholdCurve.logitGrid(41, 1e-6), t -> total(0, t, null).coarse());
    return new Result(
        name,
        Spread.over(count, run -> perRun[run].accuracy()),
        Spread.over(count, run -> perRun[run].fine().rate()),
        Spread.over(count, run -> perRun[run].coarse().rate()),
        parts(perRun[0].coarse()),
        byPair,
        curve
            .bestWithMissAtMost(0.0294)
            .map(
                point ->
                    new double[] {
                      point.threshold(), point.score().missRate(), point.score().rate()
                    })
            .orElse(new double[0]),
        curve.points().stream()
            .map(
                p -> new double[] {p.threshold(), p.score().missRate(), p.score().falseAlarmRate()})
            .toArray(double[][]::new),
        seconds / audio * 60);
  }

  private static Map<String, Double> parts(DiarizationScore score) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("miss", score.missRate());
    parts.put("falseAlarm", score.falseAlarmRate());
    parts.put("confusion", score.confusionRate());
    parts.put("correct", score.correctRate());
    return parts;
  }

  /** All conversations together, or those of one pair. */
  private DiarizationTrial.Score total(int run, double threshold, List<String> pair) {
    DiarizationTrial.Score sum = null;
    for (int i = 0; i < trials.size(); i++) {
      if (pair == null || pair.equals(pairs.get(i))) {
        DiarizationTrial.Score own = trials.get(i).score(runs.get(i).get(run), threshold);
        sum = sum == null ? own : sum.plus(own);
      }
    }
    return sum;
  }
}
