package vaelab.msvae.energy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.msvae.energy.SampleLattice.Pairing;

/** All implementations give the energies and gradients of the definition, to the last bit. */
class EnergiesAgreeTest {
  private static final int MOST_POINTS = 1 << 12;

  private static final TensorStateEnergies TENSOR =
      new TensorStateEnergies(new SumCombination(), new LaplaceNoise());
  private static final List<StateEnergies> ALL = List.of(new VectorStateEnergies(), TENSOR);

  @Provide
  Arbitrary<Integer> oddWidths() {
    return Arbitraries.of(1, 7, 17, 33, 100);
  }

  @Property(tries = 60)
  void anySizes(
      @ForAll @IntRange(min = 1, max = 12) int streams,
      @ForAll @IntRange(min = 1, max = 3) int samples,
      @ForAll Pairing pairing,
      @ForAll @IntRange(min = 1, max = 5) int batch,
      @ForAll @From("oddWidths") int dim,
      @ForAll long seed) {
    int options = pairing == Pairing.CROSSWISE ? samples + 1 : 2;
    int most = (int) (Math.log(MOST_POINTS) / Math.log(options) + 1e-9);
    SampleLattice lattice = new SampleLattice(Math.min(streams, most), samples, pairing);
    int width = lattice.size() > 256 ? Math.min(dim, 17) : dim;
    check(EnergyCase.random(lattice, batch, width, seed), 0.25f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void everyNumberOfStreams(int streams) {
    SampleLattice lattice = SampleLattice.single(streams);
    check(EnergyCase.random(lattice, 2, streams > 8 ? 7 : 33, streams), 0);
  }

  @ParameterizedTest
  @EnumSource(Pairing.class)
  void tilesOfFourRowsAndWhatIsLeftOver(Pairing pairing) {
    // 27 lower and 9 upper rows crosswise: whole tiles, and rows left over on both sides.
    check(EnergyCase.random(new SampleLattice(5, 2, pairing), 2, 19, 11), 0);
  }

  @Test
  void streamsOfZeroesLeaveTheDistanceFromZero() {
    EnergyCase some = EnergyCase.random(SampleLattice.single(5), 3, 17, 1);
    float[][] zero = new float[5][3 * 17];
    check(new EnergyCase(some.lattice(), 3, 17, some.x(), zero), 0);
  }

  @Test
  void whereTheMixtureIsMetExactlyEnergyAndGradientAreZero() {
    EnergyCase some = EnergyCase.random(SampleLattice.single(3), 2, 17, 5);
    float[] x = new float[2 * 17];
    for (int i = 0; i < x.length; i++) {
      x[i] = some.mu()[0][i] + some.mu()[2][i];
    }
    EnergyCase met = new EnergyCase(some.lattice(), 2, 17, x, some.mu());
    float[] weights = new float[2 * 8];
    weights[0b101] = 1;
    weights[8 + 0b101] = 1;
    try (NDManager manager = NDManager.newBaseManager()) {
      for (StateEnergies energies : ALL) {
        NDArray xs = met.x(manager, DataType.FLOAT32);
        NDList mu = met.mu(manager, DataType.FLOAT32);
        float[] values = energies.energies(xs, mu, met.lattice());
        assertEquals(0, values[0b101], energies.description());
        assertEquals(0, values[8 + 0b101], energies.description());
        for (NDArray g : energies.gradient(xs, mu, met.lattice(), weights, 0)) {
          assertArrayEquals(new float[2 * 17], g.toFloatArray(), energies.description());
        }
      }
    }
    check(met, 0);
  }

  @Test
  void weightsAtTheThresholdAreLeftOutAndThoseAboveKept() {
    EnergyCase some = EnergyCase.random(SampleLattice.single(4), 1, 7, 9);
    float[] weights = new float[16];
    weights[5] = 0.5f;
    weights[6] = Math.nextUp(0.5f);
    float[] kept = new float[16];
    kept[6] = Math.nextUp(0.5f);
    assertGradient(some, weights, 0.5f);
    double[][] expected = NaiveEnergies.gradient(some.x(), some.mu(), some.lattice(), 1, kept, 0);
    assertArrayEquals(
        expected,
        NaiveEnergies.gradient(some.x(), some.mu(), some.lattice(), 1, weights, 0.5f),
        "the definition itself");
  }

  @Test
  void valuesOffTheGridAgreeToRounding() {
    SplittableRandom random = new SplittableRandom(3);
    SampleLattice lattice = SampleLattice.single(10);
    int dim = 784;
    EnergyCase some = EnergyCase.random(lattice, 1, dim, 3);
    for (float[] m : some.mu()) {
      for (int i = 0; i < m.length; i++) {
        m[i] = (float) random.nextDouble();
      }
    }
    double[] expected = NaiveEnergies.energies(some.x(), some.mu(), lattice, 1);
    try (NDManager manager = NDManager.newBaseManager()) {
      for (StateEnergies energies : ALL) {
        float[] values =
            energies.energies(
                some.x(manager, DataType.FLOAT32), some.mu(manager, DataType.FLOAT32), lattice);
        for (int i = 0; i < values.length; i++) {
          // 784 terms of up to ten roundings each: 1e-6 of the sum is a few units in the last
          // place.
          assertEquals(expected[i], values[i], 1e-6 * expected[i], energies.description());
        }
      }
    }
  }

  @Test
  void viewsWithStridesAreReadAsWhatTheyShow() {
    EnergyCase some = EnergyCase.random(SampleLattice.single(3), 4, 7, 2);
    double[] expected = NaiveEnergies.energies(some.x(), some.mu(), some.lattice(), 4);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDList mu = new NDList();
      for (NDArray m : some.mu(manager, DataType.FLOAT32)) {
        mu.add(m.transpose().mul(1).reshape(7, 4).transpose());
      }
      NDArray x = some.x(manager, DataType.FLOAT32);
      for (StateEnergies energies : ALL) {
        assertExact(expected, energies.energies(x, mu, some.lattice()), energies.description());
      }
    }
  }

  private static void check(EnergyCase some, float threshold) {
    double[] expected = NaiveEnergies.energies(some.x(), some.mu(), some.lattice(), some.batch());
    try (NDManager manager = NDManager.newBaseManager()) {
      for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
        NDArray x = some.x(manager, type);
        NDList mu = some.mu(manager, type);
        for (StateEnergies energies : ALL) {
          assertExact(
              expected,
              energies.energies(x, mu, some.lattice()),
              energies.description() + " " + type);
        }
      }
    }
    assertGradient(some, some.sparseWeights(3, some.batch()), threshold);
  }

  private static void assertGradient(EnergyCase some, float[] weights, float threshold) {
    double[][] expected =
        NaiveEnergies.gradient(
            some.x(), some.mu(), some.lattice(), some.batch(), weights, threshold);
    try (NDManager manager = NDManager.newBaseManager()) {
      for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
        NDArray x = some.x(manager, type);
        NDList mu = some.mu(manager, type);
        for (StateEnergies energies : ALL) {
          NDList gradient = energies.gradient(x, mu, some.lattice(), weights, threshold);
          assertEquals(expected.length, gradient.size());
          for (int h = 0; h < expected.length; h++) {
            assertEquals(type, gradient.get(h).getDataType());
            assertEquals(mu.get(h).getShape(), gradient.get(h).getShape());
            float[] actual = gradient.get(h).toType(DataType.FLOAT32, false).toFloatArray();
            assertExact(expected[h], actual, energies.description() + " " + type + " stream " + h);
          }
        }
      }
    }
  }

  /** All sums are exact on the grid, so no tolerance is needed. */
  private static void assertExact(double[] expected, float[] actual, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      if (expected[i] != actual[i]) {
        assertEquals(expected[i], actual[i], 0, what + ", index " + i);
      }
    }
  }
}
