package vaelab.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {

  @Test
  void thePapersScheduleDecaysEachEpochDownToItsFloor() {
    LearningRateSchedule schedule = LearningRateSchedule.paper(2e-4);
    assertEquals(2e-4, schedule.at(1));
    assertEquals(2e-4 * 0.9998 * 0.9998, schedule.at(3), 1e-18);
    assertEquals(1e-5, schedule.at(100_000));
    assertEquals(1e-6, LearningRateSchedule.paper(1e-6).at(100));
  }

  @Test
  void theCosineRunsFromInitialToFloor() {
    LearningRateSchedule schedule = new LearningRateSchedule.Cosine(1, 0.2, 11);
    assertEquals(1, schedule.at(1), 1e-15);
    assertEquals(0.6, schedule.at(6), 1e-15);
    assertEquals(0.2, schedule.at(11), 1e-15);
    assertEquals(0.2, schedule.at(50), 1e-15);
    assertEquals(1, new LearningRateSchedule.Cosine(1, 0.2, 1).at(1));
  }

  @Test
  void aConstantStaysAndBadNumbersAreRefused() {
    assertEquals(0.5, LearningRateSchedule.constant(0.5).at(9));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.constant(0));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.constant(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> LearningRateSchedule.paper(1e-4).at(0));
    assertThrows(
        IllegalArgumentException.class, () -> new LearningRateSchedule.Exponential(1, 1.1, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new LearningRateSchedule.Exponential(1, 0.9, 2));
  }
}
