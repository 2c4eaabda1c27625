package vaelab.experiments.speech;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.Annotation;
import vaelab.diarization.DiarizationScore;
import vaelab.diarization.ThresholdCurve;
import vaelab.metrics.Spread;

/**
 * What one system says of every test conversation, and what that scores: posteriors, which a
 * threshold turns into an answer, or answers alone.
 *
 * <p>Times add up over the conversations, so that rates are weighted by speech.
 */
public final class DiarizedSystem {
  /** Where a posterior decides: more probable than not. */
  static final double THRESHOLD = 0.5;

  private final String name;

  /** Null for a system that gives answers alone. */
  private final Double threshold;

  private final List<List<String>> pairs = new ArrayList<>();

  /** For each conversation one score a run, given the threshold. */
  private final List<List<Function<Double, DiarizationTrial.Score>>> runs = new ArrayList<>();

  private double seconds;
  private double audio;

  DiarizedSystem(String name) {
    this(name, THRESHOLD);
  }

  DiarizedSystem(String name, Double threshold) {
    this.name = name;
    this.threshold = threshold;
  }

  /** A system that gives answers alone. */
  static DiarizedSystem ofAnswers(String name) {
    return new DiarizedSystem(name, null);
  }

  /**
   * What a system scores. Where there are several inference runs, all of them count: their times
   * add up, which is the mean of their rates.
   *
   * @param system its name
   * @param threshold probability above which a speaker speaks, the curve has others; null where
   *     answers came without probabilities
   * @param accuracy frame accuracy, all cases, over inference runs
   * @param rate error rate on columns
   * @param coarseRate error rate on the coarse grid
   * @param coarse parts of the error on the coarse grid as shares of the speech: miss, false alarm,
   *     confusion, correct; the first three add up to the mean of {@code coarseRate}
   * @param pairs for each pair frame accuracy, error rate and that on the coarse grid
   * @param bestFewMissed the point of the curve on the coarse grid that misses at most the paper's
   *     2.94 %: threshold, miss, error rate; empty if there is none
   * @param curve threshold, miss and false alarm on the coarse grid; empty without probabilities
   * @param secondsPerMinute inference time, end to end from the samples, for one minute of sound;
   *     null where it was not measured here
   */
  public record Result(
      String system,
      Double threshold,
      Spread accuracy,
      Spread rate,
      Spread coarseRate,
      Map<String, Double> coarse,
      Map<String, double[]> pairs,
      double[] bestFewMissed,
      double[][] curve,
      Double secondsPerMinute) {}

  /** Whether nothing has been added yet. */
  boolean isEmpty() {
    return runs.isEmpty();
  }

  /** Adds the posteriors of a conversation, one an inference run, and what one run took. */
  void add(
      List<String> pair,
      DiarizationTrial trial,
      List<ActivityPosterior> posteriors,
      double inferenceSeconds) {
    pairs.add(pair);
    runs.add(
        posteriors.stream()
            .<Function<Double, DiarizationTrial.Score>>map(p -> t -> trial.score(p, t))
            .toList());
    seconds += inferenceSeconds;
    audio += trial.conversation().seconds();
  }

  /** Adds the answer to a conversation. */
  void add(List<String> pair, DiarizationTrial trial, Annotation answer) {
    double width = (double) SpeechModels.STFT.hop() / trial.conversation().rate();
    DiarizationTrial.Score score = trial.score(answer, width);
    pairs.add(pair);
    runs.add(List.of(t -> score));
  }

  Result result() {
    DiarizationTrial.Score[] perRun =
        IntStream.range(0, runs.get(0).size())
            .mapToObj(run -> total(run, threshold, pair -> true))
            .toArray(DiarizationTrial.Score[]::new);
    Map<String, double[]> byPair = new LinkedHashMap<>();
    for (List<String> pair : new LinkedHashSet<>(pairs)) {
      DiarizationTrial.Score own = ofAllRuns(threshold, pair::equals);
      byPair.put(
          String.join(", ", pair),
          new double[] {own.accuracy(), own.fine().rate(), own.coarse().rate()});
    }
    ThresholdCurve curve =
        ThresholdCurve.of(
            threshold == null ? new double[0] : ThresholdCurve.logitGrid(41, 1e-6),
            t -> ofAllRuns(t, pair -> true).coarse());
    return new Result(
        name,
        threshold,
        Spread.over(perRun.length, run -> perRun[run].accuracy()),
        Spread.over(perRun.length, run -> perRun[run].fine().rate()),
        Spread.over(perRun.length, run -> perRun[run].coarse().rate()),
        parts(ofAllRuns(threshold, pair -> true).coarse()),
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
        audio > 0 ? Double.valueOf(seconds / audio * 60) : null);
  }

  private static Map<String, Double> parts(DiarizationScore score) {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("miss", score.missRate());
    parts.put("falseAlarm", score.falseAlarmRate());
    parts.put("confusion", score.confusionRate());
    parts.put("correct", score.correctRate());
    return parts;
  }

  private DiarizationTrial.Score ofAllRuns(Double threshold, Predicate<List<String>> wanted) {
    return IntStream.range(0, runs.get(0).size())
        .mapToObj(run -> total(run, threshold, wanted))
        .reduce(DiarizationTrial.Score::plus)
        .orElseThrow();
  }

  /** Conversations of the wanted pairs together. */
  private DiarizationTrial.Score total(int run, Double threshold, Predicate<List<String>> wanted) {
    return IntStream.range(0, runs.size())
        .filter(i -> wanted.test(pairs.get(i)))
        .mapToObj(i -> runs.get(i).get(run).apply(threshold))
        .reduce(DiarizationTrial.Score::plus)
        .orElseThrow();
  }
}
