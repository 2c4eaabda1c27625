package vaelab.basis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vaelab.tensor.Workers;

/** Batches are small enough for the network, and no core waits for a last one. */
class ChainsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 2", "1, 1", "2, 4", "3, 1", "64, 1", "65, 1", "100, 2", "100, 3", "100, 4", "101, 4",
    "7, 99"
  })
  void coresShareTheGroupsEvenly(int groups, int images) {
    int each = Chains.batch(groups, images);
    int most = Math.max(1, 64 / images);
    assertTrue(each >= 1 && each <= most, each + " groups a batch");
    int batches = (groups + each - 1) / each;
    int together = Math.max(1, Workers.together(groups));
    int rounds = (batches + together - 1) / together;
    assertEquals((groups + most * together - 1) / (most * together), rounds, "rounds");
    int needed = (groups + rounds * together - 1) / Math.max(1, rounds * together);
    assertTrue(each <= Math.max(1, needed), "each core could have had " + needed + " at a time");
  }
}
