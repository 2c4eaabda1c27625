package vaelab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import vaelab.tensor.Backward;
import vaelab.tensor.GradMode;

/** A decoder that stands still says what the decoder says, of z and of its gradient. */
class FrozenDecoderTest {
  private static final NetworkSizes SMALL = new NetworkSizes(6, List.of(5, 4), 2);

  /** A decoder whose BatchNorms are no longer the identity. */
  private static Decoder decoder(NDManager manager) {
    Decoder decoder = new Decoder(SMALL, manager, DataType.FLOAT64, new Random(3));
    Random random = new Random(4);
    decoder
        .parameters()
        .values()
        .forEach(
            p -> {
              double[] values = p.getArray().toDoubleArray();
              for (int i = 0; i < values.length; i++) {
                values[i] = Math.abs(values[i]) < 1e-9 ? random.nextGaussian() : 1.5 * values[i];
              }
              try (NDArray changed = manager.create(values, p.getArray().getShape())) {
                changed.copyTo(p.getArray());
              }
            });
    return decoder;
  }

  private static double[][] valueAndGradient(
      NDManager manager, double[] latents, UnaryOperator<NDArray> decode) {
    try (NDManager scope = manager.newSubManager();
        GradMode recording = GradMode.recording()) {
      NDArray z = scope.create(latents, new Shape(latents.length / 2, 2));
      z.setRequiresGradient(true);
      NDArray mu = decode.apply(z);
      Backward.from(mu.square().sum());
      return new double[][] {mu.toDoubleArray(), z.getGradient().toDoubleArray()};
    }
  }

  @Test
  void saysWhatTheDecoderSaysOnRunningStatistics() {
    try (NDManager manager = NDManager.newBaseManager();
        NDManager scope = manager.newSubManager()) {
      Decoder decoder = decoder(manager);
      ParameterStore store = new ParameterStore(manager, false);
      FrozenDecoder frozen = new FrozenDecoder(scope, decoder);
      double[] latents = {1, 2, -1, 0.5, 3, -2, 0.25, 1};
      double[][] expected =
          valueAndGradient(manager, latents, z -> decoder.decode(store, z, false));
      double[][] actual = valueAndGradient(manager, latents, frozen::decode);
      assertArrayEquals(expected[0], actual[0], 1e-9);
      assertArrayEquals(expected[1], actual[1], 1e-9);
      assertNotEquals(0, actual[1][0], 1e-6, "a gradient to compare");
    }
  }

  @Test
  void leavesNothingBehind() {
    try (NDManager manager = NDManager.newBaseManager()) {
      Decoder decoder = decoder(manager);
      int handles = manager.getManagedArrays().size();
      try (NDManager scope = manager.newSubManager()) {
        new FrozenDecoder(scope, decoder);
        assertEquals(4, scope.getManagedArrays().size(), "weight and bias of two blocks");
      }
      assertEquals(handles, manager.getManagedArrays().size());
    }
  }
}
