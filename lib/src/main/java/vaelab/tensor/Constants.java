package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Products with constants that a recorded graph may keep.
 *
 * <p>{@code array.mul(2)} of Deep Java Library 0.35.1 makes a scalar tensor over a Java buffer and
 * closes it at once. A recorded product remembers that tensor for its backward pass, by which time
 * the garbage collector may have taken the memory: gradients are then wrong, or NaN, now and then.
 * Here the scalar lives as long as the array's manager. Recorded code multiplies by constants
 * through this class only; sums with constants remember nothing and are safe.
 */
public final class Constants {
  private Constants() {}

  /**
   * Multiplies by a constant.
   *
   * @param array any floating tensor
   * @param factor constant
   * @return the product, of the array's type
   */
  public static NDArray times(NDArray array, double factor) {
    return array.mul(
        array.getDataType() == DataType.FLOAT64
            ? array.getManager().create(factor)
            : array.getManager().create((float) factor));
  }
}
