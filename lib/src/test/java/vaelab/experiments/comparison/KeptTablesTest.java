package vaelab.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.Table;
import vaelab.data.DataPlaces;
import vaelab.experiments.Scale;

/** The tables that lie beside the kept results of Table 1 are made of these very results. */
class KeptTablesTest {
  private static final List<String> METHODS =
      List.of(
          "average",
          "vae-bss",
          "lass",
          "lass-published",
          "basis",
          "basis-published",
          "ms-vae-100",
          "ms-vae-10");

  private final Path kept =
      DataPlaces.ofThisProcess()
          .projectRoot()
          .orElseThrow()
          .resolve("notebooks/results/03-separation-paper");

  @Test
  void tablesAreThoseOfTheResults() throws IOException {
    List<MethodResult> measured = new ArrayList<>();
    for (String method : METHODS) {
      new MethodFiles(kept).read(method).ifPresent(measured::add);
    }
    assertFalse(measured.isEmpty());
    ComparisonConfig config = ComparisonConfig.of(Scale.PAPER, 1);
    ComparisonResult result = new ComparisonResult(measured);
    assertKept("table.csv", ComparisonTable.of(config, "mnist", result));
    assertKept("table-leading.csv", LeadingTable.of(config, result));
  }

  private void assertKept(String file, Table table) throws IOException {
    assertEquals(
        table.write().toString("csv"),
        Files.readString(kept.resolve(file)),
        file + " is not what the results beside it say; keep the tables of the same run");
  }
}
