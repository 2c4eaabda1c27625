package vaelab.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

class HistoryTest {

  @TempDir Path folder;

  @Test
  void columnsThatAppearLaterHoldNanBefore() {
    History history = new History();
    history.add(1, Map.of("elbo", -5.0));
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("elbo", 3.0);
    row.put("accuracy", 0.5);
    history.add(2, row);
    history.add(5, Map.of("accuracy", 0.75));

    assertEquals(List.of("elbo", "accuracy"), history.columns());
    assertArrayEquals(new double[] {1, 2, 5}, history.epochs());
    assertArrayEquals(new double[] {-5, 3, Double.NaN}, history.column("elbo"));
    assertArrayEquals(new double[] {Double.NaN, 0.5, 0.75}, history.column("accuracy"));
    assertEquals(0.75, history.last("accuracy"));
    assertEquals(5, history.lastEpoch());
    assertEquals(3, history.size());
  }

  @Test
  void vectorsAreCollectedInOrderOfTheirIndex() {
    History history = new History();
    for (int epoch = 1; epoch <= 2; epoch++) {
      Map<String, Double> row = new LinkedHashMap<>();
      double[] pi = new double[12];
      Arrays.setAll(pi, h -> 0.01 * h);
      History.putVector(row, "pi", pi);
      row.put("b", 1.0 / epoch);
      history.add(epoch, row);
    }
    double[][] pi = history.columnsOf("pi");
    assertEquals(12, pi.length);
    assertArrayEquals(new double[] {0.11, 0.11}, pi[11]);
    assertArrayEquals(new double[][] {{1, 0.5}}, history.columnsOf("b"));
    assertEquals(List.of("b"), history.namesOf("b"));
  }

  @Test
  void anUnknownColumnIsAnErrorThatNamesTheKnownOnes() {
    History history = new History();
    history.add(1, Map.of("elbo", 1.0));
    for (String name : List.of("ELBO", "pi")) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> history.columnsOf(name)).getMessage();
      assertTrue(message.contains("'" + name + "'") && message.contains("[elbo]"), message);
    }
    assertThrows(IllegalArgumentException.class, () -> history.last("x"));
  }

  @Test
  void badRowsAreRefusedAndLeaveTheHistoryAsItWas() {
    History history = new History();
    history.add(3, Map.of("elbo", 1.0));
    assertThrows(IllegalArgumentException.class, () -> history.add(3, Map.of("elbo", 1.0)));
    for (String name : List.of("", "epoch", "a,b", "a\nb", "a\"b")) {
      assertThrows(IllegalArgumentException.class, () -> history.add(4, Map.of(name, 1.0)), name);
    }
    assertEquals(1, history.size());
    assertEquals(List.of("elbo"), history.columns());
  }

  @Test
  void everyDoubleSurvivesTheFileBitByBit() throws IOException {
    History history = new History();
    Random random = new Random(1);
    for (int epoch = 0; epoch < 300; epoch++) {
      Map<String, Double> row = new LinkedHashMap<>();
      row.put("any bits", Double.longBitsToDouble(random.nextLong()));
      row.put("pi[0]", random.nextGaussian());
      if (epoch > 100) {
        row.put("late", epoch == 200 ? Double.NEGATIVE_INFINITY : -0.0);
      }
      history.add(epoch, row);
    }
    Path file = folder.resolve("deeper/history.csv");
    history.toCsv(file);
    history.toCsv(file);
    History read = History.fromCsv(file);

    assertEquals(history.columns(), read.columns());
    assertEquals(history.rows(), read.rows());
    try (var files = Files.list(file.getParent())) {
      assertEquals(1, files.count(), "a temporary file is left");
    }
  }

  @Test
  void aCheckpointRestoresTheRowsThroughJson() throws IOException {
    History history = new History();
    history.add(1, Map.of("elbo", 0.1 + 0.2));
    history.add(2, Map.of("accuracy", 1.0 / 3));
    ObjectMapper json = new ObjectMapper();
    List<Map<String, Double>> rows =
        json.readValue(json.writeValueAsString(history.rows()), new TypeReference<>() {});
    History restored = History.fromRows(rows);
    assertEquals(history.rows(), restored.rows());
    restored.add(3, Map.of("elbo", 1.0));
    assertThrows(
        IllegalArgumentException.class, () -> History.fromRows(List.of(Map.of("elbo", 1.0))));
  }

  @Test
  void aFileThatIsNoHistoryIsAnErrorThatNamesTheLine() throws IOException {
    Path file = folder.resolve("bad.csv");
    Files.writeString(file, "epoch,elbo\n1,2.5\n2,x\n");
    String message = assertThrows(IOException.class, () -> History.fromCsv(file)).getMessage();
    assertTrue(message.contains("line 3"), message);
    Files.writeString(file, "epoch,elbo\n1\n");
    assertThrows(IOException.class, () -> History.fromCsv(file));
    Files.writeString(file, "time,elbo\n");
    assertThrows(IOException.class, () -> History.fromCsv(file));
    Files.writeString(file, "");
    assertThrows(IOException.class, () -> History.fromCsv(file));
  }

  @Test
  void theTableHoldsTheSameNumbers() {
    History history = new History();
    history.add(1, Map.of("elbo", 0.125));
    history.add(4, Map.of("elbo", -1.5));
    Table table = history.toTable();
    assertEquals(List.of("epoch", "elbo"), table.columnNames());
    assertEquals(4, table.intColumn("epoch").get(1));
    assertArrayEquals(history.column("elbo"), table.doubleColumn("elbo").asDoubleArray());
  }
}
