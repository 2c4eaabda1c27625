package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Map;
import vaelab.tensor.Adam;
import vaelab.tensor.Backward;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;

/**
 * Moves the latents of separated sources off their codes, so that the mean of the decoded sources
 * comes closer to the mixture: Adam on |x - mean_k D(z_k)|^2 + 1e-3 |z - z0|^2, means over pixels
 * and over the latents of a mixture, with a step size of 0.1 that halves every 100 steps.
 *
 * <p>Values are summed over mixtures and the decoder runs on its running statistics, so every
 * mixture is for itself and its result does not depend on the others of its batch.
 */
final class LatentRefiner {
  static final double LEARNING_RATE = 0.1;
  static final int HALVING = 100;
  static final double DRIFT = 1e-3;

  private static final String LATENTS = "latents";

  private final VqVae model;
  private final int steps;

  LatentRefiner(VqVae model, int steps) {
    this.model = model;
    this.steps = steps;
  }

  /**
   * Refines.
   *
   * @param codes codes of the sources, rows n K + k
   * @param averages mixtures divided by K, N x D
   * @param k number of sources in each
   * @return decoded sources, N x K x D, values in (0, 1)
   */
  float[] refine(int[][] codes, float[] averages, int k) {
    int dim = model.sizes().dim();
    try (NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(scope, false);
      NDArray x = scope.create(averages, new Shape(averages.length / dim, dim));
      NDArray start = model.lookUp(store, VqVae.codes(scope, codes, 0, codes.length));
      Parameter latents =
          Parameter.builder().setName(LATENTS).setType(Parameter.Type.OTHER).build();
      // A fresh tensor, row by row: the optimiser writes to its memory, and a copy would keep the
      // strides that looking codes up leaves behind.
      latents.setArray(scope.create(start.toFloatArray(), start.getShape()));
      Adam adam = Adam.create(scope, Map.of(LATENTS, latents));
      for (int step = 0; step < steps; step++) {
        step(scope, latents, start, x, k, adam, rate(step));
      }
      return model.decode(store, latents.getArray(), false).toFloatArray();
    }
  }

  /** Step size of a step, from 0. */
  static double rate(int step) {
    return LEARNING_RATE * Math.pow(0.5, step / HALVING);
  }

  private void step(
      NDManager run, Parameter latents, NDArray start, NDArray x, int k, Adam adam, double rate) {
    try (NDManager scope = run.newSubManager()) {
      GradientLeaves leaves = new GradientLeaves(scope, Map.of(LATENTS, latents).values());
      try (GradMode recording = GradMode.recording()) {
        NDArray z = leaves.getValue(latents, x.getDevice(), true);
        Backward.from(loss(leaves, z, start, x, k));
      }
      adam.step(leaves, rate);
    }
  }

  /** The sum over mixtures of what is minimised. */
  NDArray loss(ParameterStore store, NDArray z, NDArray start, NDArray x, int k) {
    NDArray mean =
        model.decode(store, z, false).reshape(-1, k, model.sizes().dim()).mean(new int[] {1});
    NDArray error = mean.sub(x).square().mean(new int[] {1}).sum();
    // All mixtures have as many latents, so the sum of means is N times the mean.
    NDArray drift = z.sub(start).square().mean();
    return error.add(Constants.times(drift, DRIFT * x.getShape().get(0)));
  }
}
