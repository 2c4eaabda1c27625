package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vaelab.tensor.GradMode;

/** Joint sampling of two chains of two codes, against all 81 outcomes. */
@SuppressWarnings("try") // modes are closed, not used
class JointSamplerTest {
  private static final int V = 3;
  private static final int L = 2;
  private static final int SAMPLES = 20_000;

  private final PriorSizes sizes = new PriorSizes(V, L, 4, 1, 2);
  private final CodePrior prior = CodePrior.create(sizes, 1);
  private final MixtureTable table = Tiny.table(V, 6);

  JointSamplerTest() {
    Tiny.shake(prior.parameters(), 1, 2);
  }

  @AfterEach
  void close() {
    prior.close();
  }

  @Test
  void followsTheEnumeratedDistribution() {
    int[] mixture = {1, 2};
    LassSampling sampling = new LassSampling(SAMPLES, 0, LassSampling.Unseen.FAIL, 0);
    JointSampler.Drawn drawn =
        new JointSampler(prior, List.of(table), sampling, 3).draw(new int[][] {mixture}, 0);
    int[] seen = new int[V * V * V * V];
    for (int s = 0; s < SAMPLES; s++) {
      int[] first = drawn.codes()[2 * s];
      int[] second = drawn.codes()[2 * s + 1];
      seen[((first[0] * V + second[0]) * V + first[1]) * V + second[1]]++;
    }
    double[] expected = new double[seen.length];
    double[] begin = next(new int[] {0, 0}, 0);
    double[] step0 = pair(begin, begin, mixture[0]);
    for (int a = 0; a < V; a++) {
      for (int b = 0; b < V; b++) {
        double[] step1 = pair(next(new int[] {a, 0}, 1), next(new int[] {b, 0}, 1), mixture[1]);
        for (int i = 0; i < V * V; i++) {
          expected[(a * V + b) * V * V + i] = step0[a * V + b] * step1[i];
        }
      }
    }
    MixturePosteriorTest.assertChiSquare(expected, seen);
    assertEquals(0, drawn.unseen());
  }

  /** p(c1, c2 | m) at one position, by the dense formula. */
  private double[] pair(double[] p1, double[] p2, int m) {
    double[] joint = new double[V * V];
    double total = 0;
    for (int a = 0; a < V; a++) {
      for (int b = 0; b < V; b++) {
        joint[a * V + b] = p1[a] * p2[b] * Math.exp(table.logLikelihood(m, a, b));
        total += joint[a * V + b];
      }
    }
    for (int i = 0; i < joint.length; i++) {
      joint[i] /= total;
    }
    return joint;
  }

  /** p(c_t | codes before), without a cache. */
  private double[] next(int[] codes, int t) {
    try (NDManager scope = prior.manager().newSubManager();
        GradMode off = GradMode.off()) {
      float[] all =
          prior
              .logits(
                  new ParameterStore(scope, false),
                  PriorObjective.inputs(VqVae.codes(scope, new int[][] {codes}, 0, 1)))
              .softmax(-1)
              .toFloatArray();
      double[] p = new double[V];
      for (int v = 0; v < V; v++) {
        p[v] = all[t * V + v];
      }
      return p;
    }
  }

  /** Mixtures drawn together or alone: draws belong to the mixture. */
  @Test
  void batchesChangeNothing() {
    int[][] mixtures = {{1, 2}, {0, 1}, {2, 2}};
    LassSampling sampling = new LassSampling(4, 0, LassSampling.Unseen.FAIL, 0);
    JointSampler sampler = new JointSampler(prior, List.of(table, Tiny.table(V, 8)), sampling, 3);
    int[][] together = sampler.draw(mixtures, 10).codes();
    assertEquals(3 * 4 * 3, together.length);
    int[][] alone = sampler.draw(new int[][] {mixtures[1]}, 11).codes();
    for (int i = 0; i < alone.length; i++) {
      assertArrayEquals(alone[i], together[12 + i]);
    }
  }

  /** A code that no pair was seen with: an error, or the prior's own choice, counted. */
  @Test
  void unseenCodesFailOrFallBackOnThePrior() {
    MixtureCounts counts = new MixtureCounts(V);
    counts.add(0, 1, 1);
    List<MixtureTable> tables = List.of(counts.table());
    int[][] mixture = {{1, 2}};
    LassSampling fail = new LassSampling(SAMPLES, 0, LassSampling.Unseen.FAIL, 0);
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> new JointSampler(prior, tables, fail, 3).draw(mixture, 5));
    assertTrue(e.getMessage().contains("code 2 of mixture 5 at position 1"), e.getMessage());
    JointSampler sampler =
        new JointSampler(prior, tables, fail.withUnseen(LassSampling.Unseen.PRIOR), 3);
    JointSampler.Drawn drawn = sampler.draw(mixture, 5);
    assertEquals(SAMPLES, drawn.unseen());
    double[] first = next(new int[] {0, 0}, 1);
    double[] second = next(new int[] {1, 0}, 1);
    int[] seen = new int[V * V];
    for (int s = 0; s < SAMPLES; s++) {
      assertEquals(0, drawn.codes()[2 * s][0]);
      assertEquals(1, drawn.codes()[2 * s + 1][0]);
      seen[drawn.codes()[2 * s][1] * V + drawn.codes()[2 * s + 1][1]]++;
    }
    double[] expected = new double[V * V];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = first[i / V] * second[i % V];
    }
    MixturePosteriorTest.assertChiSquare(expected, seen);
  }
}
