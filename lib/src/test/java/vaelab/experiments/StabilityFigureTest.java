package vaelab.experiments;

import org.junit.jupiter.api.Test;

class StabilityFigureTest {
  @Test
  void isPainted() {
    Painted.assertPainted(StabilityFigure.paint());
  }
}
