package vaelab.msvae.energy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vaelab.msvae.energy.SampleLattice.Pairing;

/** Sizes, indices and the refusal of what cannot be held in memory. */
class SampleLatticeTest {

  @Test
  void sizesAsInThePaper() {
    SampleLattice cross = new SampleLattice(2, 100, Pairing.CROSSWISE);
    assertEquals(1 + 100 + 100 + 100 * 100, cross.size());
    assertEquals(8, cross.lattices(8));
    assertEquals(8L * 10201 * 4, cross.bytes(8));
    SampleLattice pair = new SampleLattice(2, 100, Pairing.PAIRWISE);
    assertEquals(4, pair.size());
    assertEquals(800, pair.lattices(8));
    assertEquals(1024, SampleLattice.single(10).size());
  }

  @Test
  void everySampleOfEveryPointHasItsRowOnce() {
    int batch = 3;
    for (Pairing pairing : Pairing.values()) {
      SampleLattice lattice = new SampleLattice(2, 4, pairing);
      boolean[] seen = new boolean[4 * batch];
      for (int l = 0; l < lattice.lattices(batch); l++) {
        for (int option = 1; option < lattice.options(); option++) {
          int row = lattice.row(l, option, batch);
          assertEquals(l % batch, row % batch, "row of another data point");
          assertTrue(!seen[row], "row " + row + " twice");
          seen[row] = true;
        }
      }
      for (boolean s : seen) {
        assertTrue(s, "a sample that no lattice shows");
      }
    }
  }

  @Test
  void refusesWhatNoMemoryHoldsWithTheFigure() {
    IllegalArgumentException wide =
        assertThrows(
            IllegalArgumentException.class, () -> new SampleLattice(10, 100, Pairing.CROSSWISE));
    assertTrue(wide.getMessage().contains("1.10e+20"), wide.getMessage());
    assertThrows(IllegalArgumentException.class, () -> SampleLattice.single(25));
    assertThrows(IllegalArgumentException.class, () -> SampleLattice.single(0));
    assertThrows(IllegalArgumentException.class, () -> new SampleLattice(2, 0, Pairing.PAIRWISE));
    IllegalArgumentException deep =
        assertThrows(
            IllegalArgumentException.class, () -> SampleLattice.single(24).requireMemory(200));
    assertTrue(deep.getMessage().contains("12.5 GiB"), deep.getMessage());
    assertDoesNotThrow(() -> SampleLattice.single(10).requireMemory(125));
  }
}
