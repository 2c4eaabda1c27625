package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;

/** Scores that are known in closed form. */
final class Densities {
  private Densities() {}

  /** A mixture of equally weighted points in R^D, with the level's Gaussian noise added. */
  static Score points(NoiseLevels levels, List<double[]> points) {
    return mixture(levels, points, 0);
  }

  /** A mixture of equally weighted Gaussians N(point, variance I), noise of the level added. */
  static Score mixture(NoiseLevels levels, List<double[]> means, double variance) {
    return new Score() {
      @Override
      public NoiseLevels levels() {
        return levels;
      }

      @Override
      public NDArray at(NDArray x, int level) {
        double sigma = levels.sigma(level);
        double total = variance + sigma * sigma;
        double[] values = x.toType(DataType.FLOAT64, true).toDoubleArray();
        int dim = (int) x.getShape().get(1);
        double[] score = new double[values.length];
        for (int n = 0; n < values.length / dim; n++) {
          row(values, score, n * dim, dim, means, total);
        }
        return x.getManager().create(score, x.getShape()).toType(x.getDataType(), false);
      }
    };
  }

  private static void row(
      double[] x, double[] score, int from, int dim, List<double[]> means, double variance) {
    double[] logs = new double[means.size()];
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < logs.length; j++) {
      for (int d = 0; d < dim; d++) {
        double difference = x[from + d] - means.get(j)[d];
        logs[j] -= difference * difference / (2 * variance);
      }
      largest = Math.max(largest, logs[j]);
    }
    double sum = 0;
    for (int j = 0; j < logs.length; j++) {
      logs[j] = Math.exp(logs[j] - largest);
      sum += logs[j];
    }
    for (int j = 0; j < logs.length; j++) {
      for (int d = 0; d < dim; d++) {
        score[from + d] += logs[j] / sum * (means.get(j)[d] - x[from + d]) / variance;
      }
    }
  }

  /** The score of an improper flat density: zero everywhere. */
  static Score flat(NoiseLevels levels) {
    return new Score() {
      @Override
      public NoiseLevels levels() {
        return levels;
      }

      @Override
      public NDArray at(NDArray x, int level) {
        return x.zerosLike();
      }
    };
  }
}
