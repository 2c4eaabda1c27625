package vaelab.msvae.energy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.msvae.energy.SampleLattice.Pairing;

/** Only the states that can be, and energies of just those. */
class StateSpaceTest {

  @ParameterizedTest
  @CsvSource({"10,2,45", "10,3,120", "10,4,210", "10,0,1", "10,10,1", "1,1,1", "24,12,2704156"})
  void hasOneStateForEachChoice(int streams, int count, int states) {
    assertEquals(states, StateSpace.withCount(streams, count).size());
  }

  @Property(tries = 60)
  void holdsEveryStateOfThatCountOnceAscending(
      @ForAll @IntRange(min = 1, max = 12) int streams, @ForAll @IntRange(max = 12) int wanted) {
    int count = Math.min(streams, wanted);
    StateSpace space = StateSpace.withCount(streams, count);
    int next = 0;
    for (int state = 0; state < 1 << streams; state++) {
      if (Integer.bitCount(state) == count) {
        assertEquals(state, space.state(next++));
      }
    }
    assertEquals(next, space.size());
  }

  @Test
  void aLatticeOfAllStatesIsTheCompleteOne() {
    SampleLattice lattice = SampleLattice.single(3);
    assertSame(lattice, lattice.restrictedTo(StateSpace.all(3)));
    assertTrue(lattice.isComplete());
    assertTrue(StateSpace.all(3).isComplete());
  }

  @Property(tries = 40)
  void energiesOfSomeStatesAreThoseOfTheCompleteLattice(
      @ForAll @IntRange(min = 1, max = 10) int streams,
      @ForAll @IntRange(max = 10) int wanted,
      @ForAll @IntRange(min = 1, max = 3) int samples,
      @ForAll long seed) {
    SampleLattice all = new SampleLattice(streams, samples, Pairing.PAIRWISE);
    SampleLattice some = all.restrictedTo(StateSpace.withCount(streams, Math.min(streams, wanted)));
    EnergyCase data = EnergyCase.random(all, 3, 19, seed);
    try (NDManager manager = NDManager.newBaseManager()) {
      for (StateEnergies energies :
          List.of(
              new VectorStateEnergies(),
              new TensorStateEnergies(new SumCombination(), new LaplaceNoise()))) {
        NDList mu = data.mu(manager, DataType.FLOAT32);
        float[] full = energies.energies(data.x(manager, DataType.FLOAT32), mu, all);
        float[] part = energies.energies(data.x(manager, DataType.FLOAT32), mu, some);
        assertEquals(some.lattices(3) * some.size(), part.length);
        for (int l = 0; l < some.lattices(3); l++) {
          for (int t = 0; t < some.size(); t++) {
            assertEquals(
                full[l * all.size() + some.state(t)],
                part[l * some.size() + t],
                energies.description());
          }
        }
      }
    }
  }

  @Test
  void refusesWhatHasNoMeaning() {
    assertThrows(IllegalArgumentException.class, () -> StateSpace.withCount(3, 4));
    assertThrows(IllegalArgumentException.class, () -> StateSpace.withCount(3, -1));
    assertThrows(IllegalArgumentException.class, () -> StateSpace.all(32));
    StateSpace pairs = StateSpace.withCount(3, 2);
    assertThrows(IllegalArgumentException.class, () -> SampleLattice.single(4).restrictedTo(pairs));
    SampleLattice crosswise = new SampleLattice(3, 2, Pairing.CROSSWISE);
    assertThrows(IllegalArgumentException.class, () -> crosswise.restrictedTo(pairs));
    SampleLattice lattice = SampleLattice.single(3).restrictedTo(pairs);
    EnergyCase data = EnergyCase.random(SampleLattice.single(3), 1, 5, 1);
    try (NDManager manager = NDManager.newBaseManager()) {
      NDList mu = data.mu(manager, DataType.FLOAT32);
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new VectorStateEnergies()
                  .gradient(data.x(manager, DataType.FLOAT32), mu, lattice, new float[3], 0));
    }
  }
}
