package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vaelab.tensor.GradMode;

/** What the refinement minimises, its first step by hand, and that mixtures are for themselves. */
@SuppressWarnings("try") // modes are closed, not used
class LatentRefinerTest {
  private static final int K = 2;

  @Test
  void theStepSizeHalvesEveryHundredSteps() {
    assertEquals(0.1, LatentRefiner.rate(0), 0);
    assertEquals(0.1, LatentRefiner.rate(99), 0);
    assertEquals(0.05, LatentRefiner.rate(100), 0);
    assertEquals(0.00625, LatentRefiner.rate(499), 1e-15);
  }

  @Test
  void theLossIsErrorPlusDriftSummedOverMixtures() {
    try (VqVae model = VqVae.create(Tiny.IMAGE, DataType.FLOAT64, 1);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      Tiny.shake(model.parameters(), 0.5, 2);
      ParameterStore store = new ParameterStore(scope, false);
      NDArray start =
          model.lookUp(store, VqVae.codes(scope, Tiny.codes(3 * K, Tiny.SEQUENCE, 3), 0, 3 * K));
      NDArray z = start.add(start.sin());
      NDArray x =
          scope.create(Tiny.images(3, 4), new Shape(3, Tiny.DIM)).toType(DataType.FLOAT64, false);
      double[] decoded = model.decode(store, z, false).toDoubleArray();
      double[] images = x.toDoubleArray();
      double[] from = start.toDoubleArray();
      double[] to = z.toDoubleArray();
      double expected = 0;
      int latents = from.length / 3;
      for (int n = 0; n < 3; n++) {
        for (int d = 0; d < Tiny.DIM; d++) {
          double mean = 0.5 * (decoded[2 * n * Tiny.DIM + d] + decoded[(2 * n + 1) * Tiny.DIM + d]);
          expected += Math.pow(images[n * Tiny.DIM + d] - mean, 2) / Tiny.DIM;
        }
        for (int i = n * latents; i < (n + 1) * latents; i++) {
          expected += 1e-3 * Math.pow(to[i] - from[i], 2) / latents;
        }
      }
      double actual = new LatentRefiner(model, 1).loss(store, z, start, x, K).getDouble();
      assertEquals(expected, actual, 1e-12);
    }
  }

  /** Adam's first step is the step size against the sign of every slope. */
  @Test
  void theFirstStepGoesDownhill() {
    int[][] codes = Tiny.codes(K, Tiny.SEQUENCE, 5);
    float[] x = Tiny.images(1, 6);
    try (VqVae model = Tiny.vqVae(7);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(scope, false);
      NDArray start = model.lookUp(store, VqVae.codes(scope, codes, 0, K));
      NDArray target = scope.create(x, new Shape(1, Tiny.DIM));
      LatentRefiner refiner = new LatentRefiner(model, 1);
      float[] z = start.toFloatArray();
      float[] moved = z.clone();
      for (int i = 0; i < z.length; i++) {
        double[] ends = new double[2];
        for (int side = 0; side < 2; side++) {
          float[] there = z.clone();
          there[i] += side == 0 ? -0.01f : 0.01f;
          NDArray latents = scope.create(there, start.getShape());
          ends[side] = refiner.loss(store, latents, start, target, K).getFloat();
        }
        moved[i] -= (float) (0.1 * Math.signum(ends[1] - ends[0]));
      }
      float[] expected =
          model.decode(store, scope.create(moved, start.getShape()), false).toFloatArray();
      assertArrayEquals(expected, refiner.refine(codes, x, K), 1e-4f);
    }
  }

  @Test
  void stepsBringTheMeanCloserAndMixturesAreForThemselves() {
    int[][] codes = Tiny.codes(3 * K, Tiny.SEQUENCE, 8);
    float[] x = Tiny.images(3, 9);
    try (VqVae model = Tiny.vqVae(10)) {
      int arrays = model.manager().getManagedArrays().size();
      float[] before = new LatentRefiner(model, 0).refine(codes, x, K);
      float[] after = new LatentRefiner(model, 40).refine(codes, x, K);
      assertArrayEquals(model.images(codes), before, 1e-6f);
      for (int n = 0; n < 3; n++) {
        assertTrue(error(x, after, n) < 0.8 * error(x, before, n), "mixture " + n);
      }
      float[] alone =
          new LatentRefiner(model, 40)
              .refine(
                  Arrays.copyOfRange(codes, 2, 4),
                  Arrays.copyOfRange(x, Tiny.DIM, 2 * Tiny.DIM),
                  K);
      assertArrayEquals(
          Arrays.copyOfRange(after, 2 * Tiny.DIM, 4 * Tiny.DIM), alone, 1e-3f, "alone");
      assertEquals(arrays, model.manager().getManagedArrays().size(), "arrays left on the model");
    }
  }

  private static double error(float[] x, float[] sources, int n) {
    double sum = 0;
    for (int d = 0; d < Tiny.DIM; d++) {
      int at = 2 * n * Tiny.DIM + d;
      sum += Math.pow(x[n * Tiny.DIM + d] - 0.5 * (sources[at] + sources[at + Tiny.DIM]), 2);
    }
    return sum;
  }
}
