package vaelab.audio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import vaelab.diarization.SpeakerTurn;

/**
 * Several speakers' recordings laid out in time, with everything that is true about them.
 *
 * @param speakers names
 * @param rate samples a second
 * @param tracks what each speaker's own microphone has, [speakers][frames], silence in between
 * @param mixture the sum of the tracks and the background noise, [frames]
 * @param utterances every recording in its place, in the order of time
 * @param reused how many of them were heard before, because a speaker ran out of recordings
 */
public record Conversation(
    List<String> speakers,
    int rate,
    float[][] tracks,
    float[] mixture,
    List<Utterance> utterances,
    int reused) {
  /** Copies the lists and sorts the utterances. */
  public Conversation {
    speakers = List.copyOf(speakers);
    utterances =
        utterances.stream()
            .sorted(Comparator.comparingInt(Utterance::start).thenComparing(Utterance::speaker))
            .toList();
  }

  /**
   * One recording in its place.
   *
   * @param speaker index of the speaker
   * @param recording what is heard, silence trimmed and as loud as in the track
   * @param start first frame
   * @param frames number of frames
   */
  public record Utterance(int speaker, Recording recording, int start, int frames) {}

  /**
   * Length.
   *
   * @return seconds
   */
  public double seconds() {
    return (double) mixture.length / rate;
  }

  /**
   * How much a speaker speaks.
   *
   * @param speaker index of the speaker
   * @return the share of time in the speaker's turns, pauses of up to {@value
   *     ConversationPlan#LONGEST_PAUSE} s included
   */
  public double activity(int speaker) {
    String name = speakers.get(speaker);
    return turns(ConversationPlan.LONGEST_PAUSE).stream()
            .filter(turn -> turn.speaker().equals(name))
            .mapToDouble(SpeakerTurn::duration)
            .sum()
        / seconds();
  }

  /**
   * The reference: who speaks when.
   *
   * @param bridged pauses of one speaker up to this many seconds count as speech; with 0 every
   *     pause is one
   * @return turns in the order of their starts; those of one speaker do not overlap
   * @throws IllegalArgumentException if {@code bridged} is negative
   */
  public List<SpeakerTurn> turns(double bridged) {
    if (!(bridged >= 0)) {
      throw new IllegalArgumentException("Expected 0 s or more, found " + bridged + ".");
    }
    List<SpeakerTurn> turns = new ArrayList<>();
    for (int h = 0; h < speakers.size(); h++) {
      int start = -1;
      int end = 0;
      for (Utterance utterance : utterances) {
        if (utterance.speaker() != h) {
          continue;
        }
        if (start >= 0 && utterance.start() - end > bridged * rate) {
          turns.add(turn(h, start, end));
          start = -1;
        }
        start = start < 0 ? utterance.start() : start;
        end = utterance.start() + utterance.frames();
      }
      if (start >= 0) {
        turns.add(turn(h, start, end));
      }
    }
    turns.sort(Comparator.comparingDouble(SpeakerTurn::start).thenComparing(SpeakerTurn::speaker));
    return turns;
  }

  private SpeakerTurn turn(int speaker, int start, int end) {
    return new SpeakerTurn(
        speakers.get(speaker), (double) start / rate, (double) (end - start) / rate);
  }
}
