package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import vaelab.tensor.HostMemory;

/** Making parameters and giving them their first values. */
final class Weights {
  private Weights() {}

  /** A parameter that is there at once, filled with draws in row-major order. */
  static Parameter parameter(
      NDManager manager, String name, Shape shape, DataType type, DoubleSupplier draw) {
    Parameter parameter = Parameter.builder().setName(name).setType(Parameter.Type.OTHER).build();
    NDArray array = manager.zeros(shape, type);
    fill(array, draw);
    parameter.setArray(array);
    // Training goes through GradientLeaves; the arrays themselves never record.
    parameter.freeze(true);
    return parameter;
  }

  /** Overwrites a tensor with draws; they are rounded to float32 for every type. */
  static void fill(NDArray array, DoubleSupplier draw) {
    float[] values = new float[Math.toIntExact(array.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) draw.getAsDouble();
    }
    try (NDArray draws = array.getManager().create(values, array.getShape());
        NDArray typed = draws.toType(array.getDataType(), true)) {
      HostMemory.copy(typed, array);
    }
  }

  /** What an optimiser may change: all but BatchNorm's running statistics. */
  static Map<String, Parameter> trainable(Map<String, Parameter> parameters) {
    Map<String, Parameter> result = new LinkedHashMap<>(parameters);
    result
        .values()
        .removeIf(
            p ->
                p.getType() == Parameter.Type.RUNNING_MEAN
                    || p.getType() == Parameter.Type.RUNNING_VAR);
    return result;
  }

  /** Number of trainable values. */
  static long size(Map<String, Parameter> parameters) {
    return trainable(parameters).values().stream().mapToLong(p -> p.getArray().size()).sum();
  }
}
