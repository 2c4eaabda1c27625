package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * What an epoch sees, checked, and as a tensor that is made anew only where it is not what the last
 * one saw.
 */
final class Observations {
  private final TrainingData data;
  private final MsVae model;
  private final NDManager run;
  private TrainingData.Epoch points;
  private NDArray x;

  /**
   * Observations of a run.
   *
   * @param data what each epoch sees
   * @param model what is trained on them
   * @param run owner of the tensor
   */
  Observations(TrainingData data, MsVae model, NDManager run) {
    this.data = data;
    this.model = model;
    this.run = run;
  }

  /**
   * Goes to an epoch.
   *
   * @param epoch its number, from 1
   * @throws IllegalArgumentException if its data are not N rows of D values with one state each, or
   *     a state is told that the model or its prior does not have
   */
  void show(int epoch) {
    TrainingData.Epoch next = data.epoch(epoch);
    if (next == points) {
      return;
    }
    int dim = model.sizes().dim();
    requireRows(epoch, next, dim);
    if (next.states() != null) {
      requireStates(epoch, next.states());
    }
    if (x != null) {
      x.close();
    }
    x = run.create(next.x(), new Shape(data.points(), dim));
    points = next;
  }

  private void requireRows(int epoch, TrainingData.Epoch next, int dim) {
    long values = (long) data.points() * dim;
    int states = next.states() == null ? data.points() : next.states().length;
    if (next.x().length != values || states != data.points()) {
      throw new IllegalArgumentException(
          "Expected N=%d rows of D=%d values, %d in all, and a state a row in epoch %d, found %d values and %d states; an epoch needs as many rows as points() tells."
              .formatted(data.points(), dim, values, epoch, next.x().length, states));
    }
  }

  private void requireStates(int epoch, int[] states) {
    double[] logPrior = model.prior().logProbabilities();
    for (int n = 0; n < states.length; n++) {
      int state = states[n];
      if (state >= 0 && !(state < logPrior.length && Double.isFinite(logPrior[state]))) {
        throw new IllegalArgumentException(
            "Expected a state that the prior over H=%d streams allows, below %d, or a negative number where it is unknown, found %d in row %d (from 0) of epoch %d; correct that state."
                .formatted(model.streams().size(), logPrior.length, state, n, epoch));
      }
    }
  }

  /** A manager for one step. */
  NDManager newScope() {
    return run.newSubManager();
  }

  /** The observations of one batch, in the model's type. */
  NDArray rows(int[] indices, NDManager scope) {
    NDArray rows = x.get(scope.create(indices));
    rows.attach(scope);
    return rows.getDataType() == model.type() ? rows : rows.toType(model.type(), false);
  }

  /** States of one batch, {@code null} where none are known. */
  int[] states(int[] indices) {
    return points.states(indices);
  }
}
