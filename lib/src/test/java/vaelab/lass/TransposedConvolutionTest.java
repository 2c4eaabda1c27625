package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vaelab.tensor.GradMode;

/** The transposed convolution against its definition: every input value paints a 4 x 4 patch. */
@SuppressWarnings("try") // modes are closed, not used
class TransposedConvolutionTest {
  private static final int IN = 2;
  private static final int OUT = 3;
  private static final int HEIGHT = 3;
  private static final int WIDTH = 2;

  @Test
  void paintsPatches() {
    Random random = new Random(1);
    double[] x = random.doubles(2L * IN * HEIGHT * WIDTH, -1, 1).toArray();
    double[][][][] kernel = new double[IN][OUT][4][4];
    double[] weight = new double[IN * OUT * 16];
    for (int index = 0; index < weight.length; index++) {
      // K[a, b, o, i, u, v]
      int v = index % 2;
      int u = index / 2 % 2;
      int i = index / 4 % IN;
      int o = index / 4 / IN % OUT;
      int b = index / 4 / IN / OUT % 2;
      int a = index / 4 / IN / OUT / 2;
      weight[index] = random.nextDouble() - 0.5;
      kernel[i][o][3 - a - 2 * u][3 - b - 2 * v] = weight[index];
    }
    double[] bias = {0.5, -1, 2};
    double[] expected = new double[2 * OUT * 4 * HEIGHT * WIDTH];
    for (int n = 0; n < 2; n++) {
      for (int o = 0; o < OUT; o++) {
        for (int row = 0; row < 2 * HEIGHT; row++) {
          for (int column = 0; column < 2 * WIDTH; column++) {
            double sum = bias[o];
            for (int i = 0; i < IN; i++) {
              for (int r = 0; r < HEIGHT; r++) {
                for (int c = 0; c < WIDTH; c++) {
                  // Stride 2, padding 1.
                  int p = row - 2 * r + 1;
                  int q = column - 2 * c + 1;
                  if (p >= 0 && p < 4 && q >= 0 && q < 4) {
                    sum += x[((n * IN + i) * HEIGHT + r) * WIDTH + c] * kernel[i][o][p][q];
                  }
                }
              }
            }
            expected[((n * OUT + o) * 2 * HEIGHT + row) * 2 * WIDTH + column] = sum;
          }
        }
      }
    }
    try (NDManager manager = NDManager.newBaseManager();
        GradMode off = GradMode.off()) {
      TransposedConvolution block = new TransposedConvolution(OUT);
      Shape shape = new Shape(2, IN, HEIGHT, WIDTH);
      block.initialize(manager, DataType.FLOAT64, shape);
      Tiny.set(block.getParameters().valueAt(0).getArray(), weight);
      Tiny.set(block.getParameters().valueAt(1).getArray(), bias);
      NDArray image =
          block
              .forward(
                  new ParameterStore(manager, false), new NDList(manager.create(x, shape)), false)
              .singletonOrThrow();
      assertEquals(new Shape(2, OUT, 2 * HEIGHT, 2 * WIDTH), image.getShape());
      assertEquals(image.getShape(), block.getOutputShapes(new Shape[] {shape})[0]);
      double[] actual = image.toDoubleArray();
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], actual[i], 1e-12, "value " + i);
      }
    }
  }
}
