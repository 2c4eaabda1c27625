package vaelab.msvae.energy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import vaelab.tensor.Hardware;

/**
 * Energies of observations under every point of a lattice of stream combinations, and the gradient
 * of their weighted sum with respect to the streams.
 *
 * <p>Neither records a graph, so both are called outside a gradient collector. What autograd needs
 * is the gradient with respect to the streams' outputs; {@code sum(mu * stopGradient(gradient))}
 * carries it into decoders and encoders.
 */
public interface StateEnergies {

  /**
   * Computes all energies.
   *
   * @param x observations, (B, D)
   * @param mu one array a stream, (M B, D), sample-major
   * @param lattice the combinations
   * @return energies, lattice-major: index {@code l * lattice.size() + t}, with l below {@code
   *     lattice.lattices(B)}
   */
  float[] energies(NDArray x, NDList mu, SampleLattice lattice);

  /**
   * Gradient of sum_{l,t} weights[l,t] energy[l,t] with respect to mu.
   *
   * @param x observations, (B, D)
   * @param mu one array a stream, (M B, D)
   * @param lattice the combinations; complete, since models are trained on all states
   * @param weights weight of each energy, not negative, laid out as the energies are
   * @param threshold weights at or below it are left out; 0 keeps all that count
   * @return one array a stream, (M B, D), on mu's device, owned by mu's manager
   */
  NDList gradient(NDArray x, NDList mu, SampleLattice lattice, float[] weights, float threshold);

  /**
   * Which implementation this is, for logs and result files.
   *
   * @return a few words
   */
  String description();

  /**
   * The fastest implementation for a model on this machine: the vectorised one for sums under
   * Laplace noise on a CPU with the Vector API, the tensor one otherwise.
   *
   * @param rule how streams combine
   * @param noise observation noise
   * @return energies for that model
   */
  static StateEnergies of(CombinationRule rule, ObservationNoise noise) {
    boolean vector =
        rule instanceof SumCombination
            && noise instanceof LaplaceNoise
            && !Hardware.device().isGpu()
            && Hardware.hasVectorApi();
    return vector ? new VectorStateEnergies() : new TensorStateEnergies(rule, noise);
  }

  /**
   * Refuses gradients of a part of the states.
   *
   * @param lattice combinations
   * @throws IllegalArgumentException if the lattice is restricted
   */
  static void requireComplete(SampleLattice lattice) {
    if (!lattice.isComplete()) {
      throw new IllegalArgumentException(
          "Expected a lattice of all states for a gradient, found one of " + lattice.space() + ".");
    }
  }

  /**
   * Checks what both implementations are given.
   *
   * @param x observations
   * @param mu streams
   * @param lattice combinations
   * @throws IllegalArgumentException if the shapes do not fit together
   */
  static void check(NDArray x, NDList mu, SampleLattice lattice) {
    long batch = x.getShape().get(0);
    long dim = x.getShape().get(1);
    if (mu.size() != lattice.streams()) {
      throw new IllegalArgumentException(
          "Expected the outputs of %d streams, found %d.".formatted(lattice.streams(), mu.size()));
    }
    for (NDArray m : mu) {
      if (m.getShape().get(0) != batch * lattice.samples() || m.getShape().get(1) != dim) {
        throw new IllegalArgumentException(
            "Expected stream outputs of shape (%d, %d) for M=%d samples of observations %s, found %s."
                .formatted(
                    batch * lattice.samples(), dim, lattice.samples(), x.getShape(), m.getShape()));
      }
    }
  }
}
