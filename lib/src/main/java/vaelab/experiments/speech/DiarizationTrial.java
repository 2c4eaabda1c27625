package vaelab.experiments.speech;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vaelab.audio.Conversation;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.Annotation;
import vaelab.diarization.DiarizationErrorRate;
import vaelab.diarization.DiarizationScore;
import vaelab.diarization.SpeakerActivity;
import vaelab.diarization.SpeakerTurn;

/** One test conversation, and how an answer to it is scored. */
final class DiarizationTrial {
  private static final String NAME = "conversation";

  /** What the names of speakers begin with whom the reference does not have. */
  private static final String UNKNOWN = "unknown:";

  private final Conversation conversation;
  private final double bridged;
  private final double grid;
  private final Annotation reference;

  DiarizationTrial(Conversation conversation, double bridged, double grid) {
    this.conversation = conversation;
    this.bridged = bridged;
    this.grid = grid;
    reference = new Annotation(NAME, conversation.turns(bridged));
  }

  /**
   * Scores of one answer; those of several add up.
   *
   * @param columns number of columns
   * @param exact columns in which all speakers are right
   * @param fine error rate on columns
   * @param coarse error rate on the coarse grid, reference and answer alike
   */
  record Score(int columns, int exact, DiarizationScore fine, DiarizationScore coarse) {
    Score plus(Score other) {
      return new Score(
          columns + other.columns,
          exact + other.exact,
          fine.plus(other.fine),
          coarse.plus(other.coarse));
    }

    /** Frame accuracy. */
    double accuracy() {
      return (double) exact / columns;
    }
  }

  Conversation conversation() {
    return conversation;
  }

  Annotation reference() {
    return reference;
  }

  /** The answer at a threshold: turns, short pauses closed. */
  Annotation answer(ActivityPosterior posterior, double threshold) {
    return posterior.aboveAll(threshold).turns(NAME).withoutGaps(bridged);
  }

  /**
   * Scores what is more probable than the threshold. A column of a spectrogram has its centre where
   * the column of the answer begins, so that the last one is beyond the end; it does not count.
   */
  Score score(ActivityPosterior posterior, double threshold) {
    int columns = Math.min(posterior.columns(), columns(posterior.width()));
    return score(
        SpeakerActivity.of(
            answer(posterior, threshold), posterior.speakers(), posterior.width(), columns));
  }

  /** Columns from the beginning of the conversation to its end. */
  private int columns(double width) {
    return (int) Math.ceil(conversation.seconds() / width);
  }

  /**
   * Scores the answer of a system that calls the speakers by other names, or hears more of them.
   * Short pauses are closed as in every answer; names are mapped as the error rate maps them, for
   * the frame accuracy too.
   *
   * @param answer turns
   * @param width seconds of the columns that it is compared on
   */
  Score score(Annotation answer, double width) {
    Annotation closed = answer.withoutGaps(bridged);
    Map<String, String> names = DiarizationErrorRate.STRICT.score(reference, closed).mapping();
    List<SpeakerTurn> turns =
        closed.turns().stream()
            .map(
                turn ->
                    new SpeakerTurn(
                        names.getOrDefault(turn.speaker(), UNKNOWN + turn.speaker()),
                        turn.start(),
                        turn.duration()))
            .toList();
    Annotation renamed = new Annotation(NAME, turns);
    List<String> speakers =
        Stream.concat(conversation.speakers().stream(), renamed.speakers().stream())
            .distinct()
            .toList();
    return score(SpeakerActivity.of(renamed, speakers, width, columns(width)));
  }

  private Score score(SpeakerActivity found) {
    SpeakerActivity truth =
        SpeakerActivity.of(reference, found.speakers(), found.width(), found.columns());
    return new Score(
        truth.columns(),
        (int) Math.round(found.accuracy(truth).exact() * truth.columns()),
        DiarizationErrorRate.STRICT.score(reference, found.turns(NAME)),
        DiarizationErrorRate.STRICT.score(
            truth.onGrid(grid).turns(NAME), found.onGrid(grid).turns(NAME)));
  }
}
