package vaelab.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import vaelab.plot.Curves.Curve;
import vaelab.plot.Curves.Reference;

/** Turns {@link Curves} into an XChart chart. */
final class CurvesPainter {

  /** A figure of curves with at most this many points each shows every point. */
  private static final int MARKED_POINTS = 12;

  /** A legend is centred below the plot, so what is to its left and right is lost to it. */
  private static final int BESIDE_PLOT = 70;

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE,
    SeriesMarkers.DIAMOND,
    SeriesMarkers.TRIANGLE_UP,
    SeriesMarkers.SQUARE,
    SeriesMarkers.TRIANGLE_DOWN
  };

  private final Curves chosen;

  CurvesPainter(Curves curves) {
    chosen = curves;
  }

  XYChart paint() {
    XYChart chart =
        new XYChartBuilder()
            .width(chosen.width)
            .height(chosen.height)
            .title(chosen.title)
            .xAxisTitle(chosen.xLabel)
            .yAxisTitle(chosen.yLabel)
            .build();
    style(chart.getStyler());
    Map<String, Color> colours = addCurves(chart);
    addReferences(chart, colours);
    if (chart.getSeriesMap().isEmpty()) {
      addNothing(chart);
    }
    return chart;
  }

  private void style(XYStyler styler) {
    PlotStyle.apply(styler);
    styler.setChartTitleVisible(!chosen.title.isEmpty());
    styler.setYAxisLogarithmic(chosen.logarithmic);
    // A curve within one decade would have one number at its axis; over many, all are too many.
    styler.setYAxisLogarithmicDecadeOnly(decades() > 2);
    styler.setXAxisLogarithmic(chosen.logarithmicX);
    if (chosen.logarithmic) {
      // XChart sets ticks as on a linear axis where somebody else writes their labels.
      styler.setyAxisTickLabelsFormattingFunction(null);
    }
    LegendPosition position = chosen.legend == null ? legendThatFits() : chosen.legend;
    styler.setLegendPosition(position);
    styler.setLegendLayout(
        position == LegendPosition.OutsideS ? LegendLayout.Horizontal : LegendLayout.Vertical);
    styler.setLegendVisible(
        chosen.hasLegend && chosen.curves.size() + chosen.references.size() > 1);
    boolean possible = chosen.yMin == null || chosen.yMin > 0 || !chosen.logarithmic;
    styler.setYAxisMin(possible ? chosen.yMin : null);
    styler.setYAxisMax(chosen.yMax);
    if (chosen.wholeNumbers) {
      wholeNumbersOnly(styler);
    }
  }

  /** Decades that all curves together span. */
  private double decades() {
    DoubleSummaryStatistics logs =
        chosen.curves.values().stream()
            .flatMapToDouble(c -> Arrays.stream(c.y()))
            .filter(y -> y > 0 && Double.isFinite(y))
            .map(Math::log10)
            .summaryStatistics();
    return logs.getMax() - logs.getMin();
  }

  /** XChart does not wrap a legend: what is wider than the chart would be cut off. */
  private LegendPosition legendThatFits() {
    int needed =
        Stream.concat(
                chosen.curves.keySet().stream(),
                chosen.references.stream().map(Reference::label).distinct())
            .mapToInt(PlotStyle::legendWidth)
            .sum();
    return needed <= chosen.width - BESIDE_PLOT ? LegendPosition.OutsideS : LegendPosition.OutsideE;
  }

  /** Between two epochs there is nothing: a tick at 1.5 gets no number. */
  private void wholeNumbersOnly(XYStyler styler) {
    double[] ends = xEnds();
    if (ends[1] - ends[0] > 12) {
      styler.setXAxisDecimalPattern("#0");
      // From equally spaced positions alone XChart would label 1, 6, 11; half an epoch of room at
      // the ends makes it choose round numbers.
      styler.setXAxisMin(ends[0] - 0.5);
      styler.setXAxisMax(ends[1] + 0.5);
    } else {
      styler.setxAxisTickLabelsFormattingFunction(
          x -> Math.abs(x - Math.rint(x)) < 1e-6 ? String.valueOf(Math.round(x)) : " ");
    }
  }

  private Map<String, Color> addCurves(XYChart chart) {
    Map<String, Color> colours = new LinkedHashMap<>();
    boolean marked = chosen.curves.values().stream().allMatch(c -> points(c) <= MARKED_POINTS);
    chosen.curves.forEach(
        (name, curve) -> {
          // A curve keeps its colour even when one before it has nothing to show yet.
          Color colour = PlotStyle.colour(curve.colour());
          colours.put(name, colour);
          long points = points(curve);
          if (points > 0) {
            XYSeries series = chart.addSeries(name, positions(curve), gaps(curve));
            series.setLineColor(colour).setLineStyle(PlotStyle.solid());
            series.setMarkerColor(colour);
            // A line alone would hide a single point.
            series.setMarker(marked || points == 1 ? marker(curve) : SeriesMarkers.NONE);
          }
        });
    return colours;
  }

  private long points(Curve curve) {
    return Arrays.stream(gaps(curve)).filter(Double::isFinite).count();
  }

  private static Marker marker(Curve curve) {
    return MARKERS[curve.marker() % MARKERS.length];
  }

  private double[] gaps(Curve curve) {
    return IntStream.range(0, curve.y().length)
        .mapToDouble(i -> isDrawn(curve.x()[i]) ? orGap(curve.y()[i]) : Double.NaN)
        .toArray();
  }

  /** A gap needs a place too. */
  private double[] positions(Curve curve) {
    double place = Arrays.stream(curve.x()).filter(this::isDrawn).min().orElse(1);
    return Arrays.stream(curve.x()).map(x -> isDrawn(x) ? x : place).toArray();
  }

  private boolean isDrawn(double x) {
    return x > 0 || !chosen.logarithmicX;
  }

  private double orGap(double y) {
    return Double.isFinite(y) && (y > 0 || !chosen.logarithmic) ? y : Double.NaN;
  }

  private void addReferences(XYChart chart, Map<String, Color> colours) {
    Map<String, List<Reference>> byLabel = new LinkedHashMap<>();
    for (Reference reference : chosen.references) {
      // A logarithmic axis does not reach 0.
      if (!Double.isNaN(orGap(reference.value()))) {
        byLabel.computeIfAbsent(reference.label(), l -> new ArrayList<>()).add(reference);
      }
    }
    byLabel.forEach(
        (label, lines) -> {
          if (lines.size() == 1) {
            addLine(chart, label, lines.get(0).value(), colour(lines.get(0), colours));
          } else {
            // One grey entry in the legend for all of them; its line lies below the first.
            addLine(chart, label, lines.get(0).value(), PlotStyle.MUTED);
            for (int i = 0; i < lines.size(); i++) {
              Reference line = lines.get(i);
              addLine(chart, label + " [" + i + "]", line.value(), colour(line, colours))
                  .setShowInLegend(false);
            }
          }
        });
  }

  /** Darker than its curve, or it would vanish where the curve reaches it. */
  private static Color colour(Reference line, Map<String, Color> colours) {
    Color curve = line.curve() == null ? null : colours.get(line.curve());
    return curve == null ? PlotStyle.MUTED : curve.darker();
  }

  private XYSeries addLine(XYChart chart, String name, double value, Color colour) {
    XYSeries series = chart.addSeries(name, xEnds(), new double[] {value, value});
    series.setLineColor(colour).setLineStyle(PlotStyle.dashed());
    series.setMarker(SeriesMarkers.NONE);
    return series;
  }

  /** A line needs two different ends, even before the second epoch. */
  private double[] xEnds() {
    double[] x =
        chosen.curves.values().stream()
            .flatMapToDouble(c -> Arrays.stream(c.x()))
            .filter(this::isDrawn)
            .toArray();
    double min = Arrays.stream(x).min().orElse(chosen.logarithmicX ? 1 : 0);
    double max = Arrays.stream(x).max().orElse(1);
    return new double[] {min, max > min ? max : min + 1};
  }

  /** XChart cannot draw a chart without series; an invisible one gives it axes. */
  private void addNothing(XYChart chart) {
    XYSeries series = chart.addSeries(" ", xEnds(), new double[] {1, 2});
    series.setLineColor(new Color(0, 0, 0, 0)).setLineStyle(PlotStyle.solid());
    series.setMarker(SeriesMarkers.NONE);
    series.setShowInLegend(false);
  }
}
