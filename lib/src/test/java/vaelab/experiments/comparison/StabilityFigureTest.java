package vaelab.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vaelab.experiments.Painted;

class StabilityFigureTest {
  /** By what a step multiplies each residual: 1 - 0.3 c K. */
  private static final Map<String, Double> FACTORS =
      Map.of("c = 1, K = 4", -0.2, "c = 2, K = 3", -0.8, "c = 2, K = 4", -1.4);

  @Test
  void isPainted() {
    Painted.assertPainted(StabilityFigure.paint());
  }

  @Test
  void onlyTheReleasedGradientOfFourSourcesGrows() {
    List<StabilityFigure.Residual> residuals = StabilityFigure.residuals();
    assertEquals(
        FACTORS.keySet().stream().sorted().toList(),
        residuals.stream().map(StabilityFigure.Residual::label).sorted().toList());
    for (StabilityFigure.Residual residual : residuals) {
      double each = Math.log10(Math.abs(FACTORS.get(residual.label())));
      assertEquals(residual.label().equals("c = 2, K = 4"), each > 0);
      double[] steps = residual.steps();
      assertEquals(0, steps[0]);
      assertEquals(100, steps[steps.length - 1]);
      for (int i = 0; i < steps.length; i++) {
        assertEquals(steps[i] * each, residual.size()[i], 1e-9, residual.label());
      }
    }
  }
}
