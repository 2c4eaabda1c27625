package vaelab.diarization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers are those of pyannote.metrics' own tests and of an independent implementation. */
class DiarizationErrorRateTest {
  private static final double EPS = 1e-12;
  private static final Annotation HYPOTHESIS =
      annotation("a 2 13", "d 13 14", "b 14 20", "c 22 38", "d 38 40");
  private static final Annotation TWO = annotation("sp1 0 4", "sp2 3 7", "sp1 10 12");
  private static final Annotation FOUND = annotation("X .5 3.5", "Y 3.5 8", "Y 10 11");

  @Test
  void fourSpeakersForThree() {
    Annotation reference = annotation("A 0 10", "B 12 20", "A 24 27", "C 30 40");
    DiarizationScore score = DiarizationErrorRate.STRICT.score(reference, HYPOTHESIS);
    assertScore(31, 22, 7, 2, 7, score);
    assertEquals(0.5161290322580645, score.rate(), EPS);
    assertEquals(Map.of("a", "A", "b", "B", "c", "C"), score.mapping());
    assertEquals(22.0 / 31, score.correctRate(), EPS);
    assertEquals(7.0 / 31, score.confusionRate(), EPS);
    assertEquals(2.0 / 31, score.missRate(), EPS);
    assertEquals(7.0 / 31, score.falseAlarmRate(), EPS);
  }

  @Test
  void overlapKeptOrSkipped() {
    Annotation reference = annotation("A 0 13", "B 12 20", "A 24 27", "C 30 40");
    DiarizationScore kept = DiarizationErrorRate.STRICT.score(reference, HYPOTHESIS);
    assertScore(34, 25, 6, 3, 5, kept);
    assertEquals(0.411764705882, kept.rate(), EPS);
    DiarizationScore skipped = new DiarizationErrorRate(0, true).score(reference, HYPOTHESIS);
    assertScore(32, 24, 6, 2, 5, skipped);
    assertEquals(0.40625, skipped.rate(), EPS);
  }

  @Test
  void collarWithinUem() {
    DiarizationScore score =
        new DiarizationErrorRate(1, false)
            .score(annotation("A 0 10"), annotation(), Timeline.of(new Span(0, 10)));
    assertScore(9, 0, 0, 9, 0, score);
    assertEquals(1, score.rate());
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, 10, 6.5, 1, 2.5, 1, 0.45",
    "0, true, 8, 5.5, 1, 1.5, 1, 0.4375",
    "0.5, false, 7.5, 5.25, 0.75, 1.5, 0.75, 0.4",
    "0.5, true, 6.5, 4.75, 0.75, 1, 0.75, 0.384615384615"
  })
  void collarAndOverlap(
      double collar,
      boolean skip,
      double total,
      double correct,
      double confusion,
      double miss,
      double falseAlarm,
      double rate) {
    DiarizationScore score = new DiarizationErrorRate(collar, skip).score(TWO, FOUND);
    assertScore(total, correct, confusion, miss, falseAlarm, score);
    assertEquals(rate, score.rate(), EPS);
    assertEquals(Map.of("X", "sp1", "Y", "sp2"), score.mapping());
  }

  @Test
  void falseAlarmBeforeTheReferenceCountsInTheUnionOfExtentsOnly() {
    Annotation reference = annotation("a 5 10", "b 10 20");
    Annotation hypothesis = annotation("s1 0 10", "s0 10 20");
    DiarizationScore union = DiarizationErrorRate.STRICT.score(reference, hypothesis);
    assertScore(15, 15, 0, 0, 5, union);
    assertEquals(1.0 / 3, union.rate(), EPS);
    DiarizationScore cropped =
        DiarizationErrorRate.STRICT.score(reference, hypothesis, Timeline.of(new Span(5, 20)));
    assertScore(15, 15, 0, 0, 0, cropped);
    assertEquals(0, cropped.rate());
  }

  @Test
  void withoutReferenceSpeechTheRateIsNothingOrAll() {
    DiarizationScore silence = DiarizationErrorRate.STRICT.score(annotation(), annotation());
    assertScore(0, 0, 0, 0, 0, silence);
    assertEquals(0, silence.rate());
    DiarizationScore noise = DiarizationErrorRate.STRICT.score(annotation(), annotation("x 0 2"));
    assertScore(0, 0, 0, 0, 2, noise);
    assertEquals(1, noise.rate());
  }

  @Test
  void overlappingTurnsOfOneSpeakerCountOnce() {
    assertScore(
        3,
        3,
        0,
        0,
        0,
        DiarizationErrorRate.STRICT.score(annotation("a 0 2", "a 1 3"), annotation("x 0 3")));
  }

  @Test
  void scoresOfRecordingsAddUp() {
    DiarizationScore one = DiarizationErrorRate.STRICT.score(TWO, FOUND);
    DiarizationScore other =
        DiarizationErrorRate.STRICT.score(annotation("a 0 10"), annotation("b 0 10"));
    DiarizationScore sum = one.plus(other);
    assertScore(20, 16.5, 1, 2.5, 1, sum);
    assertEquals(4.5 / 20, sum.rate(), EPS);
  }

  @Property(tries = 200)
  void partsAddUpAndFramesAgree(@ForAll long seed, @ForAll @IntRange(min = 0, max = 8) int turns) {
    Random random = new Random(seed);
    Annotation reference = random(random, turns, "abc");
    Annotation hypothesis = random(random, random.nextInt(9), "wxyz");
    DiarizationScore score = DiarizationErrorRate.STRICT.score(reference, hypothesis);
    assertEquals(score.total(), score.correct() + score.confusion() + score.miss(), EPS);
    // All times are whole seconds, so counting seconds is exact.
    double correct = 0;
    double smaller = 0;
    double miss = 0;
    double falseAlarm = 0;
    for (int second = 0; second < 40; second++) {
      List<String> spoken = at(reference, second + 0.5);
      List<String> claimed = at(hypothesis, second + 0.5);
      correct += claimed.stream().filter(c -> spoken.contains(score.mapping().get(c))).count();
      smaller += Math.min(spoken.size(), claimed.size());
      miss += Math.max(0, spoken.size() - claimed.size());
      falseAlarm += Math.max(0, claimed.size() - spoken.size());
    }
    assertEquals(correct, score.correct(), EPS);
    assertEquals(smaller - correct, score.confusion(), EPS);
    assertEquals(miss, score.miss(), EPS);
    assertEquals(falseAlarm, score.falseAlarm(), EPS);
    DiarizationScore own = DiarizationErrorRate.STRICT.score(reference, reference);
    assertEquals(own.total(), own.correct(), EPS);
    assertEquals(0, own.rate());
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void collarsOutOfRangeAreRefused(double collar) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new DiarizationErrorRate(collar, false))
            .getMessage();
    assertTrue(message.contains("found " + collar), message);
  }

  private static List<String> at(Annotation annotation, double time) {
    return annotation.turns().stream()
        .filter(turn -> turn.start() <= time && time < turn.end())
        .map(SpeakerTurn::speaker)
        .distinct()
        .toList();
  }

  private static Annotation random(Random random, int turns, String names) {
    List<SpeakerTurn> all = new ArrayList<>();
    for (int i = 0; i < turns; i++) {
      String name = names.substring(random.nextInt(names.length())).substring(0, 1);
      all.add(new SpeakerTurn(name, random.nextInt(30), 1 + random.nextInt(10)));
    }
    return new Annotation("r", all);
  }

  private static void assertScore(
      double total,
      double correct,
      double confusion,
      double miss,
      double falseAlarm,
      DiarizationScore score) {
    assertEquals(total, score.total(), EPS, "total");
    assertEquals(correct, score.correct(), EPS, "correct");
    assertEquals(confusion, score.confusion(), EPS, "confusion");
    assertEquals(miss, score.miss(), EPS, "miss");
    assertEquals(falseAlarm, score.falseAlarm(), EPS, "false alarm");
  }

  /** Turns as "name start end". */
  static Annotation annotation(String... turns) {
    List<SpeakerTurn> all = new ArrayList<>();
    for (String turn : turns) {
      String[] parts = turn.split(" ");
      double start = Double.parseDouble(parts[1]);
      all.add(new SpeakerTurn(parts[0], start, Double.parseDouble(parts[2]) - start));
    }
    return new Annotation("recording", all);
  }
}
