package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.nn.PlainLayers;
import vaelab.nn.PlainParameters;
import vaelab.tensor.GradMode;

/** What the whole score network computes: its layers, their order and what goes round them. */
@SuppressWarnings("try") // modes are closed, not used
class PlainScoreNetworkTest {
  /** Six by seven pixels at half size, so that taps four pixels apart meet pixels both ways. */
  private static final ScoreNetworkSizes SIZES = new ScoreNetworkSizes(12, 14, 3, Tiny.LEVELS);

  /** Every level twice or more, and not in their order. */
  private static final int[] LEVELS = {0, 2, 1, 1, 0, 2, 2};

  @ParameterizedTest
  @CsvSource({"FLOAT64,1e-6", "FLOAT32,1e-4"})
  void equalsPlainLoops(DataType type, double tolerance) {
    int dim = SIZES.dim();
    double[] x = new Random(3).doubles((long) LEVELS.length * dim, -0.5, 1.5).toArray();
    try (ScoreNetwork network = ScoreNetwork.create(SIZES, type, 1);
        NDManager scope = network.manager().newSubManager();
        GradMode off = GradMode.off()) {
      PlainParameters.shake(network.parameters(), 0.3, 2);
      NDArray images =
          scope
              .create(x, new Shape(LEVELS.length, 1, SIZES.height(), SIZES.width()))
              .toType(type, false);
      double[] scores =
          PlainParameters.values(network.forward(new ParameterStore(scope, false), images, LEVELS));
      PlainParameters parameters = new PlainParameters(NcsnFile.tensors(network));
      for (int b = 0; b < LEVELS.length; b++) {
        double[][][] image = PlainLayers.image(x, b * dim, 1, SIZES.height(), SIZES.width());
        double[][][] expected = new PlainScoreNetwork(parameters, LEVELS[b]).score(image);
        double[] actual = Arrays.copyOfRange(scores, b * dim, (b + 1) * dim);
        String what = "scores of image " + b + " at level " + LEVELS[b];
        PlainLayers.assertClose(PlainLayers.flat(expected), actual, tolerance, what);
      }
      assertEquals(Set.of(), parameters.unread(), "parameters that the loops do without");
      long levels = IntStream.of(LEVELS).distinct().count();
      assertEquals(SIZES.levels().count(), levels, "noise levels compared");
    }
  }
}
