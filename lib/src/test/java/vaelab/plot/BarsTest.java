package vaelab.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.CategoryChart;

class BarsTest {

  @Test
  void barsAndReferencesAreSeriesWithTheirData() {
    CategoryChart chart =
        Bars.titled("accuracy", List.of("0", "1"))
            .labels("digit", "accuracy in %")
            .bars("paper", 98, 97)
            .bars("here", new double[] {98.5, 97.5}, new double[] {0.1, 0})
            .bars("partly", 96, Double.NaN)
            .reference("mean", 97.5)
            .withNumbers()
            .build();
    assertEquals(
        List.of("paper", "here", "partly", "mean"), List.copyOf(chart.getSeriesMap().keySet()));
    assertEquals(List.of(98.0, 97.0), chart.getSeriesMap().get("paper").getYData());
    assertEquals(List.of("0", "1"), List.copyOf(chart.getSeriesMap().get("here").getXData()));
    assertEquals(List.of(97.5, 97.5), chart.getSeriesMap().get("mean").getYData());
    assertEquals(2 * PlotStyle.HEIGHT, Figures.toImage(chart).getHeight());
  }

  @Test
  void wrongSizesAreRefused() {
    Bars bars = Bars.titled("", List.of("0", "1", "2"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> bars.bars("x", 1, 2)).getMessage();
    assertTrue(message.contains("needs 3") && message.contains("2 values"), message);
    assertThrows(
        IllegalArgumentException.class, () -> bars.bars("x", new double[3], new double[] {1}));
    double[] missing = {1, Double.NaN, 1};
    assertThrows(IllegalArgumentException.class, () -> bars.bars("x", missing, new double[3]));
    assertThrows(IllegalStateException.class, bars::build);
    assertThrows(IllegalArgumentException.class, () -> Bars.titled("", List.of()));
  }
}
