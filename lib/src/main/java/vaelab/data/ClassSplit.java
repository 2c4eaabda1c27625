package vaelab.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Two disjoint parts of a labelled set, cut within each class.
 *
 * <p>Experts may be pretrained on a part (10 % in the paper's second setting) while mixtures are
 * made of the rest; cutting class by class keeps the classes' proportions in both.
 *
 * @param first about {@code fraction} of every class, at least one image a class
 * @param rest the others, at least one image a class
 */
public record ClassSplit(LabelledImages first, LabelledImages rest) {

  /**
   * Cuts a set. Each class is shuffled and cut on its own; both parts keep the set's order.
   *
   * @param whole the set; every class needs at least two images
   * @param fraction share of the first part, strictly between 0 and 1; rounded to whole images
   * @param seed the same seed gives the same parts everywhere
   * @return the parts
   * @throws IllegalArgumentException when the fraction is out of range or a class is too small
   */
  public static ClassSplit of(LabelledImages whole, double fraction, long seed) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "Expected a fraction between 0 and 1, both excluded, found "
              + fraction
              + ". To use everything twice, use the set itself.");
    }
    Draws root = Draws.seeded(seed);
    boolean[] inFirst = new boolean[whole.labels().length];
    for (int c : IntStream.of(whole.labels()).distinct().sorted().toArray()) {
      int[] members = whole.indicesOf(c);
      if (members.length < 2) {
        throw new IllegalArgumentException(
            "Expected at least two images of class " + c + ", found one. Use a larger set.");
      }
      root.split().shuffle(members);
      long wanted = Math.round(fraction * members.length);
      int size = (int) Math.max(1, Math.min(members.length - 1, wanted));
      Arrays.stream(members, 0, size).forEach(n -> inFirst[n] = true);
    }
    return new ClassSplit(
        whole.select(IntStream.range(0, inFirst.length).filter(n -> inFirst[n]).toArray()),
        whole.select(IntStream.range(0, inFirst.length).filter(n -> !inFirst[n]).toArray()));
  }
}
