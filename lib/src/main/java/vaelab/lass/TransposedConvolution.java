package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * Transposed convolution with kernel 4, stride 2 and padding 1, which doubles height and width.
 *
 * <p>Deep Java Library's engine for PyTorch has none, so it is made of an ordinary one. Output row
 * 2 i + a (a = 0, 1) sees input rows i + a - 1 and i + a through kernel rows 3 - a and 1 - a, and
 * so for columns: four convolutions of kernel 2, run as one, whose outputs are interleaved. The
 * weight has the shape (2, 2, out, in, 2, 2) and relates to PyTorch's W (in, out, 4, 4) by K[a, b,
 * o, i, u, v] = W[i, o, 3 - a - 2 u, 3 - b - 2 v].
 */
final class TransposedConvolution extends AbstractBlock {
  private static final Shape ONE = new Shape(1, 1);

  private final int filters;
  private final Parameter weight;
  private final Parameter bias;

  TransposedConvolution(int filters) {
    this.filters = filters;
    weight =
        addParameter(Parameter.builder().setName("weight").setType(Parameter.Type.WEIGHT).build());
    bias =
        addParameter(
            Parameter.builder()
                .setName("bias")
                .setType(Parameter.Type.BIAS)
                .optShape(new Shape(filters))
                .build());
  }

  @Override
  protected void prepare(Shape[] inputs) {
    weight.setShape(new Shape(2, 2, filters, inputs[0].get(1), 2, 2));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    Shape in = inputs[0];
    return new Shape[] {new Shape(in.get(0), filters, 2 * in.get(2), 2 * in.get(3))};
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    NDArray x = inputs.singletonOrThrow();
    long channels = x.getShape().get(1);
    long height = x.getShape().get(2);
    long width = x.getShape().get(3);
    NDArray kernels = in(x.getManager(), store.getValue(weight, x.getDevice(), training));
    NDArray shift = in(x.getManager(), store.getValue(bias, x.getDevice(), training));
    // (B, 4 out, H + 1, W + 1): one more place than needed in each direction.
    NDArray all =
        Conv2d.conv2d(x, kernels.reshape(4L * filters, channels, 2, 2), null, ONE, ONE)
            .singletonOrThrow();
    NDList phases = new NDList();
    for (int a = 0; a < 2; a++) {
      for (int b = 0; b < 2; b++) {
        long from = (2L * a + b) * filters;
        phases.add(
            all.get(
                new NDIndex(
                    ":,{}:{},{}:{},{}:{}", from, from + filters, a, a + height, b, b + width)));
      }
    }
    NDArray image =
        NDArrays.stack(phases)
            .reshape(2, 2, x.getShape().get(0), filters, height, width)
            .transpose(2, 3, 4, 0, 5, 1)
            .reshape(-1, filters, 2 * height, 2 * width);
    return new NDList(image.add(shift.reshape(1, filters, 1, 1)));
  }

  /**
   * A parameter whose views belong to this step, also where the store hands out the model's own.
   */
  private static NDArray in(NDManager scope, NDArray parameter) {
    if (parameter.getManager() == scope || parameter.hasGradient()) {
      return parameter;
    }
    NDArray view = parameter.stopGradient();
    view.attach(scope);
    return view;
  }
}
