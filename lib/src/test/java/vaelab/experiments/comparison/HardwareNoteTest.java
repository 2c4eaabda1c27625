package vaelab.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vaelab.tensor.Hardware;

class HardwareNoteTest {
  private static Map<String, String> with(String fact, String value) {
    Map<String, String> facts = new TreeMap<>(Hardware.describe());
    assertTrue(facts.containsKey(fact), facts.toString());
    facts.put(fact, value);
    return facts;
  }

  @Test
  void sameHardwareNeedsNoNote() {
    assertEquals("", HardwareNote.of(Stream.empty()));
    assertEquals("", HardwareNote.of(Stream.of(Hardware.describe())));
    assertEquals("", HardwareNote.of(Stream.of(Hardware.describe(), with("maxHeapGiB", "1000.0"))));
  }

  @Test
  void otherHardwareIsSaid() {
    for (String fact : new String[] {"processor", "cores", "device", "djl", "matrixProducts"}) {
      String note = HardwareNote.of(Stream.of(Hardware.describe(), with(fact, "another")));
      assertTrue(note.contains("times do not compare"), fact);
    }
  }
}
