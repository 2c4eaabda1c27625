package vaelab.diarization;

/**
 * A stretch of time, with its start and without its end.
 *
 * @param start seconds; may be negative where a collar reaches over the beginning
 * @param end seconds, more than the start
 */
public record Span(double start, double end) implements Comparable<Span> {
  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException if one is not finite or the end is not after the start
   */
  public Span {
    if (!(end > start) || Double.isInfinite(start) || Double.isInfinite(end)) {
      throw new IllegalArgumentException(
          "Expected a start and a later end in seconds, found %s and %s.".formatted(start, end));
    }
  }

  /**
   * How long it lasts.
   *
   * @return seconds
   */
  public double duration() {
    return end - start;
  }

  /** Earlier starts come first, of equal ones the earlier end. */
  @Override
  public int compareTo(Span other) {
    int byStart = Double.compare(start, other.start);
    return byStart != 0 ? byStart : Double.compare(end, other.end);
  }
}
