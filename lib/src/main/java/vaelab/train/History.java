package vaelab.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What a training measured, one row an epoch; rows are only ever added.
 *
 * <p>Columns keep the order in which they first appeared. A column that appears later holds NaN for
 * the earlier epochs, and so does a column that a row leaves out. The entries of a vector are
 * columns with an index, {@code pi[0]}, {@code pi[1]}, ...; {@link #columnsOf} collects them.
 *
 * <p>Not safe for use by several threads.
 */
public final class History {

  /** The name of the column that counts the epochs; no other column may have it. */
  public static final String EPOCH = "epoch";

  private static final String SEPARATORS = "[,\"\\n\\r]";

  private final List<Integer> epochs = new ArrayList<>();
  private final Map<String, List<Double>> columns = new LinkedHashMap<>();

  /** Creates a history without rows. */
  public History() {}

  /**
   * Adds what an epoch measured.
   *
   * @param epoch number of the epoch, above that of the last row; 0 stands for the state before
   *     training
   * @param row column names and values; names must not be empty or hold commas, quotes or line
   *     breaks
   * @throws IllegalArgumentException if the epoch does not come after the last one or a name is
   *     bad; the history is then unchanged
   */
  public void add(int epoch, Map<String, Double> row) {
    int previous = epochs.isEmpty() ? -1 : epochs.get(size() - 1);
    if (epoch <= previous) {
      throw new IllegalArgumentException(
          "Epochs must increase: epoch " + epoch + " comes after epoch " + previous);
    }
    row.forEach(History::check);
    for (String name : row.keySet()) {
      columns.computeIfAbsent(name, n -> nans(size()));
    }
    columns.forEach((name, values) -> values.add(row.getOrDefault(name, Double.NaN)));
    epochs.add(epoch);
  }

  /**
   * A column name after a name that is not the program's own.
   *
   * @param name any text that is not blank
   * @return the same with blanks for what separates columns and rows
   */
  static String columnName(String name) {
    return name.replaceAll(SEPARATORS, " ");
  }

  private static void check(String name, Double value) {
    if (name.isBlank() || name.equals(EPOCH) || !name.equals(columnName(name))) {
      throw new IllegalArgumentException(
          "A column name must not be empty, '"
              + EPOCH
              + "', or hold commas, quotes or line breaks: '"
              + name
              + "'");
    }
    if (value == null) {
      throw new IllegalArgumentException("Column '" + name + "' has no value; use NaN");
    }
  }

  private static List<Double> nans(int count) {
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(Double.NaN);
    }
    return values;
  }

  /**
   * Puts a vector into a row, one entry a column: {@code name[0]}, {@code name[1]}, ...
   *
   * @param row the row to fill
   * @param name name of the vector
   * @param values its entries
   */
  public static void putVector(Map<String, Double> row, String name, double... values) {
    for (int i = 0; i < values.length; i++) {
      row.put(name + "[" + i + "]", values[i]);
    }
  }

  /** Returns the number of rows. */
  public int size() {
    return epochs.size();
  }

  /** Returns the column names in the order in which they first appeared, without the epoch. */
  public List<String> columns() {
    return List.copyOf(columns.keySet());
  }

  /** Returns the number of the epoch of each row. */
  public double[] epochs() {
    return epochs.stream().mapToDouble(Integer::doubleValue).toArray();
  }

  /** Returns the number of the last epoch, 0 for a history without rows. */
  public int lastEpoch() {
    return epochs.isEmpty() ? 0 : epochs.get(size() - 1);
  }

  /**
   * Tells whether there is a column of this name.
   *
   * @param name a full column name, for example {@code elbo} or {@code pi[0]}
   * @return true if some row had it
   */
  public boolean has(String name) {
    return columns.containsKey(name);
  }

  /**
   * Returns a copy of one column, one value a row.
   *
   * @param name the column
   * @return its values, NaN where a row had none
   * @throws IllegalArgumentException if there is no such column; the message names those there are
   */
  public double[] column(String name) {
    return toArray(values(name));
  }

  /**
   * Returns the value of the last row.
   *
   * @param name the column
   * @return its last value, NaN if the last row had none
   * @throws IllegalArgumentException if there is no such column
   */
  public double last(String name) {
    List<Double> values = values(name);
    return values.get(values.size() - 1);
  }

  /**
   * Returns the columns of a vector, or a column of that very name as the only one.
   *
   * @param name the name without index, for example {@code pi}
   * @return one array an entry of the vector, each with one value a row
   * @throws IllegalArgumentException if neither {@code name} nor {@code name[0]} is a column
   */
  public double[][] columnsOf(String name) {
    return namesOf(name).stream().map(this::column).toArray(double[][]::new);
  }

  /**
   * Returns the names of the columns that {@link #columnsOf} collects, in the same order.
   *
   * @param name the name without index
   * @return {@code name} itself if that is a column, else {@code name[0]}, {@code name[1]}, ...
   * @throws IllegalArgumentException if neither {@code name} nor {@code name[0]} is a column
   */
  public List<String> namesOf(String name) {
    if (has(name)) {
      return List.of(name);
    }
    List<String> names = new ArrayList<>();
    while (has(name + "[" + names.size() + "]")) {
      names.add(name + "[" + names.size() + "]");
    }
    if (names.isEmpty()) {
      throw unknown(name);
    }
    return names;
  }

  /**
   * This history and one that began after its end; epochs are counted on.
   *
   * @param next history whose epochs count from 1
   * @return both in one
   */
  public History followedBy(History next) {
    History both = fromRows(rows());
    for (Map<String, Double> row : next.rows()) {
      Map<String, Double> values = new LinkedHashMap<>(row);
      both.add(lastEpoch() + values.remove(EPOCH).intValue(), values);
    }
    return both;
  }

  private List<Double> values(String name) {
    List<Double> values = columns.get(name);
    if (values == null) {
      throw unknown(name);
    }
    return values;
  }

  private IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "No column '" + name + "' in the history; there are " + columns.keySet());
  }

  /**
   * Returns all rows, each with the epoch first and a value (perhaps NaN) for every column: the
   * form in which a checkpoint stores a history.
   *
   * @return one map a row, independent of this history
   */
  public List<Map<String, Double>> rows() {
    List<Map<String, Double>> rows = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      Map<String, Double> row = new LinkedHashMap<>();
      row.put(EPOCH, epochs.get(i).doubleValue());
      for (Map.Entry<String, List<Double>> column : columns.entrySet()) {
        row.put(column.getKey(), column.getValue().get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  /**
   * Rebuilds a history from {@link #rows()}.
   *
   * @param rows maps with an {@code epoch} each
   * @return an equal history
   * @throws IllegalArgumentException if a row has no whole-numbered epoch or the epochs do not
   *     increase
   */
  public static History fromRows(List<? extends Map<String, Double>> rows) {
    History history = new History();
    for (Map<String, Double> row : rows) {
      Map<String, Double> values = new LinkedHashMap<>(row);
      Double epoch = values.remove(EPOCH);
      if (epoch == null || epoch != Math.rint(epoch)) {
        throw new IllegalArgumentException(
            "Row " + history.size() + " has no whole-numbered epoch: " + row);
      }
      history.add(epoch.intValue(), values);
    }
    return history;
  }

  /** Returns the history as a Tablesaw table, the epoch as its first column. */
  public Table toTable() {
    Table table = Table.create("history");
    table.addColumns(
        IntColumn.create(EPOCH, epochs.stream().mapToInt(Integer::intValue).toArray()));
    columns.forEach((name, values) -> table.addColumns(DoubleColumn.create(name, toArray(values))));
    return table;
  }

  /**
   * Writes the history as comma-separated values. Every double survives the round trip bit by bit.
   *
   * @param file the file, replaced as a whole if it exists
   * @throws IOException if it cannot be written
   */
  public void toCsv(Path file) throws IOException {
    HistoryCsv.write(this, file);
  }

  /**
   * Reads what {@link #toCsv} wrote.
   *
   * @param file the file
   * @return an equal history
   * @throws IOException if it cannot be read or does not hold a history; the message names the line
   */
  public static History fromCsv(Path file) throws IOException {
    return HistoryCsv.read(file);
  }

  private static double[] toArray(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
