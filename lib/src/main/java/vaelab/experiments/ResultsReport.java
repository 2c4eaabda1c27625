package vaelab.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;
import vaelab.data.AtomicFiles;
import vaelab.data.DataPlaces;

/**
 * The README's result tables, made from the result files of full runs and from nothing else.
 *
 * <p>They stand between two marks in the README. {@code vaelab report} writes them; a test fails
 * when they differ from the files.
 */
public final class ResultsReport {
  private static final String BEGIN = "<!-- results: written by environment/vaelab report -->";
  private static final String END = "<!-- end of results -->";
  private static final int MERGED_COLUMNS = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path readme;
  private final Path results;

  /**
   * The report of a project.
   *
   * @param root the project's folder
   */
  public ResultsReport(Path root) {
    readme = root.resolve("README.md");
    results = root.resolve("notebooks").resolve("results");
  }

  /**
   * The README as the result files want it.
   *
   * @return its whole text
   * @throws IOException if a file cannot be read, or the README lacks the marks
   */
  public String expectedReadme() throws IOException {
    String text = Files.readString(readme);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(
          "Expected the marks '%s' and '%s' in %s, found none.".formatted(BEGIN, END, readme));
    }
    return text.substring(0, begin) + BEGIN + "\n\n" + tables() + text.substring(end);
  }

  /**
   * Writes the tables into the README.
   *
   * @throws IOException if a file cannot be read or written
   */
  public void write() throws IOException {
    byte[] text = expectedReadme().getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(readme, out -> out.write(text));
  }

  private String tables() throws IOException {
    Map<String, List<Run>> experiments = new LinkedHashMap<>();
    try (Stream<Path> folders = Files.list(results)) {
      for (Path folder :
          folders.filter(f -> Files.exists(f.resolve("result.json"))).sorted().toList()) {
        Run run = Run.read(folder);
        experiments.computeIfAbsent(run.title(), t -> new ArrayList<>()).add(run);
      }
    }
    StringBuilder text = new StringBuilder();
    experiments.forEach((title, runs) -> text.append(section(title, runs)));
    return text.toString();
  }

  /**
   * Runs of one experiment: the largest scale first, then variants, then by seed. Tables of a
   * quantity, what the paper has and what the run has become one; others, which have more columns,
   * follow each other, each under the name of its run.
   */
  private static String section(String title, List<Run> runs) {
    runs.sort(
        Comparator.comparing(Run::scale)
            .thenComparing(Run::variant)
            .reversed()
            .thenComparing(Run::seed));
    StringBuilder text = new StringBuilder();
    text.append("**").append(title).append("**\n\n");
    boolean comparable = runs.stream().allMatch(run -> run.table().columnCount() == MERGED_COLUMNS);
    if (runs.size() > 1 && comparable) {
      text.append(markdown(merged(runs))).append("\n");
    } else {
      for (Run run : runs) {
        text.append(runs.size() > 1 ? run.name() + ":\n\n" : "");
        text.append(markdown(run.table())).append("\n");
      }
    }
    for (Run run : runs) {
      text.append(run.origin());
    }
    return text.append("\n").toString();
  }

  /**
   * One column a run beside quantity and paper. A quantity that a run lacks stays empty there; one
   * that only later runs have comes after the quantity that it follows in their tables.
   */
  private static Table merged(List<Run> runs) {
    Map<String, String[]> rows = new HashMap<>();
    List<String> order = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      int next = 0;
      for (Row row : runs.get(i).table()) {
        String quantity = row.getString(0);
        if (!rows.containsKey(quantity)) {
          rows.put(quantity, emptyCells(runs.size(), row.getString(1)));
          order.add(next, quantity);
        }
        rows.get(quantity)[1 + i] = row.getString(2);
        next = order.indexOf(quantity) + 1;
      }
    }
    Table table = Table.create(StringColumn.create("Quantity", order));
    table.addColumns(StringColumn.create("Paper", column(rows, order, 0)));
    for (int i = 0; i < runs.size(); i++) {
      table.addColumns(StringColumn.create(runs.get(i).name(), column(rows, order, 1 + i)));
    }
    return table;
  }

  private static List<String> column(Map<String, String[]> rows, List<String> order, int index) {
    return order.stream().map(quantity -> rows.get(quantity)[index]).toList();
  }

  private static String[] emptyCells(int runs, String paper) {
    String[] cells = new String[1 + runs];
    Arrays.fill(cells, "");
    cells[0] = paper;
    return cells;
  }

  private static String markdown(Table table) {
    StringBuilder text = new StringBuilder();
    text.append("| ").append(String.join(" | ", table.columnNames())).append(" |\n");
    text.append("|").append(" --- |".repeat(table.columnCount())).append("\n");
    for (Row row : table) {
      text.append("|");
      for (int c = 0; c < table.columnCount(); c++) {
        text.append(" ").append(row.getString(c)).append(" |");
      }
      text.append("\n");
    }
    return text.toString();
  }

  /** A folder of result files. */
  private record Run(Path folder, JsonNode result, Table table) {

    static Run read(Path folder) throws IOException {
      JsonNode result = JSON.readTree(folder.resolve("result.json").toFile());
      Table table =
          Table.read()
              .usingOptions(
                  CsvReadOptions.builder(folder.resolve("table.csv").toFile())
                      .columnTypes(name -> ColumnType.STRING)
                      .missingValueIndicator("")); // the paper has a cell "NaN"
      Run run = new Run(folder, result, table);
      if (run.scale() == Scale.SMOKE) {
        throw new IOException(
            folder + " holds a smoke run, whose numbers mean nothing; remove it.");
      }
      return run;
    }

    String title() {
      return result.path("title").asText();
    }

    Scale scale() {
      return Scale.of(result.path("scale").asText());
    }

    /** In words; empty for the usual runs. */
    String variant() {
      return result.path(ResultFiles.VARIANT).asText();
    }

    long seed() {
      return result.path("configuration").path("seed").asLong();
    }

    String name() {
      String variant = variant().isEmpty() ? "" : ", " + variant();
      return "%s scale%s, seed %d".formatted(scale(), variant, seed());
    }

    /**
     * The command that makes such numbers. Models of ten digits go side by side into a folder,
     * where the commands of comparisons look for them.
     */
    String command() {
      String out = folder.getFileName().toString().replace("-labels-", "/labels-");
      return "%s --out runs/%s".formatted(result.path("command").asText(), out);
    }

    /** Where the numbers come from. */
    String origin() {
      JsonNode hardware = result.path("hardware");
      String note = result.path(ResultFiles.NOTE).asText();
      return String.format(
          Locale.ROOT,
          "- %s: %s, %s, %s cores, %s%s. `%s`, files in [`%s`](%s).%n",
          name(),
          result.path("data").path("name").asText(),
          hardware.path("processor").asText(),
          hardware.path("cores").asText(),
          hardware.path("device").asText(),
          note.isEmpty() ? "" : "; " + note,
          command(),
          folder.getFileName(),
          "notebooks/results/" + folder.getFileName());
    }
  }

  /**
   * The report of the project that this process belongs to.
   *
   * @return its report
   * @throws IOException if the process runs outside a project
   */
  public static ResultsReport ofThisProject() throws IOException {
    return new ResultsReport(
        DataPlaces.ofThisProcess()
            .projectRoot()
            .orElseThrow(
                () ->
                    new IOException(
                        "Expected to run inside the project (pom.xml beside environment/), found neither.")));
  }
}
