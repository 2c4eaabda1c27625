package vaelab.vaebss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.nn.DiagonalGaussian;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.GradMode;

/** The networks: their size, and that slots are alike. */
@SuppressWarnings("try") // modes are closed, not used
class VaeBssTest {

  /** The release's counts (3,224,066; 3,236,407; 3,248,748) less its unused layer of 301 K. */
  @ParameterizedTest
  @CsvSource({"2,3223464", "3,3235504", "4,3247544"})
  void hasTheParametersOfTheReleaseLessItsUnusedLayer(int slots, long expected) {
    try (VaeBss model = VaeBss.create(NetworkSizes.image(784), slots, 2, 1)) {
      assertEquals(expected, model.size());
      long sum = model.trainable().values().stream().mapToLong(p -> p.getArray().size()).sum();
      assertEquals(expected, sum);
    }
  }

  /** Latents in another order give the same sources in that order, and so the same mixture. */
  @Test
  void theOrderOfSlotsCarriesNoMeaning() {
    int rows = 7;
    int slots = 3;
    int[] order = {2, 0, 1};
    try (VaeBss model = VaeBss.create(Tiny.SIZES, slots, 2, DataType.FLOAT64, 3);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(scope, false);
      int latent = Tiny.SIZES.latent();
      double[] z = Tiny.noise(scope, rows, slots, DataType.FLOAT64, 4).toDoubleArray();
      double[] moved = new double[z.length];
      for (int n = 0; n < rows; n++) {
        for (int k = 0; k < slots; k++) {
          System.arraycopy(
              z, (n * slots + order[k]) * latent, moved, (n * slots + k) * latent, latent);
        }
      }
      Shape shape = new Shape(rows, (long) slots * latent);
      // Batch statistics: BatchNorm sees the rows of all slots at once, in whatever order.
      NDArray sources = model.decode(store, scope.create(z, shape), true);
      NDArray permuted = model.decode(store, scope.create(moved, shape), true);
      for (int k = 0; k < slots; k++) {
        assertArrayEquals(
            sources.get(":," + order[k]).toDoubleArray(),
            permuted.get(":," + k).toDoubleArray(),
            1e-12);
      }
      assertArrayEquals(
          sources.sum(new int[] {1}).toDoubleArray(),
          permuted.sum(new int[] {1}).toDoubleArray(),
          1e-12);
    }
  }

  @Test
  void latentsOfASlotLieSideBySide() {
    try (VaeBss model = VaeBss.create(Tiny.SIZES, 3, 2, DataType.FLOAT64, 3);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(scope, false);
      DiagonalGaussian q = model.encode(store, Tiny.x(scope, 4, DataType.FLOAT64, 5), false);
      assertEquals(new Shape(4, 6), q.nu().getShape());
      double[] sources = model.decode(store, q.nu(), false).toDoubleArray();
      // One slot alone: columns 2 and 3 of the latents decode to the second source.
      NDArray second = q.nu().get(":,2:4");
      try (VaeBss single = VaeBss.create(Tiny.SIZES, 1, 2, DataType.FLOAT64, 99)) {
        model
            .parameters()
            .forEach(
                (name, p) -> {
                  if (name.startsWith("decoder.")) {
                    p.getArray().copyTo(single.parameters().get(name).getArray());
                  }
                });
        double[] alone = single.decode(store, second, false).toDoubleArray();
        for (int n = 0; n < 4; n++) {
          int from = (n * 3 + 1) * Tiny.DIM;
          assertArrayEquals(
              Arrays.copyOfRange(sources, from, from + Tiny.DIM),
              Arrays.copyOfRange(alone, n * Tiny.DIM, (n + 1) * Tiny.DIM),
              1e-12);
        }
      }
    }
  }

  @Test
  void refusesNoSlots() {
    assertThrows(IllegalArgumentException.class, () -> VaeBss.create(Tiny.SIZES, 0, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> VaeBss.create(Tiny.SIZES, 2, 0, 1));
  }
}
