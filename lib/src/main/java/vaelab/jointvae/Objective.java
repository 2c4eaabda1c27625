package vaelab.jointvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import vaelab.tensor.Backward;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.Scalars;

/**
 * The objective that training minimises (Dupont 2018, eq. 7), in nats an image: cross-entropy of
 * the pixels + gamma |KL_z - C_z| + gamma |KL_c - C_c|.
 *
 * <p>Both divergences are means over the batch before they are compared with their capacities. What
 * is differentiated is the objective over the number of pixels, as released: Adam feels that factor
 * only where gradients are near its epsilon.
 */
final class Objective {
  private final JointVae model;
  private final double temperature;
  private final double gamma;

  /**
   * The objective of a model.
   *
   * @param model any model
   * @param temperature of the relaxed categories
   * @param gamma weight of the distances to the capacities
   */
  Objective(JointVae model, double temperature, double gamma) {
    this.model = model;
    this.temperature = temperature;
    this.gamma = gamma;
  }

  /**
   * Means over a batch.
   *
   * @param reconstruction cross-entropy, summed over pixels
   * @param klZ KL divergence of the continuous latents to N(0, I)
   * @param klC KL divergence of the category to the uniform one
   * @param value what is minimised, times the number of pixels
   */
  record Terms(double reconstruction, double klZ, double klC, double value) {

    /** The ELBO, as far as grey pixels in [0, 1] may be scored by a Bernoulli distribution. */
    double elbo() {
      return -reconstruction - klZ - klC;
    }
  }

  /**
   * Value and gradient. No gradient is computed where the value is infinite or undefined.
   *
   * @param leaves parameters to differentiate by
   * @param x images, (B, 1, S, S), in the step's scope
   * @param noise the step's random numbers
   * @param capacities the step's capacities
   * @return the parts of the objective
   */
  Terms differentiate(GradientLeaves leaves, NDArray x, Noise noise, Capacities capacities) {
    try (GradMode recording = GradMode.recording()) {
      Parts parts = parts(leaves, x, noise, capacities);
      Terms terms = parts.terms();
      if (Double.isFinite(terms.value())) {
        Backward.from(Constants.times(parts.value, 1.0 / model.sizes().dim()));
      }
      return terms;
    }
  }

  /** Value only. */
  Terms evaluate(ParameterStore store, NDArray x, Noise noise, Capacities capacities) {
    try (GradMode off = GradMode.off()) {
      return parts(store, x, noise, capacities).terms();
    }
  }

  private record Parts(NDArray reconstruction, NDArray klZ, NDArray klC, NDArray value) {
    Terms terms() {
      return new Terms(
          Scalars.number(reconstruction),
          Scalars.number(klZ),
          Scalars.number(klC),
          Scalars.number(value));
    }
  }

  private Parts parts(ParameterStore store, NDArray x, Noise noise, Capacities capacities) {
    JointPosterior q = model.encode(store, x);
    NDArray epsilon = noise.epsilon();
    NDArray z = q.z().sample(epsilon.reshape(new Shape(1).addAll(epsilon.getShape())));
    NDArray c = q.c().relaxed(noise.gumbel(), temperature);
    NDArray reconstruction = crossEntropy(model.decode(store, z, c), x);
    NDArray klZ = q.z().klToStandardNormal().mean();
    NDArray klC = q.c().klToUniform().mean();
    NDArray distance = klZ.sub(capacities.z()).abs().add(klC.sub(capacities.c()).abs());
    return new Parts(
        reconstruction, klZ, klC, reconstruction.add(Constants.times(distance, gamma)));
  }

  /**
   * -x log p - (1 - x) log(1 - p) with p = sigmoid(l) is softplus(l) - x l, finite for every l;
   * summed over pixels, mean over the batch.
   */
  private static NDArray crossEntropy(NDArray logits, NDArray x) {
    NDArray pixels = Activation.softPlus(logits).sub(x.mul(logits));
    return pixels.sum(new int[] {1, 2, 3}).mean();
  }
}
