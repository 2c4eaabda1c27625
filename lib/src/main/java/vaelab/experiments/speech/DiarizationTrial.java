package vaelab.experiments.speech;

import vaelab.audio.Conversation;
import vaelab.diarization.ActivityPosterior;
import vaelab.diarization.Annotation;
import vaelab.diarization.DiarizationErrorRate;
import vaelab.diarization.DiarizationScore;
import vaelab.diarization.SpeakerActivity;

/** One test conversation, and how an answer to it is scored. */
final class DiarizationTrial {
  private static final String NAME = "conversation";

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

  Score score(ActivityPosterior posterior, double threshold) {
    SpeakerActivity truth = onColumns(reference, posterior);
    SpeakerActivity found = onColumns(answer(posterior, threshold), posterior);
    return new Score(
        truth.columns(),
        (int) Math.round(found.accuracy(truth).exact() * truth.columns()),
        DiarizationErrorRate.STRICT.score(reference, found.turns(NAME)),
        DiarizationErrorRate.STRICT.score(
            truth.onGrid(grid).turns(NAME), found.onGrid(grid).turns(NAME)));
  }

  private static SpeakerActivity onColumns(Annotation turns, ActivityPosterior like) {
    return SpeakerActivity.of(turns, like.speakers(), like.width(), like.columns());
  }
}
