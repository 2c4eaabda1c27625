package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;

/** Access to the memory of tensors, without a copy where they live on the host. */
public final class HostMemory {
  private HostMemory() {}

  /**
   * Whether a tensor's own memory can be read and written in place.
   *
   * @param array any tensor
   * @return true for float32 tensors on the CPU
   */
  public static boolean isInPlace(NDArray array) {
    return array.getDataType() == DataType.FLOAT32 && !array.getDevice().isGpu();
  }

  /**
   * The float32 values of a tensor as bytes in native order.
   *
   * <p>For a contiguous tensor on the CPU this is the tensor's own memory, valid until the tensor
   * is closed; writing to it writes to the tensor. A tensor elsewhere, or a view with strides, is
   * copied first.
   *
   * @param array float32 tensor of any shape
   * @return its values, row-major
   * @throws IllegalArgumentException if the tensor is not float32
   */
  public static ByteBuffer bytes(NDArray array) {
    if (array.getDataType() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "Expected a float32 tensor, found "
              + array.getDataType()
              + "; convert it with toType(DataType.FLOAT32, false).");
    }
    return array.toByteBuffer(true);
  }
}
