package vaelab.jointvae;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import vaelab.nn.TransposedConvolution;

/** The layers of encoder and decoder, in their order. */
final class Networks {
  private Networks() {}

  /**
   * 4 x 4 convolutions of stride 2 and a linear layer, all with ReLU, then one linear head: Z
   * means, Z log-variances, C logits. (The release has a layer for each of the three, which is the
   * same.)
   */
  static SequentialBlock encoder(JointVaeSizes sizes) {
    SequentialBlock stack = new SequentialBlock();
    for (int channels : sizes.encoder()) {
      stack.add(convolution(channels)).add(Activation.reluBlock());
    }
    return stack
        .add(Blocks.batchFlattenBlock())
        .add(linear(sizes.hidden()))
        .add(Activation.reluBlock())
        .add(linear(2 * sizes.latent() + sizes.categories()));
  }

  /** Two linear layers and 4 x 4 transposed convolutions of stride 2, with ReLU between them. */
  static SequentialBlock decoder(JointVaeSizes sizes) {
    int side = sizes.innerSide();
    int channels = sizes.innerChannels();
    SequentialBlock stack =
        new SequentialBlock()
            .add(linear(sizes.hidden()))
            .add(Activation.reluBlock())
            .add(linear(channels * side * side))
            .add(Activation.reluBlock())
            .add(LambdaBlock.singleton(rows -> rows.reshape(-1, channels, side, side)));
    for (int filters : sizes.decoder()) {
      stack.add(new TransposedConvolution(filters)).add(Activation.reluBlock());
    }
    return stack.add(new TransposedConvolution(1));
  }

  private static Conv2d convolution(int filters) {
    return Conv2d.builder()
        .setFilters(filters)
        .setKernelShape(new Shape(4, 4))
        .optStride(new Shape(2, 2))
        .optPadding(new Shape(1, 1))
        .build();
  }

  private static Linear linear(int units) {
    return Linear.builder().setUnits(units).build();
  }
}
