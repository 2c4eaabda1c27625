package vaelab.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Products with constants remember the constant until the backward pass. */
@SuppressWarnings("try") // modes are closed, not used
class ConstantsTest {

  @Test
  void theConstantSurvivesTheGarbageCollector() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      try (NDManager manager = NDManager.newBaseManager();
          GradMode mode = GradMode.recording()) {
        NDArray leaf = manager.create(new float[] {1, -2, 3});
        leaf.setRequiresGradient(true);
        List<NDArray> products = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
          products.add(Constants.times(leaf, i).sum());
        }
        overwriteFreedBuffers();
        products.forEach(Backward::from);
        float expected = 50 * 51 / 2;
        assertArrayEquals(
            new float[] {expected, expected, expected}, leaf.getGradient().toFloatArray(), 0);
      }
    }
  }

  /** Frees whatever nobody holds, and writes over the memory. */
  private static void overwriteFreedBuffers() throws InterruptedException {
    for (int pass = 0; pass < 2; pass++) {
      System.gc();
      Thread.sleep(20); // cleaners run on a thread of their own
      List<ByteBuffer> buffers = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4 + i % 60);
        while (buffer.hasRemaining()) {
          buffer.put((byte) 0x7F);
        }
        buffers.add(buffer);
      }
      assertEquals(2000, buffers.size(), "held until here");
    }
  }

  @Test
  void keepsTypeAndManagerOfTheArray() {
    try (NDManager manager = NDManager.newBaseManager();
        NDManager scope = manager.newSubManager()) {
      NDArray array = scope.create(new double[] {1.5, -2});
      NDArray product = Constants.times(array, 0.25);
      assertEquals(DataType.FLOAT64, product.getDataType());
      assertEquals(scope, product.getManager());
      assertArrayEquals(new double[] {0.375, -0.5}, product.toDoubleArray(), 0);
    }
  }

  @Test
  void constantsKeepTheirPrecisionInFloat64() {
    try (NDManager manager = NDManager.newBaseManager()) {
      double product = Constants.times(manager.create(new double[] {3}), 0.1).getDouble(0);
      assertEquals(3 * 0.1, product, 1e-15);
    }
  }
}
