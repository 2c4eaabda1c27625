package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;

/** The network's building blocks against loops over pixels. */
@SuppressWarnings("try") // modes are closed, not used
class LayersTest {
  private static final DataType TYPE = DataType.FLOAT64;

  private static ParameterSet set(NDManager manager) {
    return new ParameterSet(manager, TYPE, new Random(5));
  }

  private static double[] apply(Layer layer, NDArray x) {
    NDManager manager = x.getManager();
    NDArray levels = manager.ones(new Shape(x.getShape().get(0), 1), TYPE);
    try (GradMode off = GradMode.off()) {
      Layer.Pass pass = new Layer.Pass(new GradientLeaves(manager, List.of()), levels);
      return layer.forward(pass, x).toDoubleArray();
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void dilatedConvolutionsKeepTheSize(int dilation) {
    int height = 5;
    int width = 6;
    try (NDManager manager = NDManager.newBaseManager()) {
      ParameterSet set = set(manager);
      Conv conv = Conv.biased(set, 2, 3, dilation);
      double[] w = set.all().get("weight").getArray().toDoubleArray();
      double[] b = set.all().get("bias").getArray().toDoubleArray();
      NDArray x = Tiny.normal(manager, 1, TYPE, 1, 2, height, width);
      double[] in = x.toDoubleArray();
      double[] expected = new double[3 * height * width];
      for (int o = 0; o < expected.length; o++) {
        int out = o / (height * width);
        expected[o] = b[out];
        for (int c = 0; c < 2; c++) {
          for (int tap = 0; tap < 9; tap++) {
            int r = o / width % height + dilation * (tap / 3 - 1);
            int q = o % width + dilation * (tap % 3 - 1);
            if (r >= 0 && r < height && q >= 0 && q < width) {
              expected[o] += w[(out * 2 + c) * 9 + tap] * in[(c * height + r) * width + q];
            }
          }
        }
      }
      assertArrayEquals(expected, apply(conv, x), 1e-12);
    }
  }

  /** Bounds are PyTorch's, 1 / sqrt(fan-in), for biases too. */
  @Test
  void convolutionsBeginAsInPyTorch() {
    try (NDManager manager = NDManager.newBaseManager()) {
      ParameterSet set = set(manager);
      Conv.biased(set, 16, 64, 1);
      for (String name : List.of("weight", "bias")) {
        double[] values = set.all().get(name).getArray().toDoubleArray();
        double largest = 0;
        for (double value : values) {
          largest = Math.max(largest, Math.abs(value));
        }
        assertEquals(1 / 12.0, largest, 0.05 / 12, name);
      }
    }
  }

  @Test
  void smoothingTakesMeansOfTwentyFivePixels() {
    int size = 6;
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = Tiny.normal(manager, 1, TYPE, 2, 3, size, size);
      double[] in = x.toDoubleArray();
      double[] expected = new double[in.length];
      for (int i = 0; i < in.length; i++) {
        int image = i / (size * size) * size * size;
        for (int r = Math.max(0, i / size % size - 2);
            r <= Math.min(size - 1, i / size % size + 2);
            r++) {
          for (int c = Math.max(0, i % size - 2); c <= Math.min(size - 1, i % size + 2); c++) {
            expected[i] += in[image + r * size + c] / 25;
          }
        }
      }
      // The filter's 1/25 is kept in single precision.
      assertArrayEquals(expected, apply(Resampling.smooth(set(manager), 3), x), 1e-7);
    }
  }

  @Test
  void halvingTakesMeansOfFourPixels() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = manager.create(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(1, 1, 2, 4));
      assertArrayEquals(new double[] {3.5, 5.5}, apply(Resampling.halve(), x), 1e-15);
    }
  }

  /** With aligned corners a plane stays the same plane, corners included. */
  @Test
  void enlargingKeepsPlanesAndCorners() {
    try (NDManager manager = NDManager.newBaseManager()) {
      int height = 14;
      int width = 4;
      double[] plane = new double[height * width];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = 2.0 * (i / width) / (height - 1) - 3.0 * (i % width) / (width - 1);
      }
      NDArray x = manager.create(plane, new Shape(1, 1, height, width));
      double[] actual = apply(Resampling.enlarge(set(manager), height, width, 28, 8), x);
      for (int i = 0; i < actual.length; i++) {
        assertEquals(2.0 * (i / 8) / 27 - 3.0 * (i % 8) / 7, actual[i], 1e-6);
      }
    }
  }

  /** 1, 0 to three pixels: the middle is halfway. Channels and images stay apart. */
  @Test
  void enlargingInterpolatesBetweenNeighbours() {
    try (NDManager manager = NDManager.newBaseManager()) {
      double[] values = {1, 0, 0, 4, 2, 2, 2, 2};
      NDArray x = manager.create(values, new Shape(1, 2, 2, 2));
      double[] expected = {1, 0.5, 0, 0.5, 1.25, 2, 0, 2, 4, 2, 2, 2, 2, 2, 2, 2, 2, 2};
      assertArrayEquals(expected, apply(Resampling.enlarge(set(manager), 2, 2, 3, 3), x), 1e-15);
    }
  }

  /** x' = ELU(x); p1 = conv(mean(norm(x'))); p2 = conv(mean(norm(p1))); x' + p1 + p2. */
  @Test
  void chainedPoolingAddsItsStages() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray x = Tiny.normal(manager, 1, TYPE, 2, 2, 6, 6);
      Layer pooling = new ScoreLayers(set(manager), 1).chainedPooling(2);
      // The same parameters, drawn in the same order.
      ParameterSet again = set(manager);
      Layer[] stages = new Layer[2];
      for (int i = 0; i < 2; i++) {
        stages[i] =
            Layer.chain(
                new InstanceNormPlus(again.in("norm" + i), 1, 2),
                Resampling.smooth(again, 2),
                Conv.unbiased(again.in("conv" + i), 2, 2));
      }
      double[] start = apply(Resampling.elu(), x);
      double[] first = apply(Layer.chain(Resampling.elu(), stages[0]), x);
      double[] second = apply(Layer.chain(Resampling.elu(), stages[0], stages[1]), x);
      double[] actual = apply(pooling, x);
      for (int i = 0; i < actual.length; i++) {
        assertEquals(start[i] + first[i] + second[i], actual[i], 1e-12);
      }
    }
  }
}
