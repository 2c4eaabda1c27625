package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;
import java.util.List;
import java.util.random.RandomGenerator;
import vaelab.nn.TransposedConvolution;

/** The convolutional stacks of the VQ-VAE, layer by layer as released. */
final class Convolutions {
  /** PyTorch's default slope of LeakyReLU. */
  private static final float SLOPE = 0.01f;

  private Convolutions() {}

  /** Images (B, 1, S, S) to latents (B, C, S/4, S/4). */
  static Block encoder(int channels) {
    return new SequentialBlock()
        .add(halving(channels))
        .add(norm())
        .add(leaky())
        .add(halving(channels))
        .add(residual(channels))
        .add(residual(channels));
  }

  /** Latents (B, C, S/4, S/4) to images (B, 1, S, S) with values in (0, 1). */
  static Block decoder(int channels) {
    return new SequentialBlock()
        .add(residual(channels))
        .add(residual(channels))
        .add(leaky())
        .add(new TransposedConvolution(channels))
        .add(norm())
        .add(leaky())
        .add(new TransposedConvolution(1))
        .add(Activation.sigmoidBlock());
  }

  private static Block residual(int channels) {
    Block branch =
        new SequentialBlock()
            .add(leaky())
            .add(
                Conv2d.builder()
                    .setKernelShape(new Shape(3, 3))
                    .optPadding(new Shape(1, 1))
                    .setFilters(channels)
                    .build())
            .add(norm())
            .add(leaky())
            .add(Conv2d.builder().setKernelShape(new Shape(1, 1)).setFilters(channels).build())
            .add(norm());
    return new ParallelBlock(
        parts -> new NDList(parts.get(0).singletonOrThrow().add(parts.get(1).singletonOrThrow())),
        List.of(branch, Blocks.identityBlock()));
  }

  private static Block halving(int filters) {
    return Conv2d.builder()
        .setKernelShape(new Shape(4, 4))
        .optStride(new Shape(2, 2))
        .optPadding(new Shape(1, 1))
        .setFilters(filters)
        .build();
  }

  /** PyTorch's momentum of 0.1 is 0.9 in Deep Java Library's counting. */
  private static Block norm() {
    return BatchNorm.builder().optMomentum(0.9f).optEpsilon(1e-5f).build();
  }

  private static Block leaky() {
    return Activation.leakyReluBlock(SLOPE);
  }

  /**
   * Glorot's uniform initialisation of every kernel, as released: U(+-sqrt(6 / (fan_in +
   * fan_out))), biases zero. BatchNorm keeps scale 1 and shift 0.
   *
   * @param block initialised block
   * @param generator source of the draws
   */
  static void glorot(Block block, RandomGenerator generator) {
    for (Parameter parameter : block.getParameters().values()) {
      NDArray array = parameter.getArray();
      if (parameter.getType() == Parameter.Type.WEIGHT) {
        Shape shape = array.getShape();
        // (out, in, height, width), or (in, out, height, width) where it is transposed.
        long channels = shape.get(0) + shape.get(1);
        long field = shape.get(2) * shape.get(3);
        double bound = Math.sqrt(6.0 / (channels * field));
        Weights.fill(array, () -> bound * (2 * generator.nextDouble() - 1));
      } else if (parameter.getType() == Parameter.Type.BIAS) {
        Weights.fill(array, () -> 0);
      }
    }
  }
}
