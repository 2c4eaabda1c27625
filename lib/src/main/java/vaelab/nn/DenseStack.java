package vaelab.nn;

import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;

/** Blocks of Linear, BatchNorm and ReLU, the body of every network of the paper. */
final class DenseStack {
  /** Added to a variance before its root is taken. */
  static final float EPSILON = 1e-5f;

  private DenseStack() {}

  /**
   * A stack of blocks.
   *
   * @param widths input width, then the width of each block
   * @return one Linear - BatchNorm - ReLU a block; BatchNorm with PyTorch's momentum of 0.1 (0.9 in
   *     Deep Java Library's counting) and epsilon of 1e-5
   */
  static SequentialBlock of(int... widths) {
    SequentialBlock stack = new SequentialBlock();
    for (int i = 1; i < widths.length; i++) {
      stack
          .add(Linear.builder().setUnits(widths[i]).build())
          .add(BatchNorm.builder().optMomentum(0.9f).optEpsilon(EPSILON).build())
          .add(Activation.reluBlock());
    }
    return stack;
  }
}
