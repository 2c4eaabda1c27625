package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vaelab.tensor.Workers;
import vaelab.train.EpochLoop;
import vaelab.train.History;

class TrainingCostTest {
  private static History course(double... seconds) {
    History history = new History();
    for (int i = 0; i < seconds.length; i++) {
      history.add(i + 1, Map.of("seconds", seconds[i]));
    }
    return history;
  }

  @Test
  void timesOfEpochsAddUpAndCoresShareTrainings() {
    assertEquals(6, TrainingCost.seconds(course(1, 2, 3)));
    assertEquals(0, TrainingCost.seconds(new History()));
    assertEquals(6, TrainingCost.sideBySide(List.of(course(1, 2, 3))));
    assertEquals(0, TrainingCost.sideBySide(List.of()));
    int cores = Workers.together(3);
    assertEquals(
        12.0 / cores, TrainingCost.sideBySide(List.of(course(1, 2), course(4), course(5))), 1e-12);
  }

  /** Whatever the machine that reads it has. */
  @Test
  void courseSaysHowManyTrainingsSharedTheMachine() {
    History first = new History();
    first.add(1, Map.of("seconds", 8.0, EpochLoop.TOGETHER, 4.0));
    first.add(2, Map.of("seconds", 6.0, EpochLoop.TOGETHER, 2.0));
    History last = new History();
    last.add(1, Map.of("seconds", 5.0, EpochLoop.TOGETHER, 1.0));
    assertEquals(2 + 3 + 5, TrainingCost.sideBySide(List.of(first, last)), 1e-12);
  }

  @Test
  void minutesSayWhatIsMissing() {
    assertEquals("1.5", TrainingCost.of(90, 1, "all").minutes());
    assertEquals(
        "1.5, without experts", new TrainingCost(90, List.of("experts"), 1, "all").minutes());
  }
}
