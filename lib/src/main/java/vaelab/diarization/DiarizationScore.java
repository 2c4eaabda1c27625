package vaelab.diarization;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much of the reference speech was found, in seconds of speech: where two speakers overlap, an
 * instant counts twice.
 *
 * @param total reference speech; {@code correct + confusion + miss}
 * @param correct speech given to the right speaker
 * @param confusion speech given to a wrong one
 * @param miss speech given to nobody
 * @param falseAlarm speech where there is none; comes on top, so that a rate may exceed 1
 * @param mapping the reference speaker of every hypothesis speaker that has one
 */
public record DiarizationScore(
    double total,
    double correct,
    double confusion,
    double miss,
    double falseAlarm,
    Map<String, String> mapping) {
  /** Copies the mapping, sorted by name. */
  public DiarizationScore {
    mapping = Collections.unmodifiableMap(new TreeMap<>(mapping));
  }

  /**
   * The diarization error rate, DER = (false alarm + miss + confusion) / total.
   *
   * @return at least 0; may exceed 1. Without reference speech 0 if nothing was found either, else
   *     1.
   */
  public double rate() {
    return share(confusion + miss + falseAlarm);
  }

  /**
   * Miss as a share of the reference speech.
   *
   * @return 0 to 1
   */
  public double missRate() {
    return share(miss);
  }

  /**
   * False alarm as a share of the reference speech.
   *
   * @return at least 0; may exceed 1
   */
  public double falseAlarmRate() {
    return share(falseAlarm);
  }

  /**
   * Confusion as a share of the reference speech.
   *
   * @return 0 to 1
   */
  public double confusionRate() {
    return share(confusion);
  }

  /**
   * Correct speech as a share of the reference speech.
   *
   * @return 0 to 1
   */
  public double correctRate() {
    return share(correct);
  }

  /**
   * Both recordings together: times add up, so that rates are weighted by the speech in each.
   *
   * @param other score of another recording
   * @return the sum, without a mapping, which belongs to one recording
   */
  public DiarizationScore plus(DiarizationScore other) {
    return new DiarizationScore(
        total + other.total,
        correct + other.correct,
        confusion + other.confusion,
        miss + other.miss,
        falseAlarm + other.falseAlarm,
        Map.of());
  }

  private double share(double part) {
    if (total > 0) {
      return part / total;
    }
    return part > 0 ? 1 : 0;
  }
}
