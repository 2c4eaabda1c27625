package vaelab.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class ResultTablesTest {

  private static final Table TABLE =
      Table.create(
          "Results",
          StringColumn.create("metric", "accuracy in %", "<script>alert('x')</script>"),
          DoubleColumn.create("paper", 99.9, Double.NaN),
          DoubleColumn.create("here", 99.93451234, 1.0),
          IntColumn.create("N", 1000, 20),
          BooleanColumn.create("ok", true, false));

  @Test
  void textIsAlignedWithNumbersToTheRight() {
    Table small =
        Table.create(
            "Results",
            StringColumn.create("metric", "b", "accuracy"),
            DoubleColumn.create("paper", 0.11, Double.NaN),
            IntColumn.create("N", 1000, 20));
    assertEquals(
        String.join(
            "\n",
            "Results",
            "metric    paper     N",
            "--------  -----  ----",
            "b          0.11  1000",
            "accuracy      \u2013    20"),
        ResultTables.text(small));
  }

  @Test
  void htmlIsEscapedAndHoldsNoScriptOrStyleSheet() {
    String html = ResultTables.html(TABLE);
    assertTrue(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"), html);
    assertFalse(html.contains("<script") || html.contains("<style"), html);
    assertTrue(html.contains(">Results</caption>") && html.contains(">99.935</td>"), html);
    assertTrue(html.contains(">\u2013</td>"), "a missing value is a dash");
    assertEquals(5, html.split("<th ").length - 1);
    assertEquals(10, html.split("<td ").length - 1);
  }

  @Test
  void tablesWithoutRowsOrNameCanBeShown() {
    Table empty = Table.create(DoubleColumn.create("x"));
    empty.setName("");
    assertEquals("x\n-", ResultTables.text(empty));
    assertFalse(ResultTables.html(empty).contains("<caption"));
  }

  @Test
  void numbersHaveFiveSignificantDigits() {
    assertEquals("412.03", ResultTables.number(412.0349));
    assertEquals("0.2", ResultTables.number(0.2));
    assertEquals("-0.00123", ResultTables.number(-0.00123));
    assertEquals("60000", ResultTables.number(60000));
    assertEquals("1234600", ResultTables.number(1234567.8));
    assertEquals("2.5e-7", ResultTables.number(2.5e-7));
    assertEquals("1e-12", ResultTables.number(1e-12));
    assertEquals("1.2346e+20", ResultTables.number(1.23456e20));
    assertEquals("0", ResultTables.number(-0.0));
    assertEquals("Infinity", ResultTables.number(Double.POSITIVE_INFINITY));
  }
}
