package vaelab.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Noise depends on its keys alone; and the memory of tensors is what they show. */
class NoiseSourceTest {

  @Test
  void keysGiveTheSameNoiseAgainAndNoOtherKeysDo() {
    Set<Long> first = new HashSet<>();
    for (long seed = 0; seed < 6; seed++) {
      for (int epoch = 0; epoch < 12; epoch++) {
        for (int step = 0; step < 12; step++) {
          long draw = new NoiseSource(seed).generator(epoch, step).nextLong();
          assertEquals(draw, new NoiseSource(seed).generator(epoch, step).nextLong());
          assertTrue(first.add(draw), "seed %d, epoch %d, step %d".formatted(seed, epoch, step));
        }
      }
    }
  }

  @Test
  void drawsAreStandardNormal() {
    try (NDManager manager = NDManager.newBaseManager()) {
      int n = 40_000;
      NDArray noise =
          NoiseSource.normal(
              new NoiseSource(3).generator(1, 2), manager, new Shape(n / 4, 4), DataType.FLOAT64);
      assertEquals(new Shape(n / 4, 4), noise.getShape());
      assertEquals(DataType.FLOAT64, noise.getDataType());
      double[] moments = new double[5];
      for (double v : noise.toDoubleArray()) {
        for (int k = 1; k < 5; k++) {
          moments[k] += Math.pow(v, k) / n;
        }
      }
      // Five standard errors: the k-th moment has variance E z^2k - (E z^k)^2 over n.
      assertEquals(0, moments[1], 5 / Math.sqrt(n));
      assertEquals(1, moments[2], 5 * Math.sqrt(2.0 / n));
      assertEquals(0, moments[3], 5 * Math.sqrt(15.0 / n));
      assertEquals(3, moments[4], 5 * Math.sqrt(96.0 / n));
    }
  }

  @Test
  void hostMemoryIsTheTensorItself() {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray array = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
      ByteBuffer bytes = HostMemory.bytes(array);
      assertEquals(ByteOrder.nativeOrder(), bytes.order());
      bytes.putFloat(8, 30);
      assertArrayEquals(new float[] {1, 2, 30, 4, 5, 6}, array.toFloatArray());
      ByteBuffer turned = HostMemory.bytes(array.transpose());
      float[] values = new float[6];
      turned.asFloatBuffer().get(values);
      assertArrayEquals(new float[] {1, 4, 2, 5, 30, 6}, values);
      assertTrue(HostMemory.isInPlace(array));
      assertFalse(HostMemory.isInPlace(array.transpose()));
      assertTrue(HostMemory.isInPlace(array.reshape(3, 2)), "another shape over the same memory");
      assertTrue(HostMemory.isInPlace(manager.create(new Shape(0))));
      NDArray source = manager.create(new float[] {6, 5, 4, 3, 2, 1}, new Shape(3, 2));
      assertThrows(
          IllegalArgumentException.class, () -> HostMemory.copy(source, array.transpose()));
      HostMemory.copy(source.transpose(), array);
      assertArrayEquals(new float[] {6, 4, 2, 5, 3, 1}, array.toFloatArray());
      NDArray doubles = manager.create(new double[] {1});
      assertThrows(IllegalArgumentException.class, () -> HostMemory.bytes(doubles));
    }
  }
}
