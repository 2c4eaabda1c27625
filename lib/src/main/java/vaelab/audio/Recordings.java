package vaelab.audio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vaelab.data.DataOrigin;
import vaelab.data.Draws;

/**
 * Recordings of several speakers.
 *
 * @param all the recordings
 * @param rate samples a second of all of them
 * @param origin what a result states about them
 */
public record Recordings(List<Recording> all, int rate, DataOrigin origin) {
  /** Copies the list. */
  public Recordings {
    all = List.copyOf(all);
  }

  /**
   * Who speaks.
   *
   * @return names, in alphabetical order
   */
  public List<String> speakers() {
    return all.stream().map(Recording::speaker).distinct().sorted().toList();
  }

  /**
   * One speaker's recordings.
   *
   * @param speaker the name
   * @return the recordings, in their order
   * @throws IllegalArgumentException if there is none
   */
  public List<Recording> of(String speaker) {
    List<Recording> own = all.stream().filter(r -> r.speaker().equals(speaker)).toList();
    if (own.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected one of the speakers %s, found '%s'.".formatted(speakers(), speaker));
    }
    return own;
  }

  /**
   * Two parts that share no recording.
   *
   * @param rest the larger part usually: for training
   * @param held the part set aside: for tests, or for choosing settings
   */
  public record Split(Recordings rest, Recordings held) {}

  /**
   * Sets a share of the recordings aside: of each text of each speaker the same share, rounded to
   * whole recordings.
   *
   * @param share how much, in (0,1)
   * @param seed chooses them
   * @return the two parts, each in the order of the whole
   * @throws IllegalArgumentException if the share is out of range, or one part is without a speaker
   */
  public Split split(double share, long seed) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("Expected a share in (0,1), found " + share + ".");
    }
    Map<String, List<Integer>> groups =
        new TreeMap<>(
            IntStream.range(0, all.size())
                .boxed()
                .collect(
                    Collectors.groupingBy(n -> all.get(n).speaker() + " " + all.get(n).text())));
    boolean[] held = new boolean[all.size()];
    Draws draws = Draws.seeded(seed);
    for (List<Integer> group : groups.values()) {
      int[] order = group.stream().mapToInt(Integer::intValue).toArray();
      draws.shuffle(order);
      for (int i = 0; i < Math.rint(share * order.length); i++) {
        held[order[i]] = true;
      }
    }
    Split split = new Split(part(held, false), part(held, true));
    if (!split.rest.speakers().equals(speakers()) || !split.held.speakers().equals(speakers())) {
      throw new IllegalArgumentException(
          "Expected recordings of every speaker in both parts, found too few of them for a share"
              + " of %s. Record each text more often, or take another share.".formatted(share));
    }
    return split;
  }

  private Recordings part(boolean[] held, boolean wanted) {
    List<Recording> part = new ArrayList<>();
    for (int n = 0; n < held.length; n++) {
      if (held[n] == wanted) {
        part.add(all.get(n));
      }
    }
    return new Recordings(part, rate, origin);
  }
}
