package vaelab.nn;

import ai.djl.ndarray.NDArray;
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
 * Transposed convolution with 4 x 4 kernels, stride 2 and padding 1: (N, C, h, w) to (N, F, 2 h, 2
 * w). Deep Java Library offers the layer, but its PyTorch engine does not implement it.
 *
 * <p>By definition input pixel i adds its 4 kernel values to the outputs 2 i - 1 to 2 i + 2, along
 * each axis. Turned round, every output gets two inputs, and outputs of the same parity are an
 * ordinary convolution of the input with every other kernel value. So one convolution with 2 x 2
 * kernels and 4 F filters gives all of them: with padding 1, position p (0 to h) of parity c holds
 * output 2 p + c - 1, from inputs p - 1 and p through the kernel values 2 + c and c. Interleaved,
 * they lack only the cut of the first and the last row and column. No product is wasted.
 *
 * <p>Parameters have PyTorch's shapes, {@code weight} (C, F, 4, 4) and {@code bias} (F).
 */
public final class TransposedConvolution extends AbstractBlock {
  private static final int KERNEL = 4;
  private static final Shape ONE = new Shape(1, 1);

  private final int filters;
  private final Parameter weight;
  private final Parameter bias;

  /**
   * A layer whose input channels are known when it is initialised.
   *
   * @param filters F, number of output channels
   */
  public TransposedConvolution(int filters) {
    this.filters = filters;
    weight =
        addParameter(Parameter.builder().setName("weight").setType(Parameter.Type.WEIGHT).build());
    bias = addParameter(Parameter.builder().setName("bias").setType(Parameter.Type.BIAS).build());
  }

  @Override
  protected void prepare(Shape[] inputShapes) {
    weight.setShape(new Shape(inputShapes[0].get(1), filters, KERNEL, KERNEL));
    bias.setShape(new Shape(filters));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    Shape in = inputShapes[0];
    return new Shape[] {new Shape(in.get(0), filters, 2 * in.get(2), 2 * in.get(3))};
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
    NDArray x = inputs.singletonOrThrow();
    NDArray w = store.getValue(weight, x.getDevice(), training);
    NDArray b = store.getValue(bias, x.getDevice(), training);
    long rows = x.getShape().get(2);
    long columns = x.getShape().get(3);
    NDArray parities =
        Conv2d.conv2d(x, kernels(w, x.getManager()), null, ONE, ONE).singletonOrThrow();
    NDArray interleaved =
        parities
            .reshape(-1, filters, 2, 2, rows + 1, columns + 1)
            .transpose(0, 1, 4, 2, 5, 3)
            .reshape(-1, filters, 2 * rows + 2, 2 * columns + 2);
    NDIndex inside =
        new NDIndex().addAllDim(2).addSliceDim(1, 2 * rows + 1).addSliceDim(1, 2 * columns + 1);
    NDArray shift = b.reshape(1, filters, 1, 1);
    // Results belong to the manager of their first operand; the parameter's outlives the step.
    shift.attach(x.getManager());
    return new NDList(interleaved.get(inside).add(shift));
  }

  /** The kernel values of each parity: (C, F, 4, 4) to (4 F, C, 2, 2). */
  private NDArray kernels(NDArray w, NDManager scope) {
    long channels = w.getShape().get(0);
    // Value 2 u + c belongs to parity c; the earlier input takes the later of the two.
    NDArray split = w.reshape(channels, filters, 2, 2, 2, 2);
    split.attach(scope);
    return split.flip(2, 4).transpose(1, 3, 5, 0, 2, 4).reshape(4L * filters, channels, 2, 2);
  }
}
