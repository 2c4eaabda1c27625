package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.data.DataPlaces;

class ResultsReportTest {
  @TempDir Path root;

  @Test
  void theReadmeSaysWhatTheResultFilesSay() throws IOException {
    Path project = DataPlaces.ofThisProcess().projectRoot().orElseThrow();
    assertEquals(
        new ResultsReport(project).expectedReadme(),
        Files.readString(project.resolve("README.md")),
        "The README's tables differ from notebooks/results; run environment/vaelab report.");
  }

  private void project(String scale) throws IOException {
    Files.writeString(
        root.resolve("README.md"),
        "before\n<!-- results: written by environment/vaelab report -->\nold\n<!-- end of results -->\nafter\n");
    addRun("01-x", scale, 7, "b,0.11,0.1050\nPSNR,NaN,\n");
  }

  private void addRun(String name, String scale, int seed, String rows) throws IOException {
    Path run = Files.createDirectories(root.resolve("notebooks/results").resolve(name));
    Files.writeString(
        run.resolve("result.json"),
        """
        {"title": "An experiment", "scale": "%s", "command": "vaelab train x",
         "data": {"name": "mnist"}, "configuration": {"seed": %d},
         "hardware": {"processor": "a processor", "cores": "2", "device": "cpu()"}}
        """
            .formatted(scale, seed));
    Files.writeString(run.resolve("table.csv"), "Quantity,Paper,This run\n" + rows);
  }

  @Test
  void replacesWhatStandsBetweenTheMarks() throws IOException {
    project("paper");
    new ResultsReport(root).write();
    String readme = Files.readString(root.resolve("README.md"));
    assertTrue(readme.startsWith("before\n"), readme);
    assertTrue(readme.endsWith("<!-- end of results -->\nafter\n"), readme);
    assertTrue(readme.contains("| Quantity | Paper | This run |\n| --- | --- | --- |\n"), readme);
    assertTrue(readme.contains("| b | 0.11 | 0.1050 |"), "numbers keep their digits: " + readme);
    assertTrue(readme.contains("| PSNR | NaN |  |"), "what the paper prints, it prints: " + readme);
    assertTrue(readme.contains("- paper scale, seed 7: mnist, a processor, 2 cores"), readme);
    assertTrue(!readme.contains("old"), readme);
  }

  @Test
  void runsOfOneExperimentShareATableInTheOrderOfTheirRows() throws IOException {
    project("quick");
    addRun("01-y", "paper", 9, "b,0.11,0.1060\nELBO,340,341\n");
    addRun("01-z", "paper", 8, "b,0.11,0.1070\n");
    new ResultsReport(root).write();
    String readme = Files.readString(root.resolve("README.md"));
    assertTrue(
        readme.contains(
            """
            | Quantity | Paper | paper scale, seed 8 | paper scale, seed 9 | quick scale, seed 7 |
            | --- | --- | --- | --- | --- |
            | b | 0.11 | 0.1070 | 0.1060 | 0.1050 |
            | PSNR | NaN |  |  |  |
            | ELBO | 340 |  | 341 |  |
            """),
        readme);
    assertEquals(1, readme.split("An experiment", -1).length - 1, readme);
  }

  @Test
  void aVariantIsNamedAndStandsBeforeTheUsualRunsOfItsScale() throws IOException {
    project("quick");
    addRun("01-y", "paper", 8, "b,0.11,0.1070\n");
    addRun("01-z", "paper", 9, "b,0.11,0.1060\n");
    Path result = root.resolve("notebooks/results/01-z/result.json");
    String usual = Files.readString(result);
    Files.writeString(
        result,
        usual.replace("\"scale\"", "\"variant\": \"other\", \"note\": \"a note\", \"scale\""));
    new ResultsReport(root).write();
    String readme = Files.readString(root.resolve("README.md"));
    assertTrue(
        readme.contains(
            """
            | Quantity | Paper | paper scale, other, seed 9 | paper scale, seed 8 | quick scale, seed 7 |
            | --- | --- | --- | --- | --- |
            | b | 0.11 | 0.1060 | 0.1070 | 0.1050 |
            """),
        readme);
    assertTrue(
        readme.contains(
            "- paper scale, other, seed 9: mnist, a processor, 2 cores, cpu(); a note. `"),
        readme);
  }

  @Test
  void tablesOfMoreColumnsFollowEachOther() throws IOException {
    project("quick");
    addRun("01-y", "paper", 9, "");
    for (String run : new String[] {"01-x", "01-y"}) {
      Files.writeString(
          root.resolve("notebooks/results").resolve(run).resolve("table.csv"),
          "System,Score,Rate,Time\nours " + run + ",1,2,3\n");
    }
    new ResultsReport(root).write();
    String readme = Files.readString(root.resolve("README.md"));
    String header = "| System | Score | Rate | Time |\n| --- | --- | --- | --- |\n";
    int paper = readme.indexOf("paper scale, seed 9:\n\n" + header + "| ours 01-y | 1 | 2 | 3 |");
    int quick = readme.indexOf("quick scale, seed 7:\n\n" + header + "| ours 01-x | 1 | 2 | 3 |");
    assertTrue(paper > 0 && quick > paper, readme);
  }

  @Test
  void refusesSmokeNumbersAndAReadmeWithoutMarks() throws IOException {
    project("smoke");
    assertThrows(IOException.class, () -> new ResultsReport(root).write());
    Files.writeString(root.resolve("README.md"), "no marks");
    IOException error =
        assertThrows(IOException.class, () -> new ResultsReport(root).expectedReadme());
    assertTrue(error.getMessage().contains("marks"), error.getMessage());
  }
}
