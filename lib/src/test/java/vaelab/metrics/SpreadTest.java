package vaelab.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void isThePopulationDeviationOfTheRuns() {
    Spread spread = Spread.of(1, 2, 6);
    assertEquals(3, spread.mean(), 1e-15);
    assertEquals(Math.sqrt(14.0 / 3), spread.deviation(), 1e-15);
    assertEquals(3, spread.runs());
    assertEquals(spread, Spread.over(3, i -> i == 2 ? 6 : i + 1));
  }

  @Test
  void ofOneRunIsZeroAndOfNoneRefused() {
    assertEquals(new Spread(0.1, 0, 1), Spread.of(0.1));
    assertThrows(IllegalArgumentException.class, Spread::of);
  }
}
