package vaelab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the definition: each input pixel adds its kernel to the outputs around it. */
class TransposedConvolutionTest {
  private static final DataType TYPE = DataType.FLOAT64;

  private static double[] byDefinition(
      double[] x, double[] weight, double[] bias, int rows, int c, int f, int h, int w) {
    double[] y = new double[rows * f * 4 * h * w];
    for (int i = 0; i < y.length; i++) {
      y[i] = bias[i / (4 * h * w) % f];
    }
    for (int n = 0; n < rows; n++) {
      for (int in = 0; in < c; in++) {
        for (int i = 0; i < h * w; i++) {
          for (int out = 0; out < f; out++) {
            for (int k = 0; k < 16; k++) {
              int row = 2 * (i / w) - 1 + k / 4;
              int column = 2 * (i % w) - 1 + k % 4;
              if (row >= 0 && row < 2 * h && column >= 0 && column < 2 * w) {
                y[((n * f + out) * 2 * h + row) * 2 * w + column] +=
                    x[(n * c + in) * h * w + i] * weight[(in * f + out) * 16 + k];
              }
            }
          }
        }
      }
    }
    return y;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1,1,1", "2,1,1,2,2", "1,2,3,3,4", "3,3,2,1,5", "2,4,1,4,4"})
  void equalsTheDefinition(int rows, int c, int f, int h, int w) {
    Random random = new Random(rows + 10L * c + 100L * f);
    try (NDManager manager = NDManager.newBaseManager()) {
      TransposedConvolution layer = new TransposedConvolution(f);
      layer.initialize(manager, TYPE, new Shape(1, c, h, w));
      assertEquals(new Shape(c, f, 4, 4), array(layer, "weight").getShape());
      double[] weight = random.doubles(c * f * 16L, -1, 1).toArray();
      double[] bias = random.doubles(f, -1, 1).toArray();
      double[] values = random.doubles((long) rows * c * h * w, -1, 1).toArray();
      set(array(layer, "weight"), weight);
      set(array(layer, "bias"), bias);
      NDArray x = manager.create(values, new Shape(rows, c, h, w));
      NDArray y =
          layer
              .forward(new ParameterStore(manager, false), new NDList(x), false)
              .singletonOrThrow();
      assertEquals(new Shape(rows, f, 2L * h, 2L * w), y.getShape());
      assertEquals(y.getShape(), layer.getOutputShapes(new Shape[] {x.getShape()})[0]);
      assertArrayEquals(
          byDefinition(values, weight, bias, rows, c, f, h, w), y.toDoubleArray(), 1e-13);
    }
  }

  /** One pixel of 1 in the middle: the kernel itself, from row and column 2 i - 1 on. */
  @Test
  void aSinglePixelLeavesItsKernel() {
    try (NDManager manager = NDManager.newBaseManager()) {
      TransposedConvolution layer = new TransposedConvolution(1);
      layer.initialize(manager, TYPE, new Shape(1, 1, 3, 3));
      double[] kernel = new Random(1).doubles(16, -1, 1).toArray();
      set(array(layer, "weight"), kernel);
      set(array(layer, "bias"), 0);
      double[] pixel = {0, 0, 0, 0, 1, 0, 0, 0, 0};
      NDArray y =
          layer
              .forward(
                  new ParameterStore(manager, false),
                  new NDList(manager.create(pixel, new Shape(1, 1, 3, 3))),
                  false)
              .singletonOrThrow();
      assertArrayEquals(kernel, y.get("0,0,1:5,1:5").toDoubleArray());
      assertEquals(
          y.abs().sum().getDouble(), y.get("0,0,1:5,1:5").abs().sum().getDouble(), 0, "no more");
    }
  }

  private static void set(NDArray array, double... values) {
    try (NDArray source = array.getManager().create(values, array.getShape())) {
      source.copyTo(array);
    }
  }

  private static NDArray array(TransposedConvolution layer, String name) {
    return layer.getDirectParameters().get(name).getArray();
  }
}
