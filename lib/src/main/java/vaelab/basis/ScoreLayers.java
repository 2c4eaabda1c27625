package vaelab.basis;

import ai.djl.ndarray.NDArray;

/** Makes the composed layers of the score network, whose norms all know the L noise levels. */
final class ScoreLayers {
  private final ParameterSet set;
  private final int levels;

  /**
   * Begins with an empty network.
   *
   * @param set where parameters go
   * @param levels L
   */
  ScoreLayers(ParameterSet set, int levels) {
    this.set = set;
    this.levels = levels;
  }

  /** The same, for a part of the network. */
  ScoreLayers in(String part) {
    return new ScoreLayers(set.in(part), levels);
  }

  private Layer norm(String name, int channels) {
    return new InstanceNormPlus(set.in(name), levels, channels);
  }

  /** Norm, ELU, 3 x 3 convolution with a bias: the end of the network. */
  Layer end(int in, int out) {
    return Layer.chain(norm("norm", in), Resampling.elu(), Conv.biased(set.in("conv"), in, out, 1));
  }

  /** Residual block: norm, ELU, convolution, twice, and the input added to it. */
  Layer residual(int channels, int dilation) {
    return Layer.residual(body(channels, channels, dilation));
  }

  /** Residual block that doubles the channels and halves the image by means of 2 x 2 pixels. */
  Layer halving(int in, int out) {
    return Layer.sum(
        Layer.chain(body(in, out, 1), Resampling.halve()),
        Layer.chain(Conv.pointwise(set.in("shortcut"), in, out), Resampling.halve()));
  }

  /**
   * Residual block that widens the field of view in place of halving: dilated, and so its shortcut.
   */
  Layer dilating(int channels, int dilation) {
    return Layer.sum(
        body(channels, channels, dilation),
        Conv.biased(set.in("shortcut"), channels, channels, dilation));
  }

  private Layer body(int in, int out, int dilation) {
    return Layer.chain(
        norm("norm1", in),
        Resampling.elu(),
        Conv.biased(set.in("conv1"), in, in, dilation),
        norm("norm2", in),
        Resampling.elu(),
        Conv.biased(set.in("conv2"), in, out, dilation));
  }

  /** "RCU": each unit adds (norm, ELU, convolution) twice to its input. */
  Layer residualUnits(int units, int channels) {
    Layer[] chain = new Layer[units];
    for (int i = 0; i < units; i++) {
      ScoreLayers unit = in("unit" + i);
      chain[i] =
          Layer.residual(
              Layer.chain(
                  unit.norm("norm0", channels),
                  Resampling.elu(),
                  Conv.unbiased(unit.set.in("conv0"), channels, channels),
                  unit.norm("norm1", channels),
                  Resampling.elu(),
                  Conv.unbiased(unit.set.in("conv1"), channels, channels)));
    }
    return Layer.chain(chain);
  }

  /** Norm and convolution of one input of a fusion. */
  Layer normThenConv(int in, int out) {
    return Layer.chain(norm("norm", in), Conv.biased(set.in("conv"), in, out, 1));
  }

  /** "CRP": to ELU(x) are added its (norm, 5 x 5 mean, convolution), and the same of that. */
  Layer chainedPooling(int channels) {
    Layer[] stages = new Layer[2];
    for (int i = 0; i < stages.length; i++) {
      stages[i] =
          Layer.chain(
              norm("norm" + i, channels),
              Resampling.smooth(set, channels),
              Conv.unbiased(set.in("conv" + i), channels, channels));
    }
    Layer elu = Resampling.elu();
    return (pass, x) -> {
      NDArray start = elu.forward(pass, x);
      NDArray path = stages[0].forward(pass, start);
      NDArray sum = start.add(path);
      start.close();
      try (NDArray first = path;
          NDArray second = stages[1].forward(pass, first)) {
        return sum.addi(second);
      }
    };
  }
}
