package vaelab.diarization;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A set of instants: spans that neither overlap nor touch, in the order of time.
 *
 * <p>It does not change; operations give new ones.
 */
public final class Timeline {
  /** No instant. */
  public static final Timeline EMPTY = new Timeline(List.of());

  private final List<Span> spans;

  private Timeline(List<Span> spans) {
    this.spans = spans;
  }

  /**
   * The instants that lie in at least one span.
   *
   * @param spans in any order; may overlap
   * @return their union
   */
  public static Timeline of(Collection<Span> spans) {
    List<Span> joined = new ArrayList<>();
    for (Span span : spans.stream().sorted().toList()) {
      int last = joined.size() - 1;
      if (last >= 0 && span.start() <= joined.get(last).end()) {
        Span before = joined.get(last);
        joined.set(last, new Span(before.start(), Math.max(before.end(), span.end())));
      } else {
        joined.add(span);
      }
    }
    return new Timeline(List.copyOf(joined));
  }

  /**
   * The instants of spans.
   *
   * @param spans in any order; may overlap
   * @return their union
   */
  public static Timeline of(Span... spans) {
    return of(List.of(spans));
  }

  /**
   * The spans.
   *
   * @return disjoint, in the order of time
   */
  public List<Span> spans() {
    return spans;
  }

  /**
   * Whether it has no instant.
   *
   * @return true if there are no spans
   */
  public boolean isEmpty() {
    return spans.isEmpty();
  }

  /**
   * Sum of all spans.
   *
   * @return seconds
   */
  public double duration() {
    return spans.stream().mapToDouble(Span::duration).sum();
  }

  /**
   * From the first instant to the last.
   *
   * @return one span, or empty where there is none
   */
  public Optional<Span> extent() {
    return isEmpty()
        ? Optional.empty()
        : Optional.of(new Span(spans.get(0).start(), spans.get(spans.size() - 1).end()));
  }

  /**
   * Instants of this timeline or the other.
   *
   * @param other other timeline
   * @return the union
   */
  public Timeline or(Timeline other) {
    List<Span> both = new ArrayList<>(spans);
    both.addAll(other.spans);
    return of(both);
  }

  /**
   * Instants of both timelines.
   *
   * @param other other timeline
   * @return the intersection
   */
  public Timeline and(Timeline other) {
    List<Span> common = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < spans.size() && j < other.spans.size()) {
      Span a = spans.get(i);
      Span b = other.spans.get(j);
      double start = Math.max(a.start(), b.start());
      double end = Math.min(a.end(), b.end());
      if (start < end) {
        common.add(new Span(start, end));
      }
      if (a.end() < b.end()) {
        i++;
      } else {
        j++;
      }
    }
    return new Timeline(List.copyOf(common));
  }

  /**
   * Instants of this timeline that are not in the other.
   *
   * @param other other timeline
   * @return the difference
   */
  public Timeline without(Timeline other) {
    List<Span> left = new ArrayList<>();
    int j = 0;
    for (Span span : spans) {
      double from = span.start();
      while (j < other.spans.size() && other.spans.get(j).end() <= from) {
        j++;
      }
      for (int k = j; k < other.spans.size() && other.spans.get(k).start() < span.end(); k++) {
        if (other.spans.get(k).start() > from) {
          left.add(new Span(from, other.spans.get(k).start()));
        }
        from = Math.max(from, other.spans.get(k).end());
      }
      if (from < span.end()) {
        left.add(new Span(from, span.end()));
      }
    }
    return new Timeline(List.copyOf(left));
  }

  /**
   * The same with short gaps closed.
   *
   * @param longest gaps of up to so many seconds become part of the timeline
   * @return the timeline without them
   */
  public Timeline withoutGaps(double longest) {
    List<Span> joined = new ArrayList<>();
    for (Span span : spans) {
      int last = joined.size() - 1;
      // A gap of 1 s between ends such as 3.1 and 4.1 is a few ulps longer than 1 s.
      if (last >= 0 && span.start() - joined.get(last).end() <= longest + 1e-9) {
        joined.set(last, new Span(joined.get(last).start(), span.end()));
      } else {
        joined.add(span);
      }
    }
    return new Timeline(List.copyOf(joined));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Timeline timeline && spans.equals(timeline.spans);
  }

  @Override
  public int hashCode() {
    return spans.hashCode();
  }

  @Override
  public String toString() {
    return spans.toString();
  }
}
