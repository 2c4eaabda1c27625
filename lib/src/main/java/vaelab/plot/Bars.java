package vaelab.plot;

import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Builds a chart of grouped bars: one group a category (a class, a stream), one bar in it a series
 * (a method, "paper" and "here").
 */
public final class Bars {

  private record Series(double[] values, double[] errors) {}

  private final String title;
  private final List<String> categories;
  private final Map<String, Series> series = new LinkedHashMap<>();
  private final Map<String, Double> references = new LinkedHashMap<>();
  private String xLabel = "";
  private String yLabel = "";
  private int width = PlotStyle.WIDTH;
  private int height = PlotStyle.HEIGHT;
  private boolean numbers;
  private Double yMin;
  private Double yMax;

  private Bars(String title, List<String> categories) {
    this.title = title;
    this.categories = List.copyOf(categories);
  }

  /**
   * Starts a chart.
   *
   * @param title its title; may be empty
   * @param categories labels of the groups
   * @return a builder
   * @throws IllegalArgumentException if there is no category
   */
  public static Bars titled(String title, List<String> categories) {
    if (categories.isEmpty()) {
      throw new IllegalArgumentException("A bar chart needs at least one category");
    }
    return new Bars(title, categories);
  }

  /**
   * Labels the axes.
   *
   * @param x what the groups are
   * @param y the quantity and its unit
   * @return this
   */
  public Bars labels(String x, String y) {
    xLabel = x;
    yLabel = y;
    return this;
  }

  /**
   * Adds one bar to each group.
   *
   * @param name its name in the legend
   * @param values one a category; NaN for none
   * @return this
   * @throws IllegalArgumentException if there are not as many values as categories
   */
  public Bars bars(String name, double... values) {
    return bars(name, values, null);
  }

  /**
   * Adds one bar with an error bar to each group.
   *
   * @param name its name in the legend
   * @param values one a category, all finite if there are errors; else NaN for none
   * @param errors half lengths of the error bars, or null for none
   * @return this
   * @throws IllegalArgumentException if there are not as many values or errors as categories, or a
   *     value with an error is not finite
   */
  public Bars bars(String name, double[] values, double[] errors) {
    int expected = categories.size();
    if (values.length != expected || (errors != null && errors.length != expected)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' needs "
              + expected
              + " values and errors, one a category, but has "
              + values.length
              + " values"
              + (errors == null ? "" : ", " + errors.length + " errors"));
    }
    if (errors != null && !DoubleStream.of(values).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "'" + name + "' has errors, so its values must be finite: " + Arrays.toString(values));
    }
    series.put(name, new Series(values.clone(), errors == null ? null : errors.clone()));
    return this;
  }

  /**
   * Adds a dashed horizontal line, for example the rate that generated the data.
   *
   * @param label its name in the legend
   * @param value its height
   * @return this
   */
  public Bars reference(String label, double value) {
    references.put(label, value);
    return this;
  }

  /**
   * Writes its value at each bar.
   *
   * @return this
   */
  public Bars withNumbers() {
    numbers = true;
    return this;
  }

  /**
   * Sets the size.
   *
   * @param newWidth in points
   * @param newHeight in points
   * @return this
   */
  public Bars size(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    return this;
  }

  /**
   * Fixes the vertical axis.
   *
   * @param min lower end, or null to let the data decide
   * @param max upper end, or null to let the data decide
   * @return this
   */
  public Bars yRange(Double min, Double max) {
    yMin = min;
    yMax = max;
    return this;
  }

  /**
   * Draws the chart.
   *
   * @return the chart
   * @throws IllegalStateException if it has no bars
   */
  public CategoryChart build() {
    if (series.isEmpty()) {
      throw new IllegalStateException("The bar chart '" + title + "' has no bars");
    }
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(xLabel)
            .yAxisTitle(yLabel)
            .build();
    style(chart.getStyler());
    series.forEach((name, s) -> addBars(chart, name, s));
    references.forEach((label, value) -> addReference(chart, label, value));
    return chart;
  }

  private void style(CategoryStyler styler) {
    PlotStyle.apply(styler);
    styler.setChartTitleVisible(!title.isEmpty());
    styler.setLegendVisible(series.size() + references.size() > 1);
    styler.setAvailableSpaceFill(0.75);
    styler.setLabelsVisible(numbers);
    styler.setLabelsFont(PlotStyle.font(Font.PLAIN, 11));
    // Upright at the foot of the bar: narrow bars have room there, and error bars do not reach it.
    styler.setLabelsRotation(90);
    styler.setLabelsPosition(0.12);
    styler.setLabelsFontColorAutomaticEnabled(false);
    styler.setLabelsFontColor(Color.WHITE);
    styler.setYAxisMin(yMin);
    styler.setYAxisMax(yMax);
  }

  private void addBars(CategoryChart chart, String name, Series s) {
    List<Double> values = boxed(s.values());
    CategorySeries added =
        s.errors() == null
            ? chart.addSeries(name, categories, values)
            : chart.addSeries(name, categories, values, boxed(s.errors()));
    added.setFillColor(PlotStyle.colour(chart.getSeriesMap().size() - 1));
  }

  private void addReference(CategoryChart chart, String label, double value) {
    List<Double> values =
        DoubleStream.generate(() -> value).limit(categories.size()).boxed().toList();
    CategorySeries line = chart.addSeries(label, categories, values);
    line.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Line);
    line.setLineColor(PlotStyle.MUTED);
    line.setLineStyle(PlotStyle.dashed());
    line.setMarker(SeriesMarkers.NONE);
  }

  private static List<Double> boxed(double[] values) {
    // XChart leaves out null but cannot write NaN.
    return DoubleStream.of(values)
        .mapToObj(value -> Double.isFinite(value) ? value : null)
        .collect(Collectors.toList());
  }
}
