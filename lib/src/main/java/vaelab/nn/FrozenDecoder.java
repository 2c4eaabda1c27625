package vaelab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.ArrayList;
import java.util.List;

/**
 * A decoder that stands still, for many passes in a row: on running statistics BatchNorm is a
 * factor and a shift of each value, which go into the linear layer before it. Gradients reach z and
 * nothing else.
 */
public final class FrozenDecoder {
  private final List<NDArray> weights = new ArrayList<>();
  private final List<NDArray> biases = new ArrayList<>();

  /**
   * What a decoder is now. While this one is used, the decoder has to stay as it is.
   *
   * @param scope owner of the layers
   * @param decoder the decoder
   */
  public FrozenDecoder(NDManager scope, Decoder decoder) {
    for (Block layer : decoder.layers()) {
      if (layer instanceof Linear) {
        weights.add(parameter(layer, "weight"));
        biases.add(parameter(layer, "bias"));
      } else if (layer instanceof BatchNorm) {
        absorb(scope, layer);
      }
    }
  }

  /** Puts a BatchNorm into the layer before it: W r, (b - mean) r + beta, r = gamma / deviation. */
  private void absorb(NDManager scope, Block norm) {
    int last = weights.size() - 1;
    NDArray bias = biases.get(last);
    // What is computed from parameters belongs to their manager, and would outlive the scope.
    try (NDArray variance = parameter(norm, "runningVar").add(DenseStack.EPSILON);
        NDArray deviation = variance.sqrt();
        NDArray factor = parameter(norm, "gamma").div(deviation);
        NDArray column = factor.reshape(new Shape(-1, 1));
        NDArray centred = bias.sub(parameter(norm, "runningMean"));
        NDArray scaled = centred.mul(factor)) {
      NDArray weight = weights.get(last).mul(column);
      weight.attach(scope);
      weights.set(last, weight);
      NDArray shifted = scaled.add(parameter(norm, "beta"));
      shifted.attach(scope);
      biases.set(last, shifted);
    }
  }

  private static NDArray parameter(Block layer, String name) {
    return layer.getParameters().get(name).getArray();
  }

  /**
   * Decodes latents.
   *
   * @param z latents, (N, Z)
   * @return what {@link Decoder#decode} gives on running statistics, up to rounding: (N, D), values
   *     in (0, 1)
   */
  public NDArray decode(NDArray z) {
    int last = weights.size() - 1;
    NDArray h = z;
    for (int i = 0; i < last; i++) {
      h = Activation.relu(linear(h, i));
    }
    return Activation.sigmoid(linear(h, last));
  }

  private NDArray linear(NDArray input, int layer) {
    return Linear.linear(input, weights.get(layer), biases.get(layer)).singletonOrThrow();
  }
}
