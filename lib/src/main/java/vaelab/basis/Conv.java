package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;

/** A convolution that keeps the size of the images, with PyTorch's default initialisation. */
final class Conv implements Layer {
  private static final Shape STRIDE = new Shape(1, 1);

  private final Parameter weight;
  private final Parameter bias;
  private final Shape padding;
  private final Shape dilation;

  private Conv(ParameterSet set, int in, int out, int kernel, int dilation, boolean hasBias) {
    double bound = 1 / Math.sqrt((double) in * kernel * kernel);
    weight = set.uniform("weight", bound, Parameter.Type.WEIGHT, out, in, kernel, kernel);
    bias = hasBias ? set.uniform("bias", bound, Parameter.Type.BIAS, out) : null;
    int border = dilation * (kernel - 1) / 2;
    padding = new Shape(border, border);
    this.dilation = new Shape(dilation, dilation);
  }

  /** Pixel by pixel. */
  static Conv pointwise(ParameterSet set, int in, int out) {
    return new Conv(set, in, out, 1, 1, true);
  }

  /** 3 x 3 with a bias; the taps are {@code dilation} pixels apart. */
  static Conv biased(ParameterSet set, int in, int out, int dilation) {
    return new Conv(set, in, out, 3, dilation, true);
  }

  /** 3 x 3 without a bias. */
  static Conv unbiased(ParameterSet set, int in, int out) {
    return new Conv(set, in, out, 3, 1, false);
  }

  @Override
  public NDArray forward(Pass pass, NDArray x) {
    NDArray shift = bias == null ? null : pass.value(bias);
    return Conv2d.conv2d(x, pass.value(weight), shift, STRIDE, padding, dilation)
        .singletonOrThrow();
  }
}
