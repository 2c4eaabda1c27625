package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;

/** The transformer in float64: against plain loops, causal, the same with and without a cache. */
@SuppressWarnings("try") // modes are closed, not used
class CodePriorTest {
  private final CodePrior prior = CodePrior.create(Tiny.SEQUENCE, DataType.FLOAT64, 1);
  private final NDManager scope = prior.manager().newSubManager();

  CodePriorTest() {
    Tiny.shake(prior.parameters(), 0.4, 2);
  }

  @AfterEach
  void close() {
    prior.close();
  }

  @Test
  void hasTheParametersOfTheRelease() {
    LassConfig config = LassConfig.of(LassConfig.Preset.PUBLISHED, 2, 1);
    try (CodePrior published = CodePrior.create(config.sequence(), 1)) {
      assertEquals(634_112, published.size());
    }
  }

  @Test
  void equalsPlainLoops() {
    int[][] codes = Tiny.codes(3, Tiny.SEQUENCE, 3);
    double[] logits = logits(codes);
    PlainTransformer plain = new PlainTransformer(Tiny.SEQUENCE, prior.parameters());
    int row = Tiny.SEQUENCE.length() * Tiny.SEQUENCE.codes();
    for (int n = 0; n < codes.length; n++) {
      int[] inputs = new int[codes[n].length];
      System.arraycopy(codes[n], 0, inputs, 1, inputs.length - 1);
      double[][] expected = plain.logits(inputs);
      for (int t = 0; t < inputs.length; t++) {
        for (int v = 0; v < Tiny.SEQUENCE.codes(); v++) {
          double actual = logits[n * row + t * Tiny.SEQUENCE.codes() + v];
          // The plain error function is good to about 1e-7.
          assertEquals(expected[t][v], actual, 1e-5, "sequence " + n + ", t=" + t);
        }
      }
    }
  }

  @Test
  void laterCodesChangeNoEarlierLogits() {
    int length = Tiny.SEQUENCE.length();
    int vocabulary = Tiny.SEQUENCE.codes();
    for (int t = 0; t < length - 1; t++) {
      int[][] codes = Tiny.codes(1, Tiny.SEQUENCE, 4);
      double[] before = logits(codes);
      codes[0][t] = (codes[0][t] + 1) % vocabulary;
      double[] after = logits(codes);
      // Code t is the input of position t + 1.
      for (int i = 0; i < before.length; i++) {
        boolean later = i / vocabulary > t;
        if (!later) {
          assertEquals(before[i], after[i], 0, "position " + i / vocabulary);
        } else {
          assertTrue(Math.abs(before[i] - after[i]) > 1e-9, "position " + i / vocabulary);
        }
      }
    }
  }

  @Test
  void theCacheChangesNothing() {
    int[][] codes = Tiny.codes(3, Tiny.SEQUENCE, 5);
    double[] all = logits(codes);
    int length = Tiny.SEQUENCE.length();
    int vocabulary = Tiny.SEQUENCE.codes();
    try (GradMode off = GradMode.off()) {
      KeyValueCache cache = new KeyValueCache(scope, Tiny.SEQUENCE, DataType.FLOAT64, 3);
      ParameterStore store = new ParameterStore(scope, false);
      for (int t = 0; t < length; t++) {
        long[] last = new long[3];
        for (int n = 0; n < 3; n++) {
          last[n] = t == 0 ? CodePrior.BEGIN : codes[n][t - 1];
        }
        double[] next =
            prior.next(store, scope.create(last, new Shape(3, 1)), cache).toDoubleArray();
        for (int i = 0; i < next.length; i++) {
          int n = i / vocabulary;
          assertEquals(all[(n * length + t) * vocabulary + i % vocabulary], next[i], 1e-12);
        }
      }
      NDArray more = scope.zeros(new Shape(3, 1), DataType.INT64);
      assertThrows(IllegalStateException.class, () -> prior.next(store, more, cache));
    }
  }

  @Test
  void theObjectiveIsTheNegativeLogLikelihoodAndItsGradientsAreSlopes() {
    int[][] codes = Tiny.codes(3, Tiny.SEQUENCE, 6);
    NDArray batch = VqVae.codes(scope, codes, 0, 3);
    PriorObjective objective = new PriorObjective(prior);
    GradientLeaves leaves = new GradientLeaves(scope, prior.parameters().values());
    double value = objective.differentiate(leaves, batch);
    assertEquals(negativeLogLikelihood(codes), value, 1e-10);
    double largest = 0;
    for (Map.Entry<String, Parameter> entry : prior.parameters().entrySet()) {
      NDArray array = entry.getValue().getArray();
      double[] gradient = leaves.gradient(entry.getValue()).toDoubleArray();
      int stride = Math.max(1, gradient.length / 7);
      for (int i = 0; i < gradient.length; i += stride) {
        double[] values = array.toDoubleArray();
        double[] ends = new double[2];
        for (int side = 0; side < 2; side++) {
          double[] moved = values.clone();
          moved[i] += side == 0 ? -1e-5 : 1e-5;
          Tiny.set(array, moved);
          ends[side] = objective.evaluate(new ParameterStore(scope, false), batch);
        }
        Tiny.set(array, values);
        double slope = (ends[1] - ends[0]) / 2e-5;
        assertEquals(slope, gradient[i], 1e-6 * (1 + Math.abs(slope)), entry.getKey() + i);
        largest = Math.max(largest, Math.abs(slope));
      }
    }
    assertTrue(largest > 0.1, "slopes up to " + largest);
  }

  /** Relative frequencies of whole sequences approach exp(log p). */
  @Test
  void samplesFollowTheModel() {
    PriorSizes sizes = new PriorSizes(3, 2, 4, 1, 2);
    try (CodePrior small = CodePrior.create(sizes, 1)) {
      Tiny.shake(small.parameters(), 1, 9);
      int count = 20_000;
      int[] seen = new int[9];
      for (int[] row : small.sample(count, 5)) {
        seen[row[0] * 3 + row[1]]++;
      }
      double total = 0;
      double chiSquare = 0;
      try (NDManager inner = small.manager().newSubManager()) {
        for (int i = 0; i < 9; i++) {
          int[][] codes = {{i / 3, i % 3}};
          double p =
              Math.exp(
                  -new PriorObjective(small)
                      .evaluate(new ParameterStore(inner, false), VqVae.codes(inner, codes, 0, 1)));
          total += p;
          chiSquare += Math.pow(seen[i] - count * p, 2) / (count * p);
        }
      }
      assertEquals(1, total, 1e-5);
      assertTrue(chiSquare < 26.1, "chi-square of 8 degrees, 0.1 %: " + chiSquare);
      assertArrayEquals(small.sample(7, 5), small.sample(7, 5));
    }
  }

  private double negativeLogLikelihood(int[][] codes) {
    double[] logits = logits(codes);
    int vocabulary = Tiny.SEQUENCE.codes();
    int length = Tiny.SEQUENCE.length();
    double sum = 0;
    for (int i = 0; i < codes.length * length; i++) {
      double norm = 0;
      for (int v = 0; v < vocabulary; v++) {
        norm += Math.exp(logits[i * vocabulary + v]);
      }
      sum += Math.log(norm) - logits[i * vocabulary + codes[i / length][i % length]];
    }
    return sum / codes.length;
  }

  private double[] logits(int[][] codes) {
    try (GradMode off = GradMode.off()) {
      NDArray inputs = PriorObjective.inputs(VqVae.codes(scope, codes, 0, codes.length));
      return prior.logits(new ParameterStore(scope, false), inputs).toDoubleArray();
    }
  }
}
