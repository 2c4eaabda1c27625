package vaelab.diarization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.diarization.DiarizationErrorRateTest.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class AnnotationTest {
  private static final Annotation THREE =
      annotation("b 2 4", "a 0 3", "a 2.5 3.5", "c 8 9", "b 3 4");

  @Test
  void turnsAreKeptInTheOrderOfTime() {
    assertEquals(
        List.of("a", "b", "a", "b", "c"),
        THREE.turns().stream().map(SpeakerTurn::speaker).toList());
    assertEquals(List.of("a", "b", "c"), THREE.speakers());
  }

  @Test
  void unionsOverlapAndExtent() {
    assertEquals(Timeline.of(new Span(0, 3.5)), THREE.of("a"));
    assertEquals(Timeline.of(new Span(2, 4)), THREE.of("b"));
    assertTrue(THREE.of("nobody").isEmpty());
    assertEquals(Timeline.of(new Span(0, 4), new Span(8, 9)), THREE.support());
    assertEquals(Timeline.of(new Span(2, 3.5)), THREE.overlap());
    assertEquals(Optional.of(new Span(0, 9)), THREE.extent());
    assertEquals(Optional.empty(), annotation().extent());
  }

  @Test
  void croppingCutsTurnsAtTheEdges() {
    Annotation cropped = THREE.crop(Timeline.of(new Span(1, 2.25), new Span(8.5, 20)));
    assertEquals(annotation("a 1 2.25", "b 2 2.25", "c 8.5 9"), cropped);
  }

  @Test
  void gapsUpToALengthAreClosed() {
    Annotation gaps = annotation("a 0 1.1", "a 2.1 3", "a 4.5 5", "b 1 2");
    assertEquals(annotation("a 0 3", "a 4.5 5", "b 1 2"), gaps.withoutGaps(1));
    assertEquals(gaps, gaps.withoutGaps(0));
  }

  @Test
  void recordingsNeedAName() {
    for (String name : List.of("", "two words")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> new Annotation(name, List.of()))
              .getMessage();
      assertTrue(message.contains("'" + name + "'"), message);
    }
  }

  @Property(tries = 300)
  void timelinesAreSetsOfInstants(@ForAll long seed) {
    Random random = new Random(seed);
    Timeline a = random(random);
    Timeline b = random(random);
    for (double t = 0.5; t < 30; t++) {
      boolean inA = has(a, t);
      boolean inB = has(b, t);
      assertEquals(inA || inB, has(a.or(b), t));
      assertEquals(inA && inB, has(a.and(b), t));
      assertEquals(inA && !inB, has(a.without(b), t));
    }
    for (Timeline timeline : List.of(a, a.or(b), a.and(b), a.without(b))) {
      for (int i = 1; i < timeline.spans().size(); i++) {
        assertTrue(timeline.spans().get(i).start() > timeline.spans().get(i - 1).end());
      }
    }
    assertEquals(a.duration(), a.and(b).duration() + a.without(b).duration(), 1e-12);
  }

  @Test
  void spansHaveALength() {
    assertThrows(IllegalArgumentException.class, () -> new Span(1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Span(2, 1));
    assertThrows(IllegalArgumentException.class, () -> new Span(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> new Span(0, Double.POSITIVE_INFINITY));
  }

  private static boolean has(Timeline timeline, double t) {
    return timeline.spans().stream().anyMatch(span -> span.start() <= t && t < span.end());
  }

  private static Timeline random(Random random) {
    List<Span> spans = new ArrayList<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      int start = random.nextInt(25);
      spans.add(new Span(start, start + 1 + random.nextInt(5)));
    }
    return Timeline.of(spans);
  }
}
