package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The parameters of a network under construction: unique names, initial values, one owner. */
final class ParameterSet {
  private final NDManager manager;
  private final DataType type;
  private final RandomGenerator generator;
  private final String prefix;
  private final Map<String, Parameter> parameters;

  private ParameterSet(
      NDManager manager,
      DataType type,
      RandomGenerator generator,
      String prefix,
      Map<String, Parameter> parameters) {
    this.manager = manager;
    this.type = type;
    this.generator = generator;
    this.prefix = prefix;
    this.parameters = parameters;
  }

  /** An empty set whose values will be drawn in the order in which parameters are asked for. */
  ParameterSet(NDManager manager, DataType type, RandomGenerator generator) {
    this(manager, type, generator, "", new LinkedHashMap<>());
  }

  /** The same set, with names that begin with that of a part. */
  ParameterSet in(String part) {
    return new ParameterSet(manager, type, generator, prefix + part + ".", parameters);
  }

  /** Values uniform on [-bound, bound]. */
  Parameter uniform(String name, double bound, Parameter.Type kind, long... shape) {
    float[] values = new float[Math.toIntExact(new Shape(shape).size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bound * (2 * generator.nextFloat() - 1));
    }
    return add(name, constant(values, shape), kind);
  }

  /** Rows whose first {@code normal} values are N(1, deviation^2) and whose others are zero. */
  Parameter nearOne(String name, double deviation, int rows, int columns, int normal) {
    float[] values = new float[Math.multiplyExact(rows, columns)];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < normal; c++) {
        values[r * columns + c] = (float) (1 + deviation * generator.nextGaussian());
      }
    }
    return add(name, constant(values, rows, columns), Parameter.Type.OTHER);
  }

  /** A tensor of the set's type and owner that is no parameter. */
  NDArray constant(float[] values, long... shape) {
    NDArray array = manager.create(values, new Shape(shape));
    return type == DataType.FLOAT32 ? array : array.toType(type, false);
  }

  private Parameter add(String name, NDArray values, Parameter.Type kind) {
    Parameter parameter =
        Parameter.builder()
            .setName(name)
            .setType(kind)
            .optArray(values)
            .optRequiresGrad(false)
            .build();
    if (parameters.put(prefix + name, parameter) != null) {
      throw new IllegalStateException("Two parameters are named " + prefix + name + ".");
    }
    return parameter;
  }

  /** All parameters by full name, in the order of their creation. */
  Map<String, Parameter> all() {
    return parameters;
  }
}
