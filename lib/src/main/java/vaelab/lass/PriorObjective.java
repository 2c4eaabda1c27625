package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import vaelab.tensor.Backward;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.Scalars;

/**
 * The objective of the prior, -sum_t log p(c_t | c_{1:t-1}), mean over the batch, in nats an image.
 */
final class PriorObjective {
  private final CodePrior model;

  PriorObjective(CodePrior model) {
    this.model = model;
  }

  /**
   * Value and gradient. No gradient is computed where the value is infinite or undefined.
   *
   * @param leaves parameters to differentiate by
   * @param codes (B, L), int64, in the step's scope
   * @return nats an image
   */
  double differentiate(GradientLeaves leaves, NDArray codes) {
    try (GradMode recording = GradMode.recording()) {
      NDArray mean = mean(leaves, codes);
      double value = Scalars.number(mean);
      if (Double.isFinite(value)) {
        Backward.from(mean);
      }
      return value;
    }
  }

  /**
   * Value only.
   *
   * @param store parameters
   * @param codes (B, L), int64, in a scope of their own
   * @return nats an image
   */
  double evaluate(ParameterStore store, NDArray codes) {
    try (GradMode off = GradMode.off()) {
      return Scalars.number(mean(store, codes));
    }
  }

  private NDArray mean(ParameterStore store, NDArray codes) {
    int length = model.sizes().length();
    NDArray logits = model.logits(store, inputs(codes));
    NDArray logP = logits.reshape(-1, model.sizes().codes()).logSoftmax(1);
    NDArray own = logP.gather(codes.reshape(-1, 1), 1);
    return Constants.times(own.mean(), -length);
  }

  /** The begin mark and all codes but the last, (B, L). */
  static NDArray inputs(NDArray codes) {
    NDManager scope = codes.getManager();
    long rows = codes.getShape().get(0);
    long length = codes.getShape().get(1);
    NDArray begin = scope.full(new Shape(rows, 1), CodePrior.BEGIN, DataType.INT64);
    return length == 1 ? begin : begin.concat(codes.get(":,:-1"), 1);
  }
}
