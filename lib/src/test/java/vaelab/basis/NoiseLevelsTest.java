package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** The grid of noise levels and the step sizes that go with it. */
class NoiseLevelsTest {

  /** The numbers that stand in the released separation script. */
  @Test
  void areTheReleasedTen() {
    double[] released = {
      1, .59948425, .35938137, .21544347, .12915497, .07742637, .04641589, .02782559, .01668101, .01
    };
    assertEquals(released.length, NoiseLevels.RELEASED.count());
    for (int i = 0; i < released.length; i++) {
      assertEquals(released[i], NoiseLevels.RELEASED.sigma(i), 5e-9);
    }
  }

  @Test
  void stepSizesGrowWithTheVariance() {
    LangevinSchedule schedule = LangevinSchedule.SEPARATION;
    assertEquals(100, schedule.steps());
    assertEquals(3e-5, schedule.stepSize(NoiseLevels.RELEASED, 9), 1e-18);
    assertEquals(0.3, schedule.stepSize(NoiseLevels.RELEASED, 0), 1e-14);
    assertEquals(2e-5, LangevinSchedule.PRIOR.stepSize(NoiseLevels.RELEASED, 9), 1e-18);
    NoiseLevels pair = new NoiseLevels(0.5, 0.1, 2);
    assertEquals(25 * 4e-3, new LangevinSchedule(4e-3, 1).stepSize(pair, 0), 1e-15);
  }

  @Test
  void aSingleLevelHasBothEnds() {
    assertEquals(0.3, new NoiseLevels(0.3, 0.3, 1).sigma(0));
    assertThrows(IllegalArgumentException.class, () -> new NoiseLevels(1, 0.3, 1));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> new NoiseLevels(0.1, 0.2, 3));
    assertThrows(IllegalArgumentException.class, () -> new NoiseLevels(1, 0, 3));
    assertThrows(IllegalArgumentException.class, () -> new NoiseLevels(Double.NaN, 0.1, 3));
    assertThrows(IllegalArgumentException.class, () -> NoiseLevels.RELEASED.sigma(10));
    assertThrows(IllegalArgumentException.class, () -> NoiseLevels.RELEASED.sigma(-1));
    assertThrows(IllegalArgumentException.class, () -> new LangevinSchedule(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new LangevinSchedule(1e-5, 0));
  }
}
