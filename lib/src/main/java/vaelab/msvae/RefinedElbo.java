package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import vaelab.msvae.energy.SampleLattice;
import vaelab.nn.DiagonalGaussian;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;

/**
 * The ELBO (eq. 7) under a q(z) that was refined for each data point.
 *
 * <p>It bounds log p(x) as the encoders' ELBO does, only tighter: what is left out is the gap
 * between the encoders' q(z) and the best one of its family, not anything of the model. So it tells
 * how well decoders, prior and noise fit the data, where the encoders' ELBO also tells how well
 * encoders know them. For each data point q(s) covers the leading states alone.
 */
public final class RefinedElbo {
  private RefinedElbo() {}

  /**
   * What a refined q(z) tells.
   *
   * @param elbo mean over data points, in nats
   * @param scale the noise scale that the M-step (eq. 15) would set under that q
   */
  public record Value(double elbo, double scale) {}

  /**
   * Means over data points.
   *
   * @param model model with one data type for all, pi and b as learned
   * @param x observations, row-major, N x D, at least one row
   * @param refinement at least one step, at temperature 1
   * @param seed seed of the samples
   * @return ELBO and noise scale
   * @throws IllegalArgumentException if there are no rows, or no whole ones, or the refinement
   *     makes no steps or has another temperature, which would be no bound, or there are more
   *     states than memory for them
   */
  public static Value of(MsVae model, float[] x, Refinement refinement, long seed) {
    int dim = model.sizes().dim();
    int points = Batches.atLeastOne(x, dim);
    if (refinement.steps() < 1 || refinement.temperature() != 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 step at temperature 1, found %d at %s; anything else is no ELBO."
              .formatted(refinement.steps(), refinement.temperature()));
    }
    int streams = model.streams().size();
    SampleLattice lattice = SampleLattice.single(streams).restrictedTo(model.prior().support());
    lattice.requireMemory(Batches.SIZE, Refiner.FLOATS);
    Refiner refiner = new Refiner(model, model.prior(), refinement);
    double weight = model.noise().inverseTemperature(model.scale());
    double common = model.noise().logNormalizer(model.scale(), dim);
    double[] bounds = {0};
    double[] energies = {0};
    Batches.forEach(
        model,
        x,
        (scope, batch, from) -> {
          Refined refined = refined(model, refiner, lattice, scope, batch, seed, from);
          bounds[0] += Arrays.stream(refined.bounds()).sum();
          energies[0] += Arrays.stream(refined.likelihoods()).sum() / weight;
        });
    return new Value(
        bounds[0] / points + common, model.noise().scaleFor(energies[0] / points, dim));
  }

  private static Refined refined(
      MsVae model,
      Refiner refiner,
      SampleLattice lattice,
      NDManager scope,
      NDArray x,
      long seed,
      int from) {
    int streams = lattice.streams();
    ParameterStore store = new ParameterStore(scope, false);
    DiagonalGaussian[] q = new DiagonalGaussian[streams];
    NDArray[] mu = new NDArray[streams];
    Workers.forEach(
        streams,
        h -> {
          Stream stream = model.streams().get(h);
          q[h] = stream.encoder().encode(store, x, false);
          mu[h] = stream.decoder().decode(store, q[h].nu(), false);
        });
    float[] energies = model.energies().energies(x, new NDList(mu), lattice);
    return refiner.refine(
        scope, x, List.of(q), lattice, energies, new NoiseSource(seed).generator(0, from));
  }
}
