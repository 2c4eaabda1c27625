package vaelab.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

class CurvesTest {

  private static final double[] EPOCHS = IntStream.rangeClosed(1, 40).asDoubleStream().toArray();

  private static double[] values(double limit) {
    return IntStream.range(0, 40).mapToDouble(e -> limit + Math.exp(-e)).toArray();
  }

  @Test
  void curvesAndReferencesAreSeriesWithTheirData() {
    XYChart chart =
        Curves.titled("rates")
            .y("pi")
            .curve("pi[0]", EPOCHS, values(0.3))
            .curve("pi[1]", EPOCHS, values(0.2))
            .reference("generating 0.3", 0.3, "pi[0]")
            .reference("paper", 0.31)
            .build();
    assertEquals(
        List.of("pi[0]", "pi[1]", "generating 0.3", "paper"),
        List.copyOf(chart.getSeriesMap().keySet()));
    assertArrayEquals(values(0.2), chart.getSeriesMap().get("pi[1]").getYData());
    XYSeries line = chart.getSeriesMap().get("generating 0.3");
    assertArrayEquals(new double[] {1, 40}, line.getXData());
    assertArrayEquals(new double[] {0.3, 0.3}, line.getYData());
    assertEquals(PlotStyle.colour(0).darker(), line.getLineColor());
    assertEquals(PlotStyle.MUTED, chart.getSeriesMap().get("paper").getLineColor());
    assertEquals("epoch", chart.getXAxisTitle());
    assertEquals(SeriesMarkers.NONE, chart.getSeriesMap().get("pi[0]").getMarker());
  }

  @Test
  void linesWithOneLabelShareAnEntryInTheLegend() {
    XYChart chart =
        Curves.titled("rates")
            .curve("pi[0]", EPOCHS, values(0.3))
            .curve("pi[1]", EPOCHS, values(0.2))
            .reference("generating", 0.3, "pi[0]")
            .reference("generating", 0.2, "pi[1]")
            .build();
    assertEquals(
        List.of("pi[0]", "pi[1]", "generating"),
        chart.getSeriesMap().values().stream()
            .filter(series -> series.isShowInLegend())
            .map(series -> series.getName())
            .toList());
    XYSeries second = chart.getSeriesMap().get("generating [1]");
    assertArrayEquals(new double[] {0.2, 0.2}, second.getYData());
    assertEquals(PlotStyle.colour(1).darker(), second.getLineColor());
  }

  @Test
  void valuesThatAreNotFiniteBecomeGaps() {
    double[] x = {1, 2, 3, 4};
    double[] y = {1, Double.POSITIVE_INFINITY, Double.NaN, -2};
    double nan = Double.NaN;
    XYSeries line = Curves.titled("").curve("a", x, y).build().getSeriesMap().get("a");
    assertArrayEquals(new double[] {1, nan, nan, -2}, line.getYData());
    assertEquals(SeriesMarkers.CIRCLE, line.getMarker(), "a single point needs a marker");
    line = Curves.titled("").curve("a", x, y).logarithmic().build().getSeriesMap().get("a");
    assertArrayEquals(new double[] {1, nan, nan, nan}, line.getYData());
  }

  @Test
  void logarithmicAxesHaveTheirOwnTicksAndNoPlaceForZero() {
    double[] x = {0, 0.01, 100};
    XYChart chart =
        Curves.titled("")
            .curve("a", x, new double[] {1, 2, 3})
            .curve("none", new double[] {0}, new double[] {1})
            .logarithmicX()
            .withoutLegend()
            .build();
    double nan = Double.NaN;
    XYSeries line = chart.getSeriesMap().get("a");
    assertArrayEquals(new double[] {0.01, 0.01, 100}, line.getXData());
    assertArrayEquals(new double[] {nan, 2, 3}, line.getYData());
    assertFalse(chart.getSeriesMap().containsKey("none"));
    assertTrue(chart.getStyler().isXAxisLogarithmic());
    assertFalse(chart.getStyler().isLegendVisible());
    // XChart sets ticks as on a linear axis where it does not write their labels.
    assertNull(chart.getStyler().getxAxisTickLabelsFormattingFunction());
    chart = Curves.titled("").curve("a", EPOCHS, EPOCHS).logarithmic().build();
    assertNull(chart.getStyler().getyAxisTickLabelsFormattingFunction());
  }

  @Test
  void whenTheColoursBeginAgainMarkersChange() {
    Curves curves = Curves.titled("");
    double[] one = {1};
    for (int i = 0; i < 11; i++) {
      curves.curve("curve " + i, one, one);
    }
    XYChart chart = curves.build();
    assertEquals(SeriesMarkers.CIRCLE, chart.getSeriesMap().get("curve 9").getMarker());
    assertEquals(SeriesMarkers.DIAMOND, chart.getSeriesMap().get("curve 10").getMarker());
    assertEquals(PlotStyle.colour(0), chart.getSeriesMap().get("curve 10").getLineColor());
  }

  /** A marked line among unmarked ones would seem to mean something. */
  @Test
  void aShortCurveBesideALongOneHasNoMarkers() {
    double[] two = {1, 2};
    double[] many = IntStream.range(0, 13).asDoubleStream().toArray();
    XYChart alone = Curves.titled("").curve("short", two, two).build();
    assertEquals(SeriesMarkers.CIRCLE, alone.getSeriesMap().get("short").getMarker());
    XYChart both = Curves.titled("").curve("short", two, two).curve("long", many, many).build();
    assertEquals(SeriesMarkers.NONE, both.getSeriesMap().get("short").getMarker());
    assertEquals(SeriesMarkers.NONE, both.getSeriesMap().get("long").getMarker());
  }

  @Test
  void aFamilyHasOneColourAndMarkersOfItsOwn() {
    double[] one = {1};
    Curves curves = Curves.titled("").family().curve("a", one, one).curve("b", one, one);
    XYChart chart = curves.family().curve("c", one, one).build();
    assertEquals(PlotStyle.colour(0), chart.getSeriesMap().get("a").getLineColor());
    assertEquals(PlotStyle.colour(0), chart.getSeriesMap().get("b").getLineColor());
    assertEquals(PlotStyle.colour(1), chart.getSeriesMap().get("c").getLineColor());
    assertEquals(SeriesMarkers.CIRCLE, chart.getSeriesMap().get("a").getMarker());
    assertEquals(SeriesMarkers.DIAMOND, chart.getSeriesMap().get("b").getMarker());
    assertEquals(SeriesMarkers.CIRCLE, chart.getSeriesMap().get("c").getMarker());
  }

  @Test
  void aCurveKeepsItsColourWhenOneBeforeItHasNothingToShowYet() {
    double[] nothing = {Double.NaN};
    XYChart chart =
        Curves.titled("")
            .curve("late", new double[] {1}, nothing)
            .curve("b", new double[] {1}, new double[] {1})
            .build();
    assertFalse(chart.getSeriesMap().containsKey("late"));
    assertEquals(PlotStyle.colour(1), chart.getSeriesMap().get("b").getLineColor());
  }

  @Test
  void chartsWithLittleOrNoDataCanBeDrawn() {
    double[] one = {1};
    for (XYChart chart :
        List.of(
            Curves.titled("").build(),
            Curves.titled("").curve("a", new double[0], new double[0]).build(),
            Curves.titled("").reference("paper", 412).build(),
            Curves.titled("").curve("a", one, one).logarithmic().build(),
            Curves.titled("").curve("a", EPOCHS, EPOCHS).yRange(0d, 1d).build(),
            Curves.titled("").curve("a", one, one).cutOffStart(0.5).build(),
            Curves.titled("")
                .curve("a", EPOCHS, EPOCHS)
                .reference("below the axis", -1)
                .cutOffStart(0)
                .logarithmic()
                .build())) {
      assertEquals(2 * PlotStyle.WIDTH, Figures.toImage(chart).getWidth());
    }
  }

  @Test
  void theStartOfACurveCanBeCutOff() {
    double[] elbo = IntStream.range(0, 40).mapToDouble(e -> e == 0 ? -5000 : 400 + e).toArray();
    XYChart chart =
        Curves.titled("").curve("ELBO", EPOCHS, elbo).reference("r", 450).cutOffStart(0.1).build();
    assertEquals(404 - 0.05 * 46, chart.getStyler().getYAxisMin(), 1e-9);
  }

  @Test
  void aLegendTooWideForItsChartStandsBesideIt() {
    Curves ten = Curves.titled("");
    for (int h = 0; h < 10; h++) {
      ten.curve("pi of stream " + h, EPOCHS, values(h));
    }
    assertEquals(LegendPosition.OutsideE, ten.build().getStyler().getLegendPosition());
    Curves two = Curves.titled("").curve("a", EPOCHS, EPOCHS).curve("b", EPOCHS, EPOCHS);
    assertEquals(LegendPosition.OutsideS, two.build().getStyler().getLegendPosition());
    two.legend(LegendPosition.InsideNE);
    assertEquals(LegendPosition.InsideNE, two.build().getStyler().getLegendPosition());
    assertFalse(Curves.titled("").curve("a", EPOCHS, EPOCHS).build().getStyler().isLegendVisible());
  }

  @Test
  void wrongInputIsRefusedWithItsSizes() {
    Curves curves = Curves.titled("").curve("a", EPOCHS, EPOCHS);
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> curves.curve("b", EPOCHS, new double[] {1}))
            .getMessage();
    assertTrue(message.contains("40") && message.contains("1 values"), message);
    assertThrows(IllegalArgumentException.class, () -> curves.curve("a", EPOCHS, EPOCHS));
    assertThrows(IllegalArgumentException.class, () -> curves.reference("a", 1));
    assertThrows(IllegalArgumentException.class, () -> curves.reference("r", Double.NaN));
  }
}
