package vaelab.plot;

import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Builds a line chart: named curves, and dashed horizontal lines for the values that they should
 * reach.
 *
 * <pre>{@code
 * XYChart chart = Curves.titled("Activation rates").x("epoch").y("pi")
 *     .curve("pi_0", epochs, pi0).curve("pi_1", epochs, pi1)
 *     .reference("generating value 0.3", 0.3, "pi_0")
 *     .build();
 * }</pre>
 */
public final class Curves {

  /** Curves with at most this many points show each of them: a line alone would hide one point. */
  private static final int MARKED_POINTS = 12;

  private record Curve(double[] x, double[] y) {}

  private record Reference(String label, double value, String curve) {}

  private final String title;
  private final Map<String, Curve> curves = new LinkedHashMap<>();
  private final List<Reference> references = new ArrayList<>();
  private String xLabel = "epoch";
  private String yLabel = "";
  private int width = PlotStyle.WIDTH;
  private int height = PlotStyle.HEIGHT;
  private boolean logarithmic;
  private boolean wholeNumbers = true;
  private LegendPosition legend;
  private Double yMin;
  private Double yMax;

  private Curves(String title) {
    this.title = title;
  }

  /**
   * Starts a chart.
   *
   * @param title its title; may be empty
   * @return a builder for curves over epochs
   */
  public static Curves titled(String title) {
    return new Curves(title);
  }

  /**
   * Labels the horizontal axis, "epoch" by default. Axes named so show whole numbers only.
   *
   * @param label the quantity and its unit, for example "time in s"
   * @return this
   */
  public Curves x(String label) {
    xLabel = label;
    wholeNumbers = label.startsWith("epoch");
    return this;
  }

  /**
   * Labels the vertical axis.
   *
   * @param label the quantity and its unit, for example "ELBO in nats"
   * @return this
   */
  public Curves y(String label) {
    yLabel = label;
    return this;
  }

  /**
   * Adds a curve. Values that are not finite (and on a logarithmic axis those not above 0) make
   * gaps; a curve without any finite value is left out of the chart.
   *
   * @param name its name in the legend
   * @param x positions
   * @param y values, as many
   * @return this
   * @throws IllegalArgumentException if the lengths differ or the name is taken
   */
  public Curves curve(String name, double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "Curve '" + name + "' has " + x.length + " positions but " + y.length + " values");
    }
    if (isTaken(name)) {
      throw new IllegalArgumentException("There is already a curve or line '" + name + "'");
    }
    curves.put(name, new Curve(x.clone(), y.clone()));
    return this;
  }

  /**
   * Adds a dashed horizontal line in grey.
   *
   * @param label its name in the legend, for example "paper: 412.0"
   * @param value its height
   * @return this
   * @throws IllegalArgumentException if the label is taken or the value not finite
   */
  public Curves reference(String label, double value) {
    return reference(label, value, null);
  }

  /**
   * Adds a dashed horizontal line in the colour of a curve.
   *
   * @param label its name in the legend
   * @param value its height
   * @param curve the curve that should reach it; grey if null or not in the chart
   * @return this
   * @throws IllegalArgumentException if the label is taken or the value not finite
   */
  public Curves reference(String label, double value, String curve) {
    if (!Double.isFinite(value) || isTaken(label)) {
      throw new IllegalArgumentException(
          "A reference line needs a new label and a finite value, but got '"
              + label
              + "', "
              + value);
    }
    references.add(new Reference(label, value, curve));
    return this;
  }

  private boolean isTaken(String name) {
    return curves.containsKey(name) || references.stream().anyMatch(r -> r.label().equals(name));
  }

  /**
   * Sets the size.
   *
   * @param newWidth in points
   * @param newHeight in points
   * @return this
   */
  public Curves size(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    return this;
  }

  /**
   * Makes the vertical axis logarithmic.
   *
   * @return this
   */
  public Curves logarithmic() {
    logarithmic = true;
    return this;
  }

  /**
   * Moves the legend. By default it stands below the plot, or to its right if it is too wide for
   * that.
   *
   * @param position where to
   * @return this
   */
  public Curves legend(LegendPosition position) {
    legend = position;
    return this;
  }

  /**
   * Fixes the vertical axis; curves outside are cut off.
   *
   * @param min lower end, or null to let the data decide
   * @param max upper end, or null to let the data decide
   * @return this
   */
  public Curves yRange(Double min, Double max) {
    yMin = min;
    yMax = max;
    return this;
  }

  /**
   * Starts the vertical axis where the curves are from some point on, so that a first epoch far
   * below does not flatten the rest. Call it after the curves and references.
   *
   * @param part the first part of each curve that may leave the plot, in [0, 1)
   * @return this
   */
  public Curves cutOffStart(double part) {
    double[] later =
        DoubleStream.concat(
                curves.values().stream()
                    .flatMapToDouble(
                        c -> Arrays.stream(c.y(), (int) (part * c.y().length), c.y().length)),
                references.stream().mapToDouble(Reference::value))
            .filter(Double::isFinite)
            .toArray();
    double min = Arrays.stream(later).min().orElse(Double.NaN);
    double max = Arrays.stream(later).max().orElse(Double.NaN);
    if (max > min) {
      yMin = min - 0.05 * (max - min);
    }
    return this;
  }

  /**
   * Draws the chart.
   *
   * @return the chart; each curve and each line is one of its series
   */
  public XYChart build() {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(xLabel)
            .yAxisTitle(yLabel)
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
    styler.setChartTitleVisible(!title.isEmpty());
    styler.setYAxisLogarithmic(logarithmic);
    LegendPosition position = legend == null ? legendThatFits() : legend;
    styler.setLegendPosition(position);
    styler.setLegendLayout(
        position == LegendPosition.OutsideS ? LegendLayout.Horizontal : LegendLayout.Vertical);
    styler.setLegendVisible(curves.size() + references.size() > 1);
    styler.setYAxisMin(yMin);
    styler.setYAxisMax(yMax);
    if (wholeNumbers) {
      wholeNumbersOnly(styler);
    }
  }

  /** XChart does not wrap a legend: what is wider than the chart would be cut off. */
  private LegendPosition legendThatFits() {
    Font font = PlotStyle.font(Font.PLAIN, 12);
    int needed =
        Stream.concat(curves.keySet().stream(), references.stream().map(Reference::label))
            .mapToInt(name -> PlotStyle.textWidth(font, name) + 48)
            .sum();
    return needed <= width - 20 ? LegendPosition.OutsideS : LegendPosition.OutsideE;
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
    curves.forEach(
        (name, curve) -> {
          // A curve keeps its colour even when one before it has nothing to show yet.
          Color colour = PlotStyle.colour(colours.size());
          colours.put(name, colour);
          double[] y = Arrays.stream(curve.y()).map(this::orGap).toArray();
          long points = Arrays.stream(y).filter(Double::isFinite).count();
          if (points > 0) {
            XYSeries series = chart.addSeries(name, curve.x(), y);
            series.setLineColor(colour).setLineStyle(PlotStyle.solid());
            series.setMarkerColor(colour);
            series.setMarker(points <= MARKED_POINTS ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
          }
        });
    return colours;
  }

  private double orGap(double y) {
    return Double.isFinite(y) && (y > 0 || !logarithmic) ? y : Double.NaN;
  }

  private void addReferences(XYChart chart, Map<String, Color> colours) {
    double[] ends = xEnds();
    for (Reference reference : references) {
      double[] y = {reference.value(), reference.value()};
      XYSeries series = chart.addSeries(reference.label(), ends, y);
      Color colour =
          reference.curve() == null
              ? PlotStyle.MUTED
              // Darker than its curve, or it would vanish where the curve reaches it.
              : colours.getOrDefault(reference.curve(), PlotStyle.MUTED).darker();
      series.setLineColor(colour).setLineStyle(PlotStyle.dashed());
      series.setMarker(SeriesMarkers.NONE);
    }
  }

  /** A line needs two different ends, even before the second epoch. */
  private double[] xEnds() {
    double[] x = curves.values().stream().flatMapToDouble(c -> Arrays.stream(c.x())).toArray();
    double min = Arrays.stream(x).min().orElse(0);
    double max = Arrays.stream(x).max().orElse(1);
    return new double[] {min, max > min ? max : min + 1};
  }

  /** XChart cannot draw a chart without series; an invisible one gives it axes. */
  private void addNothing(XYChart chart) {
    XYSeries series = chart.addSeries(" ", new double[] {0, 1}, new double[] {1, 2});
    series.setLineColor(new Color(0, 0, 0, 0)).setLineStyle(PlotStyle.solid());
    series.setMarker(SeriesMarkers.NONE);
    series.setShowInLegend(false);
  }
}
