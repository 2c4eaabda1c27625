package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.util.Map;
import java.util.random.RandomGenerator;
import vaelab.tensor.Constants;

/**
 * One layer of the transformer: x + A(norm(x)), then x + F(norm(x)), with causal self-attention A
 * and F = linear, GELU, linear with four times the width in between.
 */
final class TransformerLayer {
  /** Standard deviation of GPT-2's initial weights. */
  static final double DEVIATION = 0.02;

  private static final int WIDENING = 4;

  private final int index;
  private final PriorSizes sizes;
  private final LayerNormalisation beforeAttention;
  private final Parameter attention;
  private final Parameter attentionBias;
  private final Parameter projection;
  private final Parameter projectionBias;
  private final LayerNormalisation beforeHidden;
  private final Parameter hidden;
  private final Parameter hiddenBias;
  private final Parameter output;
  private final Parameter outputBias;

  TransformerLayer(int index, PriorSizes sizes, Maker maker) {
    this.index = index;
    this.sizes = sizes;
    String name = "layer" + index + ".";
    int width = sizes.width();
    double residual = DEVIATION / Math.sqrt(2.0 * sizes.layers());
    beforeAttention = new LayerNormalisation(name + "beforeAttention", width, maker);
    attention = maker.matrix(name + "attention.weight", 3 * width, width, DEVIATION);
    attentionBias = maker.vector(name + "attention.bias", 3 * width, 0);
    projection = maker.matrix(name + "projection.weight", width, width, residual);
    projectionBias = maker.vector(name + "projection.bias", width, 0);
    beforeHidden = new LayerNormalisation(name + "beforeHidden", width, maker);
    hidden = maker.matrix(name + "hidden.weight", WIDENING * width, width, DEVIATION);
    hiddenBias = maker.vector(name + "hidden.bias", WIDENING * width, 0);
    output = maker.matrix(name + "output.weight", width, WIDENING * width, residual);
    outputBias = maker.vector(name + "output.bias", width, 0);
  }

  /** Makes named parameters, all of one type, in a model's manager. */
  record Maker(
      NDManager manager,
      DataType type,
      Map<String, Parameter> parameters,
      RandomGenerator generator) {

    /** Gaussian draws, (rows, columns); Linear's weights are (out, in). */
    Parameter matrix(String name, int rows, int columns, double deviation) {
      return keep(
          name,
          Weights.parameter(
              manager,
              name,
              new Shape(rows, columns),
              type,
              () -> deviation * generator.nextGaussian()));
    }

    /** One value throughout. */
    Parameter vector(String name, int size, double value) {
      return keep(name, Weights.parameter(manager, name, new Shape(size), type, () -> value));
    }

    private Parameter keep(String name, Parameter parameter) {
      parameters.put(name, parameter);
      return parameter;
    }
  }

  /**
   * Runs the layer.
   *
   * @param store parameters of this step
   * @param x (B, T, width)
   * @param mask added to the scores, (T, T); null with a cache, where all that is there is past
   * @param cache null, or the keys and values of the tokens before; then T is 1
   * @return (B, T, width)
   */
  NDArray forward(ParameterStore store, NDArray x, NDArray mask, KeyValueCache cache) {
    NDArray attended = x.add(attention(store, beforeAttention.forward(store, x), mask, cache));
    NDArray wide = linear(store, beforeHidden.forward(store, attended), hidden, hiddenBias);
    return attended.add(linear(store, Activation.gelu(wide), output, outputBias));
  }

  private NDArray attention(ParameterStore store, NDArray x, NDArray mask, KeyValueCache cache) {
    long batch = x.getShape().get(0);
    long length = x.getShape().get(1);
    // (3, B, heads, T, width of a head)
    NDArray all =
        linear(store, x, attention, attentionBias)
            .reshape(batch, length, 3, sizes.heads(), sizes.headWidth())
            .transpose(2, 0, 3, 1, 4);
    NDArray q = Constants.times(all.get(0), 1 / Math.sqrt(sizes.headWidth()));
    NDArray k = all.get(1);
    NDArray v = all.get(2);
    if (cache != null) {
      k = cache.keys(index, k);
      v = cache.values(index, v);
    }
    NDArray scores = q.matMul(k.transpose(0, 1, 3, 2));
    NDArray weights = (mask == null ? scores : scores.add(mask)).softmax(-1);
    NDArray heads = weights.matMul(v).transpose(0, 2, 1, 3);
    return linear(store, heads.reshape(batch, length, sizes.width()), projection, projectionBias);
  }

  private static NDArray linear(ParameterStore store, NDArray x, Parameter weight, Parameter bias) {
    NDArray w = store.getValue(weight, x.getDevice(), false);
    NDArray b = store.getValue(bias, x.getDevice(), false);
    return Linear.linear(x, w, b).singletonOrThrow();
  }
}
