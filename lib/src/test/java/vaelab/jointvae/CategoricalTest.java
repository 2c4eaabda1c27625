package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vaelab.tensor.NoiseSource;

/** Gumbel-softmax and the divergence to the uniform distribution: limits and closed forms. */
class CategoricalTest {
  private static final int C = 10;

  private static NDArray logits(NDManager manager, int rows, DataType type) {
    double[] values = new Random(3).doubles((long) rows * C, -2, 2).toArray();
    return manager.create(values, new Shape(rows, C)).toType(type, false);
  }

  private static NDArray gumbel(NDManager manager, int rows, DataType type) {
    RandomGenerator generator = new NoiseSource(5).generator(0, 0);
    return Categorical.gumbel(generator, manager, new Shape(rows, C), type);
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void coldSamplesAreOneHotAtTheLargestPerturbedLogit(DataType type) {
    int rows = 200;
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray logits = logits(manager, rows, type);
      NDArray g = gumbel(manager, rows, type);
      NDArray cold = Categorical.ofLogits(logits).relaxed(g, 1e-7);
      long[] expected = logits.add(g).argMax(1).toLongArray();
      assertTrue(Arrays.stream(expected).distinct().count() > 3, "not all the same");
      NDArray values = cold.toType(DataType.FLOAT64, false);
      for (int n = 0; n < rows; n++) {
        double[] oneHot = new double[C];
        oneHot[(int) expected[n]] = 1;
        assertArrayEquals(oneHot, values.get(n).toDoubleArray(), 1e-6);
      }
    }
  }

  @Test
  void hotSamplesAreUniform() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray hot =
          Categorical.ofLogits(logits(manager, 50, DataType.FLOAT64))
              .relaxed(gumbel(manager, 50, DataType.FLOAT64), 1e9);
      for (double y : hot.toDoubleArray()) {
        assertEquals(1.0 / C, y, 1e-8);
      }
    }
  }

  @Test
  void samplesAreTheSoftmaxOfTheFormula() {
    try (NDManager manager = NDManager.newBaseManager()) {
      double[] l = {0.3, -1.2, 0.5};
      double[] g = {1.1, 0.2, -0.4};
      double[] y =
          Categorical.ofLogits(manager.create(l, new Shape(1, 3)))
              .relaxed(manager.create(g, new Shape(1, 3)), 0.67)
              .toDoubleArray();
      double[] weights = new double[3];
      // Log-probabilities differ from logits by a constant, which the softmax drops.
      Arrays.setAll(weights, i -> Math.exp((l[i] + g[i]) / 0.67));
      double total = Arrays.stream(weights).sum();
      Arrays.setAll(weights, i -> weights[i] / total);
      assertArrayEquals(weights, y, 1e-14);
    }
  }

  /** The Gumbel-max trick: argmax(log alpha + g) is distributed as alpha. */
  @Test
  void hardSamplesFollowTheProbabilities() {
    int draws = 40_000;
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray logits = logits(manager, 1, DataType.FLOAT64);
      Categorical q = Categorical.ofLogits(logits);
      double[] alpha = q.logAlpha().exp().toDoubleArray();
      long[] hits =
          q.relaxed(gumbel(manager, draws, DataType.FLOAT64), 0.67).argMax(1).toLongArray();
      double[] shares = new double[C];
      Arrays.stream(hits).forEach(c -> shares[(int) c] += 1.0 / draws);
      for (int c = 0; c < C; c++) {
        double deviation = Math.sqrt(alpha[c] * (1 - alpha[c]) / draws);
        assertEquals(alpha[c], shares[c], 4 * deviation, "category " + c);
      }
    }
  }

  /** Mean and variance of the standard Gumbel distribution. */
  @Test
  void noiseIsStandardGumbel() {
    int rows = 10_000;
    try (NDManager manager = NDManager.newBaseManager()) {
      double[] g = gumbel(manager, rows, DataType.FLOAT64).toDoubleArray();
      double mean = Arrays.stream(g).average().orElseThrow();
      double variance = Arrays.stream(g).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
      assertEquals(0.5772156649, mean, 4 * Math.sqrt(1.645 / g.length));
      assertEquals(Math.PI * Math.PI / 6, variance, 0.05);
    }
  }

  /** A generator's ends, all bits 0 or 1, must not lead to infinite noise. */
  @Test
  void noiseIsFiniteAtTheEnds() {
    for (long bits : new long[] {0, -1}) {
      try (NDManager manager = NDManager.newBaseManager()) {
        RandomGenerator stuck = () -> bits;
        double[] g =
            Categorical.gumbel(stuck, manager, new Shape(1), DataType.FLOAT64).toDoubleArray();
        assertTrue(Double.isFinite(g[0]), "noise " + g[0]);
        assertEquals(bits == 0 ? -3.6 : 36.7, g[0], 0.1);
      }
    }
  }

  @Test
  void divergenceToTheUniformDistribution() {
    try (NDManager manager = NDManager.newBaseManager()) {
      double[] logits = new double[4 * C];
      logits[C] = 1000; // one-hot, far beyond where other probabilities vanish
      logits[2 * C] = 700;
      logits[2 * C + 1] = 700; // half and half
      double[] odd = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};
      System.arraycopy(odd, 0, logits, 3 * C, C);
      Categorical q = Categorical.ofLogits(manager.create(logits, new Shape(4, C)));
      double total = Arrays.stream(odd).map(Math::exp).sum();
      double closed =
          Arrays.stream(odd)
              .map(l -> Math.exp(l) / total * Math.log(C * Math.exp(l) / total))
              .sum();
      assertArrayEquals(
          new double[] {0, Math.log(10), Math.log(5), closed},
          q.klToUniform().toDoubleArray(),
          1e-12);
      float[] floats =
          new Categorical(q.logAlpha().toType(DataType.FLOAT32, false))
              .klToUniform()
              .toFloatArray();
      assertArrayEquals(
          new float[] {0, (float) Math.log(10), (float) Math.log(5), (float) closed},
          floats,
          1e-6f);
    }
  }
}
