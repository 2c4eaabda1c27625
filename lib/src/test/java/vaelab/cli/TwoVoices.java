package vaelab.cli;

import java.util.List;
import vaelab.audio.Conversation;
import vaelab.audio.ConversationPlan;
import vaelab.audio.FormantVoice;
import vaelab.audio.Loudness;
import vaelab.diarization.Annotation;
import vaelab.diarization.SpeakerActivity;

/** A conversation of two very different synthesised voices, and how well an answer to it is. */
final class TwoVoices {
  static final int RATE = 8000;
  static final List<String> SPEAKERS = List.of("bass", "soprano");

  /** Twenty seconds, few of which have both. */
  static final Conversation CONVERSATION =
      new ConversationPlan(20, List.of(0.3, 0.37), 0.25, Loudness.AS_RECORDED, 0.0008)
          .make(FormantVoice.recordings(4, RATE, 0), SPEAKERS, 3);

  private TwoVoices() {}

  /** Frame accuracy of an answer, whose names stand for the speakers in their order. */
  static double accuracy(Annotation answer, List<String> names) {
    Annotation reference = new Annotation("mixture", CONVERSATION.turns(0.3));
    return onColumns(answer, names).accuracy(onColumns(reference, SPEAKERS)).exact();
  }

  /** Who speaks in every hundredth of a second; names are those of the columns' speakers. */
  private static SpeakerActivity onColumns(Annotation turns, List<String> names) {
    return new SpeakerActivity(
        SPEAKERS, 0.01, SpeakerActivity.of(turns, names, 0.01, 2000).active());
  }
}
