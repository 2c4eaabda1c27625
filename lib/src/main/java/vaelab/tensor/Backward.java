package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * The backward pass of a recorded graph.
 *
 * <p>Deep Java Library's gradient collector is a process-wide lock around this call; the engine
 * itself runs backward passes over separate graphs side by side, which streams need.
 */
public final class Backward {
  private Backward() {}

  /**
   * Leaves the gradient of a scalar on every leaf of its graph, added to what is there, and frees
   * the graph.
   *
   * @param scalar recorded tensor with a single value
   */
  public static void from(NDArray scalar) {
    NDArray one = scalar.getManager().ones(scalar.getShape(), scalar.getDataType());
    JniUtils.backward((PtNDArray) scalar, (PtNDArray) one, false, false);
  }
}
