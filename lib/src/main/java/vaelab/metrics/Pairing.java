package vaelab.metrics;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jgrapht.Graph;
import org.jgrapht.alg.matching.KuhnMunkresMinimalWeightBipartitePerfectMatching;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;

/**
 * Which estimate belongs to which reference, where the order of the estimates means nothing: the
 * one-to-one pairing of the largest total score, found by the Hungarian method (Kuhn 1955, Munkres
 * 1957) in the implementation of JGraphT.
 */
public final class Pairing {
  private Pairing() {}

  /**
   * The best one-to-one pairing.
   *
   * @param scores K x K, {@code [i][j]} says how well estimate i fits reference j, larger is
   *     better; any finite values, left unchanged
   * @return K indices: estimate i belongs to reference {@code [i]}. Where several pairings are
   *     equally good it is one of them, the same one whenever the scores are the same.
   * @throws IllegalArgumentException if there are no scores, they are not square, or one is NaN or
   *     infinite (an infinite PSNR, for example: pair by structural similarity instead)
   */
  public static int[] best(double[][] scores) {
    check(scores);
    int k = scores.length;
    Set<Integer> estimates = vertices(0, k);
    Set<Integer> references = vertices(k, 2 * k);
    Graph<Integer, DefaultWeightedEdge> graph =
        new SimpleWeightedGraph<>(DefaultWeightedEdge.class);
    estimates.forEach(graph::addVertex);
    references.forEach(graph::addVertex);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        // The method minimises. Subtracting from 0, other than a minus sign, makes no -0.0, which
        // JGraphT holds for a number other than 0.0 in some places but not in others.
        graph.setEdgeWeight(graph.addEdge(i, k + j), 0.0 - scores[i][j]);
      }
    }
    int[] referenceOf = new int[k];
    new KuhnMunkresMinimalWeightBipartitePerfectMatching<>(graph, estimates, references)
        .getMatching()
        .forEach(edge -> referenceOf[graph.getEdgeSource(edge)] = graph.getEdgeTarget(edge) - k);
    return referenceOf;
  }

  private static Set<Integer> vertices(int from, int to) {
    return IntStream.range(from, to).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  private static void check(double[][] scores) {
    if (scores.length == 0) {
      throw new IllegalArgumentException(
          "Expected the scores of at least one estimate, found none. Pair sources of mixtures"
              + " that have some.");
    }
    for (int i = 0; i < scores.length; i++) {
      if (scores[i].length != scores.length) {
        throw new IllegalArgumentException(
            ("Expected as many references as estimates, %d, found %d in row %d. Ask the method"
                    + " for as many sources as there are.")
                .formatted(scores.length, scores[i].length, i));
      }
      for (int j = 0; j < scores.length; j++) {
        if (!Double.isFinite(scores[i][j])) {
          throw new IllegalArgumentException(
              ("Expected finite scores, found %s for estimate %d and reference %d. Pair by a"
                      + " bounded score, such as structural similarity.")
                  .formatted(scores[i][j], i, j));
        }
      }
    }
  }
}
