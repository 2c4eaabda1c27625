package vaelab.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.XYChart;
import vaelab.plot.Curves;
import vaelab.train.History;

/**
 * One panel of the curves that {@link LiveTraining} draws: some columns of the history and the
 * values that they should reach.
 *
 * <pre>{@code
 * LivePanel.of("ELBO", "nats", "elbo").reference("paper 412.0", 412.0).cutOffStart()
 * LivePanel.of("Activation rates", "pi", "pi")
 *     .reference("generating values", 0.3, "pi[0]").reference("generating values", 0.2, "pi[1]")
 * }</pre>
 *
 * @param title the title
 * @param yLabel the quantity and its unit
 * @param columns columns of the history, or vectors such as {@code pi} for all of {@code pi[0]},
 *     ...
 * @param references dashed horizontal lines
 * @param cutsOffStart whether the first tenth of the epochs may leave the plot
 * @param isLogarithmic whether the vertical axis is logarithmic
 */
public record LivePanel(
    String title,
    String yLabel,
    List<String> columns,
    List<Reference> references,
    boolean cutsOffStart,
    boolean isLogarithmic) {
  private static final Map<String, String> LABELS =
      Map.of("elbo", "ELBO", "entropySum", "entropy sum", "klZ", "KL of z", "klC", "KL of c");

  /**
   * A dashed horizontal line.
   *
   * @param label its name in the legend
   * @param value its height
   * @param column the column that should reach it and lends its colour, or null for grey
   */
  public record Reference(String label, double value, String column) {}

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no column
   */
  public LivePanel {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("Panel '" + title + "' needs at least one column");
    }
    columns = List.copyOf(columns);
    references = List.copyOf(references);
  }

  /**
   * A panel without references.
   *
   * @param title the title
   * @param yLabel the quantity and its unit
   * @param columns columns or vectors of the history
   * @return the panel
   */
  public static LivePanel of(String title, String yLabel, String... columns) {
    return new LivePanel(title, yLabel, List.of(columns), List.of(), false, false);
  }

  /**
   * Adds a grey dashed line.
   *
   * @param label its name in the legend
   * @param value its height
   * @return a new panel
   */
  public LivePanel reference(String label, double value) {
    return reference(label, value, null);
  }

  /**
   * Adds a dashed line in the colour of a curve. Lines with one label share an entry in the legend.
   *
   * @param label its name in the legend
   * @param value its height
   * @param column full name of the column, for example {@code pi[0]}
   * @return a new panel
   */
  public LivePanel reference(String label, double value, String column) {
    List<Reference> more = new ArrayList<>(references);
    more.add(new Reference(label, value, column));
    return new LivePanel(title, yLabel, columns, more, cutsOffStart, isLogarithmic);
  }

  /**
   * Lets the first tenth of the epochs leave the plot, where they would flatten the rest.
   *
   * @return a new panel
   */
  public LivePanel cutOffStart() {
    return new LivePanel(title, yLabel, columns, references, true, isLogarithmic);
  }

  /**
   * Makes the vertical axis logarithmic.
   *
   * @return a new panel
   */
  public LivePanel logarithmic() {
    return new LivePanel(title, yLabel, columns, references, cutsOffStart, true);
  }

  /** Whether a history has any of the columns, or a vector's first element. */
  boolean hasCurves(History history) {
    return columns.stream().anyMatch(column -> hasCurves(history, column));
  }

  private static boolean hasCurves(History history, String column) {
    return history.has(column) || history.has(column + "[0]");
  }

  /**
   * Draws the panel.
   *
   * @param history the epochs so far; columns that it does not have yet are left out
   * @param width in points
   * @param height in points
   * @return the chart
   */
  public XYChart chart(History history, int width, int height) {
    Curves curves = Curves.titled(title).y(yLabel).size(width, height);
    double[] epochs = history.epochs();
    for (String column : columns) {
      if (hasCurves(history, column)) {
        for (String name : history.namesOf(column)) {
          curves.curve(label(name), epochs, history.column(name));
        }
      }
    }
    references.forEach(r -> curves.reference(r.label(), r.value(), label(r.column())));
    if (isLogarithmic) {
      curves.logarithmic();
    }
    // With fewer epochs there is nothing to tell the start from the rest.
    return cutsOffStart && epochs.length >= 10 ? curves.cutOffStart(0.1).build() : curves.build();
  }

  /** A column as people write it; null for none. */
  private static String label(String column) {
    if (column == null) {
      return null;
    }
    return column.startsWith("pi[")
        ? "π" + column.substring(2)
        : LABELS.getOrDefault(column, column);
  }
}
