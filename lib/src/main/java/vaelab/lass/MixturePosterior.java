package vaelab.lass;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Joint draws of the codes of K sources at one position, given the code of their mixture there.
 *
 * <p>For two sources that is p(c1, c2 | m) proportional to p1(c1) p2(c2) p(m | c1, c2) over the
 * list of pairs that were seen with m. For more, partial mixtures stand between them, m^1 = c_1:
 *
 * <pre>
 *   alpha_1(i)      = p_1(i)
 *   alpha_{k+1}(m') = sum_{m, c} alpha_k(m) p_{k+1}(c) p(m' | m, c)
 *   (m^{K-1}, c_K)  ~ alpha_{K-1}(m) p_K(c) p(m^K | m, c),  and so on down to (c_1, c_2)
 * </pre>
 *
 * <p>Work in proportion to the lists: for K = 2 that of m alone, for K = 3 the whole first table
 * besides. An object serves one thread: it keeps its work space.
 */
final class MixturePosterior {
  private final List<MixtureTable> tables;
  private final int codes;
  private final double[][] alpha;
  private final WeightedEntries entries;

  /**
   * A sampler.
   *
   * @param tables K - 1 tables, that of two single sources first
   * @param topK how many of the most probable pairs a draw chooses from; 0 for all. 1 is greedy.
   */
  MixturePosterior(List<MixtureTable> tables, int topK) {
    this.tables = tables;
    codes = tables.get(0).codes();
    alpha = new double[tables.size()][codes];
    int longest = 0;
    for (MixtureTable table : tables) {
      for (int m = 0; m < codes; m++) {
        longest = Math.max(longest, table.pairs(m));
      }
    }
    entries = new WeightedEntries(longest, topK);
  }

  /**
   * Draws the codes of all sources.
   *
   * @param probabilities p_k(c), at {@code offset + k V + c}
   * @param offset where source 0 begins
   * @param mixture code of the mixture
   * @param generator source of the draw
   * @param chosen receives the K codes from {@code at} on, in the order of the probabilities
   * @param at first index
   * @return false, and nothing drawn, where no choice of codes is possible: the mixture code was
   *     seen with no pair, or with none that the prior gives a probability above zero
   */
  boolean draw(
      float[] probabilities,
      int offset,
      int mixture,
      RandomGenerator generator,
      int[] chosen,
      int at) {
    forward(probabilities, offset);
    int observed = mixture;
    for (int k = tables.size(); k >= 1; k--) {
      MixtureTable table = tables.get(k - 1);
      int entry =
          entry(table, alpha[k - 1], probabilities, offset + k * codes, observed, generator);
      if (entry < 0) {
        return false;
      }
      chosen[at + k] = table.second(entry);
      observed = table.first(entry);
    }
    chosen[at] = observed;
    return true;
  }

  private void forward(float[] probabilities, int offset) {
    for (int c = 0; c < codes; c++) {
      alpha[0][c] = probabilities[offset + c];
    }
    for (int k = 1; k < tables.size(); k++) {
      MixtureTable table = tables.get(k - 1);
      int second = offset + k * codes;
      for (int m = 0; m < codes; m++) {
        double sum = 0;
        for (int i = table.start(m); i < table.start(m + 1); i++) {
          sum += weight(table, i, alpha[k - 1], probabilities, second);
        }
        alpha[k][m] = sum;
      }
    }
  }

  private int entry(
      MixtureTable table,
      double[] first,
      float[] probabilities,
      int second,
      int mixture,
      RandomGenerator generator) {
    entries.clear();
    for (int i = table.start(mixture); i < table.start(mixture + 1); i++) {
      entries.add(i, weight(table, i, first, probabilities, second));
    }
    return entries.draw(generator);
  }

  private static double weight(
      MixtureTable table, int entry, double[] first, float[] probabilities, int second) {
    return first[table.first(entry)]
        * probabilities[second + table.second(entry)]
        * table.probability(entry);
  }
}
