package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.msvae.TrainingConfig.Statistics;
import vaelab.msvae.energy.CombinationRule;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.ObservationNoise;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.SampleLattice.Pairing;
import vaelab.msvae.energy.StateEnergies;
import vaelab.msvae.energy.SumCombination;
import vaelab.msvae.energy.TensorStateEnergies;
import vaelab.msvae.energy.VectorStateEnergies;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.train.History;

/** Another combination rule and another noise train and differentiate without any other change. */
class ExtensionTest {

  private static MsVae model(boolean maximum, boolean gaussian, DataType type) {
    CombinationRule rule = maximum ? new Extensions.Maximum() : new SumCombination();
    ObservationNoise noise = gaussian ? new Extensions.GaussianNoise() : new LaplaceNoise();
    StateEnergies energies = StateEnergies.of(rule, noise);
    assertInstanceOf(TensorStateEnergies.class, energies);
    return MsVae.create(Tiny.SIZES, Tiny.names(2), type, 3, rule, noise, energies);
  }

  @Test
  void onlySumsUnderLaplaceNoiseTakeTheVectorisedWay() {
    assertInstanceOf(
        VectorStateEnergies.class, StateEnergies.of(new SumCombination(), new LaplaceNoise()));
  }

  @ParameterizedTest
  @CsvSource({"true,false", "false,true", "true,true"})
  void trains(boolean maximum, boolean gaussian) throws IOException {
    try (MsVae model = model(maximum, gaussian, DataType.FLOAT32)) {
      TrainingConfig config =
          Tiny.config(25, 1, 4)
              .with(
                  v -> {
                    v.trainDecoders = true;
                    v.decoderStatistics = Statistics.BATCH;
                  });
      History history = new Trainer(model, config).fit(Tiny.data(64, 5));
      double[] elbo = history.column("elbo");
      assertTrue(elbo[24] > elbo[0] + 0.5, elbo[0] + " to " + elbo[24]);
      double entropy = model.noise().entropy(model.scale(), Tiny.DIM);
      // Entropy is the mean energy over the temperature less the log-normaliser, by definition.
      double energy = meanEnergy(model);
      assertEquals(
          energy * model.noise().inverseTemperature(model.scale())
              - model.noise().logNormalizer(model.scale(), Tiny.DIM),
          entropy,
          1e-9);
    }
  }

  /** The energy at which the noise has its present scale, found by bisection of scaleFor. */
  private static double meanEnergy(MsVae model) {
    double low = 0;
    double high = 1e6;
    for (int i = 0; i < 200; i++) {
      double middle = (low + high) / 2;
      if (model.noise().scaleFor(middle, Tiny.DIM) < model.scale()) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @ParameterizedTest
  @CsvSource({
    "true,false,1,CROSSWISE",
    "false,true,1,CROSSWISE",
    "true,true,2,CROSSWISE",
    "true,true,2,PAIRWISE"
  })
  void gradientsEqualTheDenseObjective(
      boolean maximum, boolean gaussian, int samples, Pairing pairing) {
    try (MsVae model = model(maximum, gaussian, DataType.FLOAT64);
        NDManager scope = model.manager().newSubManager()) {
      model.setPrior(new BernoulliPrior(new double[] {0.3, 0.6}));
      model.setScale(0.5);
      SampleLattice lattice = new SampleLattice(2, samples, pairing);
      BiFunction<NDArray, NDArray, NDArray> join = maximum ? NDArray::maximum : NDArray::add;
      DenseElbo dense =
          new DenseElbo(model, lattice, 1)
              .with(join, gaussian ? ExtensionTest::gauss : DenseElbo::laplace);
      ObjectiveTest.compare(model, scope, lattice, 1, dense, 6);
    }
  }

  private static NDArray gauss(NDArray residual, double sigma) {
    NDArray squares = residual.mul(residual).sum(new int[] {1});
    return squares
        .mul(squares.getManager().create(-0.5 / (sigma * sigma)))
        .sub(residual.getShape().get(1) * Math.log(sigma * Math.sqrt(2 * Math.PI)));
  }

  @Test
  void namesOfTheExtensionsAreReported() {
    try (MsVae model = model(true, true, DataType.FLOAT32)) {
      for (String name : List.of("Maximum", "GaussianNoise")) {
        assertTrue(model.energies().description().contains(name), model.energies().description());
      }
    }
  }
}
