package vaelab.diarization;

/**
 * One stretch of time in which one speaker speaks.
 *
 * @param speaker the speaker's name: not empty and, as RTTM separates its fields by blanks, without
 *     white space, non-breaking spaces among it
 * @param start when it begins, in seconds from the beginning of the recording, at least 0
 * @param duration how long it lasts, in seconds, more than 0
 */
public record SpeakerTurn(String speaker, double start, double duration) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the name is empty or has white space, or a time is NaN,
   *     infinite or out of range
   */
  public SpeakerTurn {
    checkName(speaker);
    if (!(start >= 0) || !(duration > 0) || Double.isInfinite(start + duration)) {
      throw new IllegalArgumentException(
          ("Expected a turn that starts at 0 s or later and lasts more than 0 s, found start %s s"
                  + " and duration %s s. Correct the times.")
              .formatted(start, duration));
    }
  }

  /**
   * When it ends.
   *
   * @return seconds from the beginning of the recording
   */
  public double end() {
    return start + duration;
  }

  /**
   * Checks a speaker's name.
   *
   * @param speaker the name
   * @throws IllegalArgumentException if it is empty or has white space
   */
  public static void checkName(String speaker) {
    if (!FieldLines.isField(speaker)) {
      throw new IllegalArgumentException(
          "Expected a speaker's name without white space, found '"
              + speaker
              + "'. Write an underscore instead.");
    }
  }
}
