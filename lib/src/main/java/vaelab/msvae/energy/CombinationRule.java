package vaelab.msvae.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * How active streams form an observation. The paper uses the sum ({@link SumCombination}); another
 * rule (maximum, masking) is another implementation of this interface and nothing else.
 */
public interface CombinationRule {

  /**
   * Combines streams under a set of states.
   *
   * @param streams one array a stream, (S, B, D): its image for each state, before masking
   * @param active one array a stream, (S, 1, 1): 1 where the state has it active, else 0
   * @return the combined means, (S, B, D), differentiable in the streams
   */
  NDArray combine(NDList streams, NDList active);

  /**
   * Explains a stream away: changes an observation into what is left of it without that stream. A
   * sum loses the stream's image, which is what other rules get too unless they know better.
   *
   * @param x observations, row-major; changed from {@code from} on
   * @param from first value of the observation
   * @param image the stream's image, D values
   */
  default void explainAway(float[] x, int from, float[] image) {
    for (int d = 0; d < image.length; d++) {
      x[from + d] -= image[d];
    }
  }
}
