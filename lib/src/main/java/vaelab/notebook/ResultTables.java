package vaelab.notebook;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tech.tablesaw.api.NumberColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Tablesaw tables for people: as HTML for notebooks and as aligned text for terminals. Numbers
 * stand to the right in five significant digits; a missing value is a dash. For another precision
 * hand in a text column.
 */
public final class ResultTables {

  private static final MathContext DIGITS = new MathContext(5);
  private static final String MISSING = "\u2013";
  private static final String CELL = "padding:0.3em 0.9em;border:none;";

  private ResultTables() {}

  /**
   * Writes a table as HTML with inline styles, all text escaped.
   *
   * @param table the table; its name, if it has one, becomes the caption
   * @return a {@code table} element
   */
  public static String html(Table table) {
    StringBuilder html = new StringBuilder();
    html.append("<table style=\"border-collapse:collapse;margin:0.8em 0;font-size:95%\">");
    if (table.name() != null && !table.name().isBlank()) {
      html.append("<caption style=\"caption-side:top;text-align:left;font-weight:bold;")
          .append("padding:0 0 0.4em 0;color:inherit\">")
          .append(Renderings.escape(table.name()))
          .append("</caption>");
    }
    html.append("<thead><tr>");
    for (Column<?> column : table.columns()) {
      html.append("<th scope=\"col\" style=\"").append(CELL).append(align(column));
      html.append("border-bottom:1.5px solid #555\">");
      html.append(Renderings.escape(column.name())).append("</th>");
    }
    html.append("</tr></thead><tbody>");
    for (int row = 0; row < table.rowCount(); row++) {
      html.append("<tr>");
      for (Column<?> column : table.columns()) {
        html.append("<td style=\"").append(CELL).append(align(column));
        html.append("border-bottom:1px solid #ddd\">");
        html.append(Renderings.escape(cell(column, row))).append("</td>");
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table>").toString();
  }

  private static String align(Column<?> column) {
    return isNumber(column) ? "text-align:right;" : "text-align:left;";
  }

  /**
   * Writes a table as text in aligned columns.
   *
   * @param table the table; its name, if it has one, stands above it
   * @return lines, the last one without a line break
   */
  public static String text(Table table) {
    List<StringBuilder> lines = new ArrayList<>();
    for (int i = 0; i < table.rowCount() + 2; i++) {
      lines.add(new StringBuilder());
    }
    for (Column<?> column : table.columns()) {
      int width = column.name().length();
      for (int row = 0; row < table.rowCount(); row++) {
        width = Math.max(width, cell(column, row).length());
      }
      append(lines.get(0), column.name(), width, isNumber(column));
      append(lines.get(1), "-".repeat(width), width, false);
      for (int row = 0; row < table.rowCount(); row++) {
        append(lines.get(row + 2), cell(column, row), width, isNumber(column));
      }
    }
    List<String> text = new ArrayList<>();
    if (table.name() != null && !table.name().isBlank()) {
      text.add(table.name());
    }
    lines.forEach(line -> text.add(line.toString().stripTrailing()));
    return String.join("\n", text);
  }

  private static void append(StringBuilder line, String cell, int width, boolean right) {
    String space = " ".repeat(width - cell.length());
    line.append(line.length() == 0 ? "" : "  ").append(right ? space + cell : cell + space);
  }

  private static boolean isNumber(Column<?> column) {
    return column instanceof NumericColumn;
  }

  private static String cell(Column<?> column, int row) {
    if (column.isMissing(row)) {
      return MISSING;
    }
    if (column instanceof NumberColumn<?, ?> numbers) {
      return number(numbers.getDouble(row));
    }
    return column.getString(row);
  }

  /**
   * Writes a number in five significant digits, whole numbers in full.
   *
   * @param value any number
   * @return for example {@code 412.03}, {@code 0.2}, {@code 60000}, {@code 2.5e-7}
   */
  static String number(double value) {
    if (!Double.isFinite(value)) {
      return String.valueOf(value);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return String.valueOf((long) value);
    }
    if (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e15) {
      return String.format(Locale.ROOT, "%.4e", value).replaceFirst("\\.?0*e([+-])0?", "e$1");
    }
    return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
