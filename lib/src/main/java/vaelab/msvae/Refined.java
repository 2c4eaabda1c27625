package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;

/**
 * What became of a batch's candidates.
 *
 * @param candidates the leading states
 * @param freeEnergy F of each row after the steps, but for what all states have in common; without
 *     steps its likelihood is that of the mean of z, as the sweeps compare
 * @param likelihood the part of F that is the energy over scale and temperature; {@code null}
 *     without steps
 * @param halves F of each row by either half of the samples; {@code null} without steps
 * @param images images of all active streams, in the order of {@link Candidates#positionsOfSlots};
 *     {@code null} where no state has an active stream
 */
record Refined(
    Candidates candidates,
    double[] freeEnergy,
    double[] likelihood,
    double[][] halves,
    NDArray images) {

  /**
   * The ELBO of each data point under the refined q, but for what all states have in common:
   * E_q(s)[-F(s)] + H(q(s)) with q(s) proportional to exp(-F(s)). States are weighed by one half of
   * the samples and counted by the other, both ways round, so that no luck of the draw is chosen
   * and counted at once.
   *
   * @return nats, one a data point
   */
  double[] bounds() {
    int each = candidates.perPoint();
    double[] bounds = new double[freeEnergy.length / each];
    for (int n = 0; n < bounds.length; n++) {
      bounds[n] =
          (bound(n * each, each, halves[0], halves[1])
                  + bound(n * each, each, halves[1], halves[0]))
              / 2;
    }
    return bounds;
  }

  /**
   * {@link #likelihood} of each data point, averaged over q(s).
   *
   * @return one a data point
   */
  double[] likelihoods() {
    int each = candidates.perPoint();
    double[] means = new double[freeEnergy.length / each];
    for (int n = 0; n < means.length; n++) {
      double[] q = weights(n * each, each, freeEnergy);
      for (int i = 0; i < each; i++) {
        means[n] += q[i] * likelihood[n * each + i];
      }
    }
    return means;
  }

  /** q(s) of one data point's rows, proportional to exp(-F). */
  private static double[] weights(int first, int each, double[] freeEnergy) {
    double least = Arrays.stream(freeEnergy, first, first + each).min().orElseThrow();
    double[] weights = new double[each];
    double sum = 0;
    for (int i = 0; i < each; i++) {
      weights[i] = Math.exp(least - freeEnergy[first + i]);
      sum += weights[i];
    }
    for (int i = 0; i < each; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static double bound(int first, int each, double[] weighed, double[] counted) {
    double[] q = weights(first, each, weighed);
    double bound = 0;
    for (int i = 0; i < each; i++) {
      bound += q[i] > 0 ? q[i] * (-counted[first + i] - Math.log(q[i])) : 0;
    }
    return bound;
  }

  /**
   * Puts the winners in the place of the encoders' answer.
   *
   * @param prediction what the encoders gave; changed
   * @param from first data point of the batch
   * @param streams H
   * @param dim D
   */
  void replace(Inference.Prediction prediction, int from, int streams, int dim) {
    int each = candidates.perPoint();
    float[] decoded =
        prediction.streams() == null || images == null
            ? null
            : images.toType(DataType.FLOAT32, false).toFloatArray();
    int[][] positions = candidates.positionsOfSlots();
    for (int first = 0; first < freeEnergy.length; first += each) {
      int n = from + candidates.data()[first];
      int best = best(first, each);
      weigh(prediction, n, streams, first, each);
      prediction.states()[n] = candidates.states()[best];
      for (int h = 0; h < streams && decoded != null; h++) {
        if (candidates.isActive(best, h)) {
          int position = positions[candidates.slot(best, h)][best];
          System.arraycopy(
              decoded, position * dim, prediction.streams(), (n * streams + h) * dim, dim);
        }
      }
    }
  }

  private int best(int first, int each) {
    int best = first;
    for (int row = first + 1; row < first + each; row++) {
      best = freeEnergy[row] < freeEnergy[best] ? row : best;
    }
    return best;
  }

  /** Activities and entropy under q(s). */
  private void weigh(Inference.Prediction prediction, int n, int streams, int first, int each) {
    double[] q = weights(first, each, freeEnergy);
    double entropy = 0;
    float[] activity = new float[streams];
    for (int i = 0; i < each; i++) {
      entropy -= q[i] > 0 ? q[i] * Math.log(q[i]) : 0;
      for (int h = 0; h < streams; h++) {
        activity[h] += candidates.isActive(first + i, h) ? (float) q[i] : 0;
      }
    }
    prediction.stateEntropy()[n] = entropy;
    System.arraycopy(activity, 0, prediction.activity(), n * streams, streams);
  }
}
