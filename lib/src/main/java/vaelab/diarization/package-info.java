/**
 * Who speaks when, as plain data: turns, files, scores, and the way from a posterior to an answer.
 *
 * <p>An {@link vaelab.diarization.Annotation} is the {@link vaelab.diarization.SpeakerTurn}s of one
 * recording, kept in {@link vaelab.diarization.Rttm} files; a {@link vaelab.diarization.Timeline}
 * is a set of instants, kept in {@link vaelab.diarization.Uem} files where it says what counts.
 * {@link vaelab.diarization.DiarizationErrorRate} compares two annotations, whoever made them.
 *
 * <p>From a model's posterior to an annotation:
 *
 * <pre>
 *   ActivityPosterior   q(s_h = 1; x) on columns of time
 *     MarkovActivity    the same, given that activity lasts (optional)
 *   SpeakerActivity     thresholds; a coarser grid by majority
 *   Annotation          runs as turns, short gaps closed
 *   ThresholdCurve      miss against false alarm
 * </pre>
 *
 * <p>{@link vaelab.diarization.SilenceDetector} finds where nobody speaks from loudness alone.
 */
package vaelab.diarization;
