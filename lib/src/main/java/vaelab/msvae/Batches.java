package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import vaelab.data.Rows;
import vaelab.tensor.GradMode;

/**
 * Goes through data points batch by batch, where a model is asked and not trained: without
 * recording, each batch in the model's type and with a scope of its own.
 */
final class Batches {
  /** Data points of a batch; the last one may have fewer. */
  static final int SIZE = 125;

  private Batches() {}

  /** What is done with a batch. */
  @FunctionalInterface
  interface Task {

    /**
     * Works on one batch.
     *
     * @param scope owner of what is made on the way, closed after the batch
     * @param batch observations, (B, D), of the model's type
     * @param from index of its first data point
     */
    void accept(NDManager scope, NDArray batch, int from);
  }

  /**
   * Number of data points where a mean is taken over them.
   *
   * @param x observations, row-major, N x D
   * @param dim D
   * @return N, at least 1
   * @throws IllegalArgumentException if there are no rows, or no whole ones
   */
  static int atLeastOne(float[] x, int dim) {
    int count = Rows.count(x, dim);
    if (count == 0) {
      throw new IllegalArgumentException(
          "Expected at least one row of D=%d values, found none.".formatted(dim));
    }
    return count;
  }

  /**
   * Goes through all data points in their order.
   *
   * @param model whose type and device the batches have
   * @param x observations, row-major, N x D; none is fine
   * @param task called once a batch
   * @throws IllegalArgumentException if there are no whole rows
   */
  static void forEach(MsVae model, float[] x, Task task) {
    int dim = model.sizes().dim();
    int points = Rows.count(x, dim);
    try (GradMode off = GradMode.off()) {
      for (int from = 0; from < points; from += SIZE) {
        int until = Math.min(points, from + SIZE);
        float[] rows = Arrays.copyOfRange(x, from * dim, until * dim);
        try (NDManager scope = model.manager().newSubManager()) {
          NDArray batch = scope.create(rows, new Shape(until - from, dim));
          task.accept(scope, batch.toType(model.type(), false), from);
        }
      }
    }
  }
}
