package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import vaelab.msvae.energy.CombinationRule;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.ObservationNoise;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.SumCombination;
import vaelab.msvae.energy.TensorStateEnergies;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.nn.NetworkSizes;
import vaelab.train.ConvergenceRule;

/** Models and data so small that everything about them can be computed twice. */
final class Tiny {
  static final NetworkSizes SIZES = new NetworkSizes(5, List.of(4, 3), 2);
  static final int DIM = SIZES.dim();

  private Tiny() {}

  /** A float64 model away from its starting point: uneven pi, b = 0.4. */
  static MsVae doubles(int streams, long seed) {
    MsVae model = of(streams, DataType.FLOAT64, seed, new SumCombination(), new LaplaceNoise());
    double[] pi = {0.3, 0.45, 0.6};
    model.setPrior(new BernoulliPrior(Arrays.copyOf(pi, streams)));
    model.setScale(0.4);
    return model;
  }

  static MsVae of(
      int streams, DataType type, long seed, CombinationRule rule, ObservationNoise noise) {
    return MsVae.create(
        SIZES, names(streams), type, seed, rule, noise, new TensorStateEnergies(rule, noise));
  }

  /** The model that users get: float32, energies chosen for this machine. */
  static MsVae floats(int streams, long seed) {
    return MsVae.create(SIZES, names(streams), seed);
  }

  static List<String> names(int streams) {
    List<String> names = new ArrayList<>();
    for (int h = 0; h < streams; h++) {
      names.add("source " + h);
    }
    return names;
  }

  static float[] data(int points, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[points * DIM];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (1.5 * random.nextDouble());
    }
    return x;
  }

  static NDArray x(NDManager manager, int points, DataType type, long seed) {
    return manager.create(data(points, seed), new Shape(points, DIM)).toType(type, false);
  }

  static NDArray noise(
      NDManager manager, SampleLattice lattice, int points, DataType type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Shape shape = new Shape(lattice.streams(), lattice.samples(), points, SIZES.latent());
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return manager.create(values, shape).toType(type, false);
  }

  /** A joint training of a few quick epochs. */
  static TrainingConfig config(int epochs, int samples, long seed) {
    return TrainingConfig.joint(epochs, 8, samples, seed)
        .with(
            v -> {
              v.learningRate = 5e-3;
              v.schedule = TrainingConfig.Schedule.PAPER;
            })
        .with(
            v -> {
              v.epochs = epochs;
              v.convergence = ConvergenceRule.never();
            });
  }
}
