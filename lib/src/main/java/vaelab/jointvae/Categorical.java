package vaelab.jointvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.random.RandomGenerator;
import vaelab.tensor.Constants;

/**
 * A batch of categorical distributions, and their relaxed samples (Jang et al., Maddison et al.,
 * both ICLR 2017).
 *
 * <p>Log-probabilities come from a log-softmax and stay finite; the release adds 1e-12 to
 * probabilities before it takes their logarithm.
 *
 * @param logAlpha logarithms of the probabilities, (B, C); rows sum to 1 after exp
 */
record Categorical(NDArray logAlpha) {

  /** The distributions with probabilities softmax(logits), logits (B, C). */
  static Categorical ofLogits(NDArray logits) {
    return new Categorical(logits.logSoftmax(1));
  }

  /**
   * Gumbel-softmax samples, softmax((log alpha + g) / temperature). With a temperature towards 0
   * they become one-hot at argmax(log alpha + g), an exact sample; towards infinity, uniform.
   *
   * @param g standard Gumbel noise, (B, C)
   * @param temperature positive
   * @return points of the simplex, (B, C)
   */
  NDArray relaxed(NDArray g, double temperature) {
    return Constants.times(logAlpha.add(g), 1 / temperature).softmax(1);
  }

  /**
   * KL divergence to the uniform distribution, log C + sum alpha log alpha: 0 to log C.
   *
   * @return nats a data point, (B)
   */
  NDArray klToUniform() {
    long c = logAlpha.getShape().get(1);
    return logAlpha.exp().mul(logAlpha).sum(new int[] {1}).add(Math.log(c));
  }

  /**
   * Draws standard Gumbel noise, -log(-log u) with u uniform on (0, 1).
   *
   * @param generator where it comes from
   * @param manager owner of the result
   * @param shape shape of the result
   * @param type float32 or float64
   * @return independent draws, all finite
   */
  static NDArray gumbel(RandomGenerator generator, NDManager manager, Shape shape, DataType type) {
    double[] draws = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < draws.length; i++) {
      // The middles of 2^52 equal parts of (0, 1): neither end, where a logarithm is infinite.
      double u = ((generator.nextLong() >>> 12) + 0.5) * 0x1p-52;
      draws[i] = -Math.log(-Math.log(u));
    }
    return manager.create(draws, shape).toType(type, false);
  }
}
