package vaelab.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** PyTorch's default: weights and biases uniform on +-1/sqrt(fan_in). */
class TorchInitTest {

  private static SequentialBlock block(NDManager manager, long seed) {
    SequentialBlock block =
        new SequentialBlock()
            .add(Linear.builder().setUnits(200).build())
            .add(BatchNorm.builder().build())
            .add(Linear.builder().setUnits(400).build());
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 100));
    TorchInit.apply(block, new Random(seed));
    return block;
  }

  @Test
  void weightsAndBiasesAreUniformWithinTheBound() {
    try (NDManager manager = NDManager.newBaseManager()) {
      SequentialBlock block = block(manager, 1);
      int checked = 0;
      for (var child : block.getChildren().values()) {
        if (child instanceof Linear) {
          NDArray weight = child.getParameters().get("weight").getArray();
          double bound = 1 / Math.sqrt(weight.getShape().get(1));
          assertUniform(weight.toFloatArray(), bound);
          assertUniform(child.getParameters().get("bias").getArray().toFloatArray(), bound);
          checked++;
        }
      }
      assertEquals(2, checked);
    }
  }

  private static void assertUniform(float[] values, double bound) {
    double sum = 0;
    double squares = 0;
    double largest = 0;
    int upperHalf = 0;
    for (float v : values) {
      sum += v;
      squares += (double) v * v;
      largest = Math.max(largest, Math.abs(v));
      upperHalf += Math.abs(v) > bound / 2 ? 1 : 0;
    }
    int n = values.length;
    double deviation = bound / Math.sqrt(3);
    // Five standard errors of each statistic: a chance of 1e-6 for another seed.
    double five = 5 / Math.sqrt(n);
    assertTrue(largest <= bound * (1 + 1e-6), "outside the bound");
    assertTrue(largest > bound * (1 - 20.0 / n), "does not reach the bound");
    assertEquals(0, sum / n, five * deviation);
    assertEquals(deviation, Math.sqrt(squares / n), five * deviation);
    assertEquals(0.5, (double) upperHalf / n, five / 2);
  }

  @Test
  void theSameSeedGivesTheSameValuesAndBatchNormKeepsItsOwn() {
    try (NDManager manager = NDManager.newBaseManager()) {
      SequentialBlock a = block(manager, 4);
      SequentialBlock b = block(manager, 4);
      SequentialBlock c = block(manager, 5);
      for (int i = 0; i < a.getParameters().size(); i++) {
        Parameter p = a.getParameters().valueAt(i);
        float[] values = p.getArray().toFloatArray();
        assertArrayEquals(values, b.getParameters().valueAt(i).getArray().toFloatArray());
        boolean linear = p.getType() == Parameter.Type.WEIGHT || p.getType() == Parameter.Type.BIAS;
        float[] other = c.getParameters().valueAt(i).getArray().toFloatArray();
        assertEquals(!linear, Arrays.equals(values, other), p.getName());
      }
    }
  }
}
