package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import java.util.random.RandomGenerator;

/**
 * PyTorch's default initialisation of linear layers, which the paper's encoders start from.
 *
 * <p>Weights and biases are uniform on [-1/sqrt(fan_in), 1/sqrt(fan_in)]. Deep Java Library's own
 * default is another one (Gaussian of standard deviation sqrt(2/fan_in), zero bias).
 */
public final class TorchInit {
  private TorchInit() {}

  /**
   * Draws the weights and biases of every linear layer of an initialised block anew.
   *
   * @param block block whose parameters exist; layers other than {@link Linear} keep their values
   * @param generator source of the draws
   */
  public static void apply(Block block, RandomGenerator generator) {
    if (block instanceof Linear) {
      NDArray weight = block.getParameters().get("weight").getArray();
      float bound = (float) (1 / Math.sqrt(weight.getShape().get(1)));
      for (Parameter parameter : block.getParameters().values()) {
        fill(parameter.getArray(), bound, generator);
      }
    }
    block.getChildren().values().forEach(child -> apply(child, generator));
  }

  private static void fill(NDArray array, float bound, RandomGenerator generator) {
    float[] values = new float[Math.toIntExact(array.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = bound * (2 * generator.nextFloat() - 1);
    }
    try (NDArray draws = array.getManager().create(values, array.getShape());
        NDArray typed = draws.toType(DataType.FLOAT32, false).toType(array.getDataType(), true)) {
      HostMemory.copy(typed, array);
    }
  }
}
