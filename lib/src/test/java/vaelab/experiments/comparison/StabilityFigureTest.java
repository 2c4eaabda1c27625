package vaelab.experiments.comparison;

import org.junit.jupiter.api.Test;
import vaelab.experiments.Painted;

class StabilityFigureTest {
  @Test
  void isPainted() {
    Painted.assertPainted(StabilityFigure.paint());
  }
}
