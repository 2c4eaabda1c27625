package vaelab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tensors of a model under the names that they have in its file, as plain arrays. Remembers
 * which were asked for: a tensor that a second forward pass does without is one too many, or has
 * another name.
 */
public final class PlainParameters {
  private final Map<String, NDArray> tensors;
  private final Set<String> unread;

  /**
   * Tensors of a model.
   *
   * @param tensors what a model file would hold
   */
  public PlainParameters(Map<String, NDArray> tensors) {
    this.tensors = tensors;
    unread = new TreeSet<>(tensors.keySet());
  }

  /**
   * Names that nobody has asked for yet.
   *
   * @return a live view, in alphabetical order
   */
  public Set<String> unread() {
    return unread;
  }

  /**
   * All values of a tensor in row-major order.
   *
   * @param name its name
   * @return a copy
   */
  public double[] vector(String name) {
    unread.remove(name);
    return values(tensor(name));
  }

  /**
   * A tensor of two axes.
   *
   * @param name its name
   * @return a copy, [row][column]
   */
  public double[][] matrix(String name) {
    double[] values = vector(name);
    double[][] rows = new double[axis(name, 0)][axis(name, 1)];
    for (int i = 0; i < values.length; i++) {
      rows[i / rows[0].length][i % rows[0].length] = values[i];
    }
    return rows;
  }

  /**
   * A tensor of four axes, as convolutions have them.
   *
   * @param name its name
   * @return a copy, by the axes of the tensor in their order
   */
  public double[][][][] kernel(String name) {
    double[] values = vector(name);
    double[][][][] kernel = new double[axis(name, 0)][axis(name, 1)][axis(name, 2)][axis(name, 3)];
    int at = 0;
    for (double[][][] first : kernel) {
      for (double[][] second : first) {
        for (double[] row : second) {
          System.arraycopy(values, at, row, 0, row.length);
          at += row.length;
        }
      }
    }
    return kernel;
  }

  private NDArray tensor(String name) {
    NDArray tensor = tensors.get(name);
    if (tensor == null) {
      throw new AssertionError("There is no " + name + " among " + tensors.keySet());
    }
    return tensor;
  }

  private int axis(String name, int axis) {
    return Math.toIntExact(tensor(name).getShape().get(axis));
  }

  /**
   * All values of an array in row-major order, whatever their type.
   *
   * @param array the array
   * @return a copy
   */
  public static double[] values(NDArray array) {
    try (NDArray copy = array.toType(DataType.FLOAT64, true)) {
      return copy.toDoubleArray();
    }
  }

  /**
   * Moves every value of a model by normal noise, so that no bias is zero, no scale one and no
   * running statistic what it was at first. Running variances are multiplied instead, and stay
   * positive.
   *
   * @param parameters all parameters, changed in place
   * @param deviation standard deviation of the noise
   * @param seed seed of the noise
   */
  public static void shake(Map<String, Parameter> parameters, double deviation, long seed) {
    Random random = new Random(seed);
    for (Parameter parameter : parameters.values()) {
      NDArray array = parameter.getArray();
      double[] values = values(array);
      boolean positive = parameter.getType() == Parameter.Type.RUNNING_VAR;
      for (int i = 0; i < values.length; i++) {
        double noise = deviation * random.nextGaussian();
        values[i] = positive ? values[i] * Math.exp(noise) : values[i] + noise;
      }
      try (NDArray source = array.getManager().create(values, array.getShape());
          NDArray typed = source.toType(array.getDataType(), true)) {
        typed.copyTo(array);
      }
    }
  }
}
