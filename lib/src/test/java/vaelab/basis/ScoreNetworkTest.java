package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;

/** The network: its size, its dependence on the noise level, and that images are for themselves. */
@SuppressWarnings("try") // modes are closed, not used
class ScoreNetworkTest {

  @Test
  void hasTheParametersOfTheRelease() {
    try (ScoreNetwork network = ScoreNetwork.create(ScoreNetworkSizes.PUBLISHED, 1)) {
      assertEquals(7_638_657, network.size());
    }
    try (ScoreNetwork network = ScoreNetwork.create(ScoreNetworkSizes.COMPACT, 1)) {
      assertEquals(518_817, network.size());
    }
  }

  private static double[][] scores(ScoreNetwork network, NDArray x, int... levels) {
    try (GradMode off = GradMode.off()) {
      GradientLeaves store = new GradientLeaves(x.getManager(), List.of());
      NDArray scores = network.forward(store, x, levels);
      assertEquals(x.getShape(), scores.getShape());
      double[] all = scores.toDoubleArray();
      double[][] rows = new double[levels.length][];
      for (int b = 0; b < rows.length; b++) {
        rows[b] = Arrays.copyOfRange(all, b * Tiny.DIM, (b + 1) * Tiny.DIM);
      }
      return rows;
    }
  }

  @Test
  void givesEachImageTheScoreOfItsLevel() {
    try (ScoreNetwork network = Tiny.doubles(1);
        NDManager scope = network.manager().newSubManager()) {
      NDArray x = Tiny.x(scope, 3, DataType.FLOAT64, 2);
      double[][] base = scores(network, x, 0, 1, 2);
      double[][] moved = scores(network, x, 0, 2, 2);
      assertArrayEquals(base[0], moved[0], 1e-12);
      assertArrayEquals(base[2], moved[2], 1e-12);
      assertTrue(Math.abs(base[1][0] - moved[1][0]) > 1e-6, "level 1 or 2");
      double[][] alone = scores(network, x.get("1:2"), 1);
      assertArrayEquals(base[1], alone[0], 1e-12);
    }
  }

  /** A score for sampling is the network's output in rows, and leaves nothing but itself. */
  @Test
  void isAScoreOfVectors() {
    try (ScoreNetwork network = Tiny.floats(1);
        NDManager scope = NDManager.newBaseManager()) {
      NDArray x = Tiny.normal(scope, 3, DataType.FLOAT32, 5, Tiny.DIM);
      int model = network.manager().getManagedArrays().size();
      int before = scope.getManagedArrays().size();
      NDArray score = network.score().at(x, 1);
      assertEquals(new Shape(5, Tiny.DIM), score.getShape());
      assertEquals(before + 1, scope.getManagedArrays().size());
      assertEquals(model, network.manager().getManagedArrays().size());
      NDArray images = x.reshape(5, 1, Tiny.SIZES.height(), Tiny.SIZES.width());
      try (GradMode off = GradMode.off()) {
        GradientLeaves store = new GradientLeaves(scope, List.of());
        float[] expected = network.forward(store, images, new int[] {1, 1, 1, 1, 1}).toFloatArray();
        assertArrayEquals(expected, score.toFloatArray(), 1e-6f);
      }
      assertEquals(Tiny.LEVELS, network.score().levels());
    }
  }

  @Test
  void seedsDecideTheWeights() {
    try (ScoreNetwork one = Tiny.floats(4);
        ScoreNetwork same = Tiny.floats(4);
        ScoreNetwork other = Tiny.floats(5)) {
      Tiny.assertSameNetwork(one, same);
      float[] a = one.parameters().get("begin.weight").getArray().toFloatArray();
      float[] b = other.parameters().get("begin.weight").getArray().toFloatArray();
      assertTrue(a[0] != b[0]);
    }
  }

  @Test
  void refusesOtherImagesAndLevels() {
    try (ScoreNetwork network = Tiny.floats(1);
        NDManager scope = network.manager().newSubManager()) {
      NDArray wide = scope.zeros(new Shape(2, Tiny.DIM + 1));
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> network.score().at(wide, 0));
      assertTrue(e.getMessage().contains("D=" + Tiny.DIM), e.getMessage());
      NDArray x = scope.zeros(new Shape(2, Tiny.DIM));
      assertThrows(IllegalArgumentException.class, () -> network.score().at(x, 3));
    }
    assertThrows(
        IllegalArgumentException.class, () -> new ScoreNetworkSizes(27, 28, 8, Tiny.LEVELS));
    assertThrows(
        IllegalArgumentException.class, () -> new ScoreNetworkSizes(28, 28, 1, Tiny.LEVELS));
  }
}
