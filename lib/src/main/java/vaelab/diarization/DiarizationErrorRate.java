package vaelab.diarization;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import vaelab.metrics.Pairing;

/**
 * The diarization error rate with its parts, as NIST defined it and {@code pyannote.metrics}
 * computes it: names mean nothing, so hypothesis speakers are mapped one to one to reference
 * speakers such that they share the most time; then time is cut at all boundaries, and each piece
 * with R reference speakers, H hypothesis speakers and C right ones adds to
 *
 * <pre>
 *   correct      C                     miss         max(0, R - H)
 *   confusion    min(R, H) - C         false alarm  max(0, H - R)
 * </pre>
 *
 * @param collar width in seconds of what is left out around each start and end of a reference turn,
 *     half of it on either side: 0.5 is what NIST calls 0.25
 * @param skipOverlap whether time in which several reference speakers speak is left out
 */
public record DiarizationErrorRate(double collar, boolean skipOverlap) {
  /** Everything counts: no collar, overlap kept. */
  public static final DiarizationErrorRate STRICT = new DiarizationErrorRate(0, false);

  /**
   * Checks the collar.
   *
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public DiarizationErrorRate {
    if (!(collar >= 0) || Double.isInfinite(collar)) {
      throw new IllegalArgumentException(
          "Expected a collar of at least 0 s, found " + collar + "; 0 and 0.5 are usual.");
    }
  }

  /**
   * Scores a hypothesis from the first start to the last end in either annotation.
   *
   * @param reference who speaks when
   * @param hypothesis what was found
   * @return the score
   */
  public DiarizationScore score(Annotation reference, Annotation hypothesis) {
    Timeline extent =
        reference
            .support()
            .or(hypothesis.support())
            .extent()
            .map(Timeline::of)
            .orElse(Timeline.EMPTY);
    return score(reference, hypothesis, extent);
  }

  /**
   * Scores a hypothesis.
   *
   * @param reference who speaks when
   * @param hypothesis what was found
   * @param region where it counts (UEM)
   * @return the score
   */
  public DiarizationScore score(Annotation reference, Annotation hypothesis, Timeline region) {
    Timeline counted = region.without(collars(reference));
    if (skipOverlap) {
      counted = counted.without(reference.overlap());
    }
    List<String> truth = reference.speakers();
    List<String> found = hypothesis.speakers();
    List<Timeline> truthTimes = within(counted, reference);
    List<Timeline> foundTimes = within(counted, hypothesis);
    double[] cuts = cuts(truthTimes, foundTimes);
    boolean[][] spoken = pieces(cuts, truthTimes);
    boolean[][] claimed = pieces(cuts, foundTimes);
    int[] referenceOf = mapping(cuts, spoken, claimed);

    double[] parts = new double[4]; // correct, confusion, miss, false alarm
    for (int i = 0; i + 1 < cuts.length; i++) {
      int r = active(spoken, i);
      int h = active(claimed, i);
      int c = 0;
      for (int j = 0; j < found.size(); j++) {
        c += claimed[j][i] && referenceOf[j] >= 0 && spoken[referenceOf[j]][i] ? 1 : 0;
      }
      double duration = cuts[i + 1] - cuts[i];
      parts[0] += duration * c;
      parts[1] += duration * (Math.min(r, h) - c);
      parts[2] += duration * Math.max(0, r - h);
      parts[3] += duration * Math.max(0, h - r);
    }
    Map<String, String> names = new HashMap<>();
    for (int j = 0; j < found.size(); j++) {
      if (referenceOf[j] >= 0) {
        names.put(found.get(j), truth.get(referenceOf[j]));
      }
    }
    return new DiarizationScore(
        parts[0] + parts[1] + parts[2], parts[0], parts[1], parts[2], parts[3], names);
  }

  private Timeline collars(Annotation reference) {
    if (collar == 0) {
      return Timeline.EMPTY;
    }
    List<Span> around = new ArrayList<>();
    for (SpeakerTurn turn : reference.turns()) {
      around.add(new Span(turn.start() - collar / 2, turn.start() + collar / 2));
      around.add(new Span(turn.end() - collar / 2, turn.end() + collar / 2));
    }
    return Timeline.of(around);
  }

  private static List<Timeline> within(Timeline region, Annotation annotation) {
    return annotation.speakers().stream().map(s -> annotation.of(s).and(region)).toList();
  }

  /** Every instant at which somebody starts or stops, in order. */
  private static double[] cuts(List<Timeline> some, List<Timeline> others) {
    TreeSet<Double> cuts = new TreeSet<>();
    Stream.of(some, others)
        .flatMap(List::stream)
        .flatMap(timeline -> timeline.spans().stream())
        .forEach(
            span -> {
              cuts.add(span.start());
              cuts.add(span.end());
            });
    return cuts.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Whether a speaker speaks between one cut and the next: [speaker][piece]. */
  private static boolean[][] pieces(double[] cuts, List<Timeline> timelines) {
    boolean[][] speaks = new boolean[timelines.size()][Math.max(0, cuts.length - 1)];
    for (int s = 0; s < speaks.length; s++) {
      for (Span span : timelines.get(s).spans()) {
        int from = Arrays.binarySearch(cuts, span.start());
        int to = Arrays.binarySearch(cuts, span.end());
        Arrays.fill(speaks[s], from, to, true);
      }
    }
    return speaks;
  }

  /** The reference speaker of each hypothesis speaker, or -1. */
  private static int[] mapping(double[] cuts, boolean[][] spoken, boolean[][] claimed) {
    int[] referenceOf = new int[claimed.length];
    int size = Math.max(spoken.length, claimed.length);
    if (size == 0) {
      return referenceOf;
    }
    double[][] shared = new double[size][size];
    for (int j = 0; j < claimed.length; j++) {
      for (int k = 0; k < spoken.length; k++) {
        for (int i = 0; i + 1 < cuts.length; i++) {
          shared[j][k] += claimed[j][i] && spoken[k][i] ? cuts[i + 1] - cuts[i] : 0;
        }
      }
    }
    int[] best = Pairing.best(shared);
    for (int j = 0; j < claimed.length; j++) {
      referenceOf[j] = shared[j][best[j]] > 0 ? best[j] : -1;
    }
    return referenceOf;
  }

  private static int active(boolean[][] speaks, int piece) {
    int active = 0;
    for (boolean[] speaker : speaks) {
      active += speaker[piece] ? 1 : 0;
    }
    return active;
  }
}
