package vaelab.tensor;

import ai.djl.ndarray.NDArray;

/** Numbers that leave the tensor world. */
public final class Scalars {
  private Scalars() {}

  /**
   * The value of a tensor with one element; waits for a GPU that has yet to compute it.
   *
   * @param scalar any numeric tensor with one element
   * @return the value
   */
  public static double number(NDArray scalar) {
    Number value = scalar.toArray()[0];
    return value.doubleValue();
  }
}
