package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vaelab.data.DataPlaces;

/** The tables that lie beside the kept results of ten digits are made of these very results. */
class KeptTenDigitsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static List<Path> runs() throws IOException {
    Path results =
        DataPlaces.ofThisProcess().projectRoot().orElseThrow().resolve("notebooks/results");
    try (Stream<Path> folders = Files.list(results)) {
      return folders
          .filter(folder -> folder.getFileName().toString().matches("02-.*-labels-.*"))
          .sorted()
          .toList();
    }
  }

  @Test
  void bothModelsOfBothScalesAreThere() throws IOException {
    assertTrue(runs().size() >= 4, runs().toString());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void theTableIsThatOfTheResult(Path run) throws IOException {
    JsonNode result = JSON.readTree(run.resolve("result.json").toFile());
    TenDigitsConfig config = JSON.treeToValue(result.path("configuration"), TenDigitsConfig.class);
    TenDigitsResult measured = JSON.treeToValue(result.path("metrics"), TenDigitsResult.class);
    String data = result.path("data").path("name").asText();
    assertEquals(
        TenDigitsTable.of(config, data, measured).write().toString("csv"),
        Files.readString(run.resolve("table.csv")),
        run + ": keep table and result of the same run");
  }
}
