package vaelab.lass;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import vaelab.train.Minibatches;

/**
 * Counts the likelihood tables from averages of training images that meet at random, without regard
 * to classes.
 *
 * <p>In every pass the images fall into groups of K, new ones each time. With m^k the codes of the
 * average of a group's first k images, m^1 = c_1, table k counts m^{k+1} over (m^k, c_{k+1}) at
 * every place of the map.
 *
 * @param sources K, the largest number of sources that will be separated, at least 2
 * @param passes how often every image is visited
 * @param bothOrders count (c2, c1) beside (c1, c2) in the table of two single sources, whose
 *     average knows no order: twice the counts for nothing; the release has the one order only
 * @param seed seed of the groups
 */
public record TableCounting(int sources, int passes, boolean bothOrders, long seed) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TableCounting {
    if (sources < 2 || passes < 1) {
      throw new IllegalArgumentException(
          "Expected at least 2 sources and 1 pass, found K=%d, passes=%d."
              .formatted(sources, passes));
    }
  }

  /**
   * Counts.
   *
   * @param model trained VQ-VAE
   * @param images single sources, row-major, N x D, values in [0, 1]; N at least K
   * @param listener told the number of passes done after each of them
   * @return K - 1 tables, that of two single sources first
   * @throws IllegalArgumentException if these are no whole rows, or fewer than K
   */
  public List<MixtureTable> count(VqVae model, float[] images, IntConsumer listener) {
    int[][] single = model.codes(images);
    if (single.length < sources) {
      throw new IllegalArgumentException(
          "Expected at least K=%d images, found %d.".formatted(sources, single.length));
    }
    List<MixtureCounts> counts =
        IntStream.range(1, sources)
            .mapToObj(k -> new MixtureCounts(model.sizes().codes()))
            .toList();
    Minibatches order = new Minibatches(single.length, 2, seed);
    for (int pass = 1; pass <= passes; pass++) {
      pass(model, images, single, order.permutation(pass), counts);
      listener.accept(pass);
    }
    List<MixtureTable> tables = new ArrayList<>();
    counts.forEach(c -> tables.add(c.table()));
    return tables;
  }

  /** Group g is made of the images order[g], order[G + g], order[2 G + g], ... */
  private void pass(
      VqVae model, float[] images, int[][] single, int[] order, List<MixtureCounts> counts) {
    int dim = model.sizes().dim();
    int groups = single.length / sources;
    float[] sum = new float[groups * dim];
    int[][] part = new int[groups][];
    for (int g = 0; g < groups; g++) {
      System.arraycopy(images, order[g] * dim, sum, g * dim, dim);
      part[g] = single[order[g]];
    }
    for (int k = 1; k < sources; k++) {
      float[] average = new float[sum.length];
      for (int g = 0; g < groups; g++) {
        int from = order[k * groups + g] * dim;
        for (int d = 0; d < dim; d++) {
          sum[g * dim + d] += images[from + d];
          average[g * dim + d] = sum[g * dim + d] / (k + 1);
        }
      }
      int[][] mixture = model.codes(average);
      for (int g = 0; g < groups; g++) {
        add(counts.get(k - 1), part[g], single[order[k * groups + g]], mixture[g], k == 1);
      }
      part = mixture;
    }
  }

  private void add(MixtureCounts counts, int[] part, int[] added, int[] mixture, boolean alike) {
    for (int t = 0; t < mixture.length; t++) {
      counts.add(part[t], added[t], mixture[t]);
      if (alike && bothOrders) {
        counts.add(added[t], part[t], mixture[t]);
      }
    }
  }
}
