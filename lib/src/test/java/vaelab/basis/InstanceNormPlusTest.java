package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;

/** "Conditional instance norm plus" against its formula, written out. */
@SuppressWarnings("try") // modes are closed, not used
class InstanceNormPlusTest {
  private static final int LEVELS = 3;
  private static final int CHANNELS = 4;
  private static final int HEIGHT = 3;
  private static final int WIDTH = 5;
  private static final int PIXELS = HEIGHT * WIDTH;

  @Test
  void equalsItsFormula() {
    int[] levels = {2, 0};
    try (NDManager manager = NDManager.newBaseManager();
        GradMode off = GradMode.off()) {
      ParameterSet set = new ParameterSet(manager, DataType.FLOAT64, new Random(1));
      InstanceNormPlus norm = new InstanceNormPlus(set, LEVELS, CHANNELS);
      NDArray embedding = set.all().get("embedding").getArray();
      NDArray values = Tiny.normal(manager, 3, DataType.FLOAT64, LEVELS, 3 * CHANNELS);
      values.copyTo(embedding);
      NDArray x = Tiny.normal(manager, 2, DataType.FLOAT64, 2, CHANNELS, HEIGHT, WIDTH);
      x.muli(3).addi(1);
      NDArray rows = manager.create(new double[] {0, 0, 1, 1, 0, 0}, new Shape(2, LEVELS));
      Layer.Pass pass = new Layer.Pass(new GradientLeaves(manager, List.of()), rows);
      double[] actual = norm.forward(pass, x).toDoubleArray();
      double[] e = values.toDoubleArray();
      double[] pixels = x.toDoubleArray();
      for (int b = 0; b < 2; b++) {
        double[] expected = image(pixels, b * CHANNELS * PIXELS, e, levels[b] * 3 * CHANNELS);
        for (int i = 0; i < expected.length; i++) {
          // The engine is given eps in single precision.
          assertEquals(expected[i], actual[b * expected.length + i], 1e-10);
        }
      }
    }
  }

  private static double[] image(double[] x, int from, double[] embedding, int row) {
    double[] mu = new double[CHANNELS];
    double m = 0;
    for (int c = 0; c < CHANNELS; c++) {
      for (int p = 0; p < PIXELS; p++) {
        mu[c] += x[from + c * PIXELS + p] / PIXELS;
      }
      m += mu[c] / CHANNELS;
    }
    double w = 0;
    for (int c = 0; c < CHANNELS; c++) {
      w += (mu[c] - m) * (mu[c] - m) / (CHANNELS - 1);
    }
    double[] out = new double[CHANNELS * PIXELS];
    for (int c = 0; c < CHANNELS; c++) {
      double v = 0;
      for (int p = 0; p < PIXELS; p++) {
        v += Math.pow(x[from + c * PIXELS + p] - mu[c], 2) / PIXELS;
      }
      double gamma = embedding[row + c];
      double alpha = embedding[row + CHANNELS + c];
      double beta = embedding[row + 2 * CHANNELS + c];
      for (int p = 0; p < PIXELS; p++) {
        double normal = (x[from + c * PIXELS + p] - mu[c]) / Math.sqrt(v + 1e-5);
        double plus = (mu[c] - m) / Math.sqrt(w + 1e-5);
        out[c * PIXELS + p] = gamma * (normal + alpha * plus) + beta;
      }
    }
    return out;
  }

  @Test
  void beginsWithScalesNearOneAndNoShift() {
    try (NDManager manager = NDManager.newBaseManager()) {
      ParameterSet set = new ParameterSet(manager, DataType.FLOAT32, new Random(1));
      new InstanceNormPlus(set, 10, 64);
      float[] values = set.all().get("embedding").getArray().toFloatArray();
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < values.length; i++) {
        if (i % 192 < 128) {
          sum += values[i];
          squares += (values[i] - 1) * (values[i] - 1);
        } else {
          assertEquals(0, values[i]);
        }
      }
      // 1,280 draws: the mean within five standard errors, the deviation within a tenth.
      assertEquals(1, sum / 1280, 5 * 0.02 / Math.sqrt(1280));
      assertEquals(0.02, Math.sqrt(squares / 1280), 0.002);
      assertTrue(values[0] != values[1]);
    }
  }
}
