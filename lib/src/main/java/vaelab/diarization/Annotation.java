package vaelab.diarization;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who speaks when in one recording.
 *
 * <p>Turns of different speakers may overlap. Where turns of one speaker overlap, that speaker
 * still speaks only once: scores use {@link #of}, the union.
 *
 * @param recording the recording's name, without white space, non-breaking spaces among it, and not
 *     empty
 * @param turns all turns, kept in the order of their starts, ends and speakers
 */
public record Annotation(String recording, List<SpeakerTurn> turns) {
  /**
   * Checks the name and sorts the turns.
   *
   * @throws IllegalArgumentException if the name is empty or has white space
   */
  public Annotation {
    if (!FieldLines.isField(recording)) {
      throw new IllegalArgumentException(
          "Expected a recording's name without white space, found '"
              + recording
              + "'. Write an underscore instead.");
    }
    turns =
        turns.stream()
            .sorted(
                Comparator.comparingDouble(SpeakerTurn::start)
                    .thenComparingDouble(SpeakerTurn::duration)
                    .thenComparing(SpeakerTurn::speaker))
            .toList();
  }

  /**
   * Turns from timelines.
   *
   * @param recording the recording's name
   * @param speakers names
   * @param timelines when each of them speaks, as many
   * @return one turn a span
   */
  static Annotation of(String recording, List<String> speakers, List<Timeline> timelines) {
    List<SpeakerTurn> turns = new ArrayList<>();
    for (int h = 0; h < speakers.size(); h++) {
      for (Span span : timelines.get(h).spans()) {
        turns.add(new SpeakerTurn(speakers.get(h), span.start(), span.duration()));
      }
    }
    return new Annotation(recording, turns);
  }

  /**
   * Who speaks at all.
   *
   * @return names in alphabetical order
   */
  public List<String> speakers() {
    return turns.stream().map(SpeakerTurn::speaker).distinct().sorted().toList();
  }

  /**
   * When one speaker speaks.
   *
   * @param speaker name
   * @return union of the speaker's turns, empty for an unknown one
   */
  public Timeline of(String speaker) {
    return timeline(turns.stream().filter(turn -> turn.speaker().equals(speaker)).toList());
  }

  /**
   * When somebody speaks.
   *
   * @return union of all turns
   */
  public Timeline support() {
    return timeline(turns);
  }

  /**
   * When at least two different speakers speak.
   *
   * @return the overlap
   */
  public Timeline overlap() {
    Timeline before = Timeline.EMPTY;
    Timeline overlap = Timeline.EMPTY;
    for (String speaker : speakers()) {
      Timeline own = of(speaker);
      overlap = overlap.or(before.and(own));
      before = before.or(own);
    }
    return overlap;
  }

  /**
   * From the start of the first turn to the end of the last.
   *
   * @return one span, or empty where nobody speaks
   */
  public Optional<Span> extent() {
    return support().extent();
  }

  /**
   * What lies within a timeline; turns that reach over an edge are cut there.
   *
   * @param region what to keep
   * @return the turns within it
   */
  public Annotation crop(Timeline region) {
    List<SpeakerTurn> inside = new ArrayList<>();
    for (SpeakerTurn turn : turns) {
      for (Span span : timeline(List.of(turn)).and(region).spans()) {
        inside.add(new SpeakerTurn(turn.speaker(), span.start(), span.duration()));
      }
    }
    return new Annotation(recording, inside);
  }

  /**
   * The same with short pauses within one speaker's speech closed.
   *
   * @param longest pauses of up to so many seconds are closed
   * @return each speaker's turns joined
   */
  public Annotation withoutGaps(double longest) {
    List<String> speakers = speakers();
    return of(recording, speakers, speakers.stream().map(s -> of(s).withoutGaps(longest)).toList());
  }

  private static Timeline timeline(Collection<SpeakerTurn> turns) {
    return Timeline.of(turns.stream().map(turn -> new Span(turn.start(), turn.end())).toList());
  }
}
