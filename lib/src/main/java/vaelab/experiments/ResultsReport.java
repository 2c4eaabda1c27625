package vaelab.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Row;
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
    List<Path> runs;
    try (Stream<Path> folders = Files.list(results)) {
      runs = folders.filter(f -> Files.exists(f.resolve("result.json"))).sorted().toList();
    }
    StringBuilder text = new StringBuilder();
    for (Path run : runs) {
      text.append(section(run));
    }
    return text.toString();
  }

  private String section(Path run) throws IOException {
    JsonNode result = JSON.readTree(run.resolve("result.json").toFile());
    String scale = result.path("scale").asText();
    if (Scale.of(scale) == Scale.SMOKE) {
      throw new IOException(run + " holds a smoke run, whose numbers mean nothing; remove it.");
    }
    Table table =
        Table.read()
            .usingOptions(
                CsvReadOptions.builder(run.resolve("table.csv").toFile())
                    .columnTypes(name -> ColumnType.STRING));
    StringBuilder text = new StringBuilder();
    text.append("**").append(result.path("title").asText()).append("**\n\n");
    text.append("| ").append(String.join(" | ", table.columnNames())).append(" |\n");
    text.append("|").append(" --- |".repeat(table.columnCount())).append("\n");
    for (Row row : table) {
      text.append("|");
      for (int c = 0; c < table.columnCount(); c++) {
        text.append(" ").append(row.getString(c)).append(" |");
      }
      text.append("\n");
    }
    JsonNode hardware = result.path("hardware");
    return text.append(
            String.format(
                Locale.ROOT,
                "%nData: %s, seed %s. Measured on %s, %s cores, %s. Command: `%s`. Files: [`%s`](%s).%n%n",
                result.path("data").path("name").asText(),
                result.path("configuration").path("seed").asText(),
                hardware.path("processor").asText(),
                hardware.path("cores").asText(),
                hardware.path("device").asText(),
                result.path("command").asText(),
                run.getFileName(),
                "notebooks/results/" + run.getFileName()))
        .toString();
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
