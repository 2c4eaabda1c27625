package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.random.RandomGenerator;

/**
 * PyTorch's default initialisation of linear and convolutional layers, which the paper's encoders
 * start from.
 *
 * <p>Weights and biases are uniform on [-1/sqrt(fan_in), 1/sqrt(fan_in)], where fan_in is the
 * number of weights that share their first index. That is the number of inputs of a linear layer or
 * a convolution; for a transposed convolution, whose weights have the input channel first, PyTorch
 * counts output channels instead, and so does this class. Deep Java Library's own default is
 * another one (Gaussian of standard deviation sqrt(2/fan_in), zero bias).
 */
public final class TorchInit {
  private TorchInit() {}

  /**
   * Draws the weights and biases of every linear or convolutional layer of an initialised block
   * anew.
   *
   * @param block block whose parameters exist; layers without a parameter named {@code weight},
   *     such as BatchNorm, keep their values
   * @param generator source of the draws
   */
  public static void apply(Block block, RandomGenerator generator) {
    Parameter weight = block.getDirectParameters().get("weight");
    if (weight != null) {
      Shape shape = weight.getArray().getShape();
      float bound = (float) (1 / Math.sqrt(shape.size() / (double) shape.get(0)));
      for (Parameter parameter : block.getDirectParameters().values()) {
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
