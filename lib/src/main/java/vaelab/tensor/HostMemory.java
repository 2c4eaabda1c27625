package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;

/** Access to the memory of tensors, without a copy where they live on the host. */
public final class HostMemory {
  /**
   * Addresses are compared modulo this: copies of one tensor that are as far apart do not occur.
   */
  private static final int WINDOW = 1 << 30;

  private HostMemory() {}

  /**
   * Whether a tensor's own memory can be read and written in place.
   *
   * @param array any tensor
   * @return true for float32 tensors on the CPU whose values lie in row-major order without gaps;
   *     views with strides, such as transposed tensors, do not
   */
  public static boolean isInPlace(NDArray array) {
    return isHostFloat(array) && isContiguous(array);
  }

  private static boolean isHostFloat(NDArray array) {
    return array.getDataType() == DataType.FLOAT32 && !array.getDevice().isGpu();
  }

  /**
   * The engine tells nobody whether a tensor has strides; but only such a tensor is copied for its
   * bytes, and two copies lie in different places.
   */
  private static boolean isContiguous(NDArray array) {
    ByteBuffer first = array.toByteBuffer(true);
    ByteBuffer second = array.toByteBuffer(true);
    return array.isEmpty() || first.alignmentOffset(0, WINDOW) == second.alignmentOffset(0, WINDOW);
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

  /**
   * Copies the values of one tensor into another of the same shape and type.
   *
   * @param source where they come from
   * @param target where they go
   * @throws IllegalArgumentException if shapes or types differ, or the target is a view with
   *     strides
   */
  public static void copy(NDArray source, NDArray target) {
    if (!source.getShape().equals(target.getShape())
        || source.getDataType() != target.getDataType()) {
      throw new IllegalArgumentException(
          "Expected values of shape %s, %s, found %s, %s."
              .formatted(
                  target.getShape(),
                  target.getDataType(),
                  source.getShape(),
                  source.getDataType()));
    }
    if (!isHostFloat(source) || !isHostFloat(target)) {
      source.copyTo(target);
    } else if (isContiguous(target)) {
      // The engine's own copy works too, but its native code prints a deprecation warning.
      bytes(target).put(bytes(source));
    } else {
      throw new IllegalArgumentException(
          "Expected a target without strides, found a view of shape %s; copy into the tensor that it is a view of."
              .formatted(target.getShape()));
    }
  }
}
