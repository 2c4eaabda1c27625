package vaelab.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler.LegendPosition;

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

  /** Colours and markers are numbered from 0. */
  record Curve(double[] x, double[] y, int colour, int marker) {}

  record Reference(String label, double value, String curve) {}

  final String title;
  final Map<String, Curve> curves = new LinkedHashMap<>();
  final List<Reference> references = new ArrayList<>();
  String xLabel = "epoch";
  String yLabel = "";
  int width = PlotStyle.WIDTH;
  int height = PlotStyle.HEIGHT;
  boolean logarithmic;
  boolean logarithmicX;
  boolean wholeNumbers = true;
  LegendPosition legend;
  boolean hasLegend = true;
  Double yMin;
  Double yMax;

  private int families;
  private int inFamily;

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
   * gaps; a curve without any finite value is left out of the chart. Without families ({@link
   * #family}) colours repeat after ten curves, with another shape of marker.
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
    int colours = PlotStyle.colours().length;
    int colour = families > 0 ? families - 1 : curves.size() % colours;
    int marker = families > 0 ? inFamily++ : curves.size() / colours;
    curves.put(name, new Curve(x.clone(), y.clone(), colour, marker));
    return this;
  }

  /**
   * Begins a family: the curves that follow have one colour, and markers of their own.
   *
   * @return this
   */
  public Curves family() {
    families++;
    inFamily = 0;
    return this;
  }

  /**
   * Adds a dashed horizontal line in grey.
   *
   * @param label its name in the legend, for example "paper: 412.0"
   * @param value its height
   * @return this
   * @throws IllegalArgumentException if a curve has this name or the value is not finite
   */
  public Curves reference(String label, double value) {
    return reference(label, value, null);
  }

  /**
   * Adds a dashed horizontal line in a darker shade of a curve's colour. Several lines with one
   * label share one entry in the legend, for example the rates that generated ten streams.
   *
   * @param label its name in the legend
   * @param value its height
   * @param curve the curve that should reach it; grey if null or not in the chart
   * @return this
   * @throws IllegalArgumentException if a curve has this name or the value is not finite
   */
  public Curves reference(String label, double value, String curve) {
    if (!Double.isFinite(value) || curves.containsKey(label)) {
      throw new IllegalArgumentException(
          "A reference line needs a finite value and a label that no curve has, but got '"
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
   * Makes the horizontal axis logarithmic; points whose position is not above 0 are gaps.
   *
   * @return this
   */
  public Curves logarithmicX() {
    logarithmicX = true;
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
   * Leaves out the legend, where a panel beside the chart has it.
   *
   * @return this
   */
  public Curves withoutLegend() {
    hasLegend = false;
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
    return new CurvesPainter(this).paint();
  }
}
