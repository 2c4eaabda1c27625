package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.energy.SampleLattice.Pairing;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.tensor.Backward;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.NoiseSource;

/**
 * The objective and its gradient in float64, against a dense ELBO under autograd and against finite
 * differences, for every parameter of encoders and decoders.
 *
 * <p>Energies pass through float32 (relative 6e-8) on their way to the E-step, and states below a
 * mass of 1e-6 are dropped from the gradient; so values agree to 1e-6 and gradients to 1e-5 of the
 * largest.
 */
@SuppressWarnings("try") // modes are closed, not used
class ObjectiveTest {
  private static final int BATCH = 6;
  private static final DataType TYPE = DataType.FLOAT64;

  /** Streams, samples, pairing, KL weight, seed. */
  @ParameterizedTest
  @CsvSource({
    "1,1,CROSSWISE,1,1",
    "2,1,CROSSWISE,1,2",
    "3,1,CROSSWISE,1,3",
    "2,2,CROSSWISE,1,4",
    "2,2,PAIRWISE,1,5",
    "3,2,CROSSWISE,0.0078125,6",
    "3,3,PAIRWISE,0,7",
    "2,3,CROSSWISE,3,8"
  })
  void equalsTheDenseObjective(
      int streams, int samples, Pairing pairing, double klWeight, long seed) {
    SampleLattice lattice = new SampleLattice(streams, samples, pairing);
    try (MsVae model = Tiny.doubles(streams, seed);
        NDManager scope = model.manager().newSubManager()) {
      compare(model, scope, lattice, klWeight, new DenseElbo(model, lattice, klWeight), seed);
    }
  }

  @Test
  void equalsTheDenseObjectiveUnderAKnownNumberOfStreams() {
    SampleLattice lattice = SampleLattice.single(3);
    try (MsVae model = Tiny.doubles(3, 4);
        NDManager scope = model.manager().newSubManager()) {
      model.setPrior(new FixedCountPrior(3, 2));
      compare(model, scope, lattice, 1, new DenseElbo(model, lattice, 1), 4);
    }
  }

  static void compare(
      MsVae model,
      NDManager scope,
      SampleLattice lattice,
      double klWeight,
      DenseElbo dense,
      long seed) {
    NDArray x = Tiny.x(scope, BATCH, TYPE, seed);
    NDArray epsilon = Tiny.noise(scope, lattice, BATCH, TYPE, seed);
    Map<String, Parameter> trainable = model.trainable(true);
    Map<String, double[]> expected = new LinkedHashMap<>();
    GradientLeaves leaves = new GradientLeaves(scope, trainable.values());
    double value;
    try (GradMode recording = GradMode.recording()) {
      NDArray elbo = dense.value(leaves, x, epsilon);
      value = elbo.getDouble();
      Backward.from(elbo);
    }
    trainable.forEach((name, p) -> expected.put(name, leaves.gradient(p).toDoubleArray()));
    GradientLeaves ours = new GradientLeaves(scope, trainable.values());
    Elbo elbo = new Elbo(model, lattice, klWeight, true);
    ElboTerms terms = elbo.differentiate(ours, x, epsilon);
    assertEquals(value, terms.elbo(), 1e-6 * (1 + Math.abs(value)));
    assertEquals(terms.elbo(), elbo.evaluate(x, epsilon, true).elbo(), 1e-12);
    double largest = 0;
    for (double[] gradient : expected.values()) {
      for (double g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
    }
    assertTrue(largest > 0.05, "a gradient to compare with");
    for (String name : trainable.keySet()) {
      double[] gradient = ours.gradient(trainable.get(name)).toDoubleArray();
      for (int i = 0; i < gradient.length; i++) {
        // Ours is the gradient of the loss, the negative objective.
        assertEquals(expected.get(name)[i], -gradient[i], 1e-5 * largest, name + " " + i);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2,1,CROSSWISE", "3,1,CROSSWISE", "2,2,CROSSWISE", "2,2,PAIRWISE"})
  void gradientsAreSlopesOfTheObjective(int streams, int samples, Pairing pairing) {
    SampleLattice lattice = new SampleLattice(streams, samples, pairing);
    try (MsVae model = Tiny.doubles(streams, 21);
        NDManager scope = model.manager().newSubManager()) {
      NDArray x = Tiny.x(scope, BATCH, TYPE, 22);
      NDArray epsilon = Tiny.noise(scope, lattice, BATCH, TYPE, 23);
      GradientLeaves leaves = new GradientLeaves(scope, model.trainable(true).values());
      new Elbo(model, lattice, 0.7, true).differentiate(leaves, x, epsilon);
      DenseElbo dense = new DenseElbo(model, lattice, 0.7);
      for (Map.Entry<String, Parameter> entry : model.trainable(true).entrySet()) {
        double[] gradient = leaves.gradient(entry.getValue()).toDoubleArray();
        for (int i : new int[] {0, gradient.length / 2, gradient.length - 1}) {
          // Steps of 1e-6 in float64: 1e-9 from rounding, and no kink of |.| within reach.
          double slope = slope(dense, entry.getValue().getArray(), i, 1e-6, x, epsilon);
          assertEquals(
              slope, -gradient[i], 1e-5 * (0.1 + Math.abs(slope)), entry.getKey() + " " + i);
        }
      }
    }
  }

  private static double slope(
      DenseElbo dense, NDArray array, int index, double step, NDArray x, NDArray epsilon) {
    double[] values = array.toDoubleArray();
    double[] ends = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] moved = values.clone();
      moved[index] += side == 0 ? -step : step;
      set(array, moved);
      try (NDManager inner = x.getManager().newSubManager()) {
        inner.tempAttachAll(x);
        ends[side] = dense.value(new ParameterStore(inner, false), x, epsilon).getDouble();
      }
    }
    set(array, values);
    return (ends[1] - ends[0]) / (2 * step);
  }

  private static void set(NDArray array, double[] values) {
    try (NDArray source = array.getManager().create(values, array.getShape())) {
      source.copyTo(array);
    }
  }

  /**
   * The value that is reported moves as its gradient says: along the gradient of each parameter in
   * turn. Its float32 energies leave a noise of 1e-7, hence long steps and 2 % of the slope.
   */
  @Test
  void theReportedValueFollowsItsGradient() {
    SampleLattice lattice = SampleLattice.single(3);
    try (MsVae model = Tiny.doubles(3, 31);
        NDManager scope = model.manager().newSubManager()) {
      NDArray x = Tiny.x(scope, BATCH, TYPE, 32);
      NDArray epsilon = Tiny.noise(scope, lattice, BATCH, TYPE, 33);
      Elbo elbo = new Elbo(model, lattice, 1, true);
      GradientLeaves leaves = new GradientLeaves(scope, model.trainable(true).values());
      elbo.differentiate(leaves, x, epsilon);
      int compared = 0;
      for (Map.Entry<String, Parameter> entry : model.trainable(true).entrySet()) {
        double[] gradient = leaves.gradient(entry.getValue()).toDoubleArray();
        double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
        if (norm < 0.05) {
          continue; // biases before BatchNorm have none
        }
        compared++;
        double[] values = entry.getValue().getArray().toDoubleArray();
        double[] ends = new double[2];
        for (int side = 0; side < 2; side++) {
          double[] moved = values.clone();
          for (int i = 0; i < moved.length; i++) {
            moved[i] += (side == 0 ? -1 : 1) * 1e-4 * gradient[i] / norm;
          }
          set(entry.getValue().getArray(), moved);
          ends[side] = elbo.evaluate(x, epsilon, true).elbo();
        }
        set(entry.getValue().getArray(), values);
        double slope = (ends[1] - ends[0]) / 2e-4;
        assertEquals(-norm, slope, 0.02 * norm + 5e-3, entry.getKey());
      }
      assertTrue(compared > 20, "only " + compared + " parameters had a slope");
    }
  }

  @Test
  void fixedDecodersGetNoGradientAndEncodersTheSameOne() {
    SampleLattice lattice = SampleLattice.single(2);
    try (MsVae model = Tiny.doubles(2, 41);
        NDManager scope = model.manager().newSubManager()) {
      NDArray x = Tiny.x(scope, BATCH, TYPE, 42);
      NDArray epsilon = Tiny.noise(scope, lattice, BATCH, TYPE, 43);
      Elbo elbo = new Elbo(model, lattice, 1, true);
      GradientLeaves all = new GradientLeaves(scope, model.trainable(true).values());
      GradientLeaves some = new GradientLeaves(scope, model.trainable(false).values());
      elbo.differentiate(all, x, epsilon);
      elbo.differentiate(some, x, epsilon);
      for (Map.Entry<String, Parameter> entry : model.trainable(true).entrySet()) {
        NDArray gradient = some.gradient(entry.getValue());
        if (entry.getKey().contains("decoder")) {
          assertNull(gradient, entry.getKey());
        } else {
          assertArrayEquals(
              all.gradient(entry.getValue()).toDoubleArray(), gradient.toDoubleArray(), 1e-12);
        }
      }
      assertFalse(model.trainable(false).isEmpty());
    }
  }

  @Test
  void droppedMassIsAMeanOverDataPointsHoweverSamplesMeet() {
    try (MsVae model = Tiny.doubles(3, 51);
        NDManager scope = model.manager().newSubManager()) {
      model.setScale(0.02);
      NDArray x = Tiny.x(scope, BATCH, TYPE, 52);
      SampleLattice one = new SampleLattice(3, 1, Pairing.PAIRWISE);
      SampleLattice four = new SampleLattice(3, 4, Pairing.PAIRWISE);
      NDArray epsilon = Tiny.noise(scope, one, BATCH, TYPE, 53);
      NDArray repeated = epsilon.repeat(1, 4);
      double single =
          new Elbo(model, one, 1, true)
              .differentiate(new GradientLeaves(scope, model.trainable(true).values()), x, epsilon)
              .droppedMass();
      double fourfold =
          new Elbo(model, four, 1, true)
              .differentiate(new GradientLeaves(scope, model.trainable(true).values()), x, repeated)
              .droppedMass();
      assertTrue(single > 0 && single < 8e-6, "dropped " + single);
      assertEquals(single, fourfold, 1e-3 * single);
    }
  }

  @Test
  void theElboOfUnseenDataIsTheMeanOverItsPoints() {
    int points = 130; // more than one batch
    try (MsVae model = Tiny.doubles(2, 51);
        NDManager scope = model.manager().newSubManager()) {
      float[] x = Tiny.data(points, 52);
      double sum = 0;
      for (int[] part : new int[][] {{0, 125}, {125, 130}}) {
        int count = part[1] - part[0];
        NDArray rows =
            scope
                .create(
                    Arrays.copyOfRange(x, part[0] * Tiny.DIM, part[1] * Tiny.DIM),
                    new Shape(count, Tiny.DIM))
                .toType(TYPE, false);
        NDArray epsilon =
            NoiseSource.normal(
                new NoiseSource(7).generator(0, part[0]),
                scope,
                new Shape(2, 1, count, Tiny.SIZES.latent()),
                TYPE);
        Elbo elbo = new Elbo(model, SampleLattice.single(2), 1, false);
        sum += count * elbo.evaluate(rows, epsilon, false).elbo();
      }
      assertEquals(sum / points, Elbo.ofUnseen(model, x, 7), 1e-12);
      assertThrows(IllegalArgumentException.class, () -> Elbo.ofUnseen(model, new float[0], 7));
      assertThrows(IllegalArgumentException.class, () -> Elbo.ofUnseen(model, new float[7], 7));
    }
  }
}
