package vaelab.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MinibatchesTest {

  @Property(tries = 300)
  void everyPointIsVisitedOnceInBatchesOfAtLeastTwo(
      @ForAll @IntRange(min = 2, max = 300) int points,
      @ForAll @IntRange(min = 2, max = 60) int size,
      @ForAll long seed) {
    Minibatches minibatches = new Minibatches(points, size, seed);
    List<int[]> batches = minibatches.epoch(1);
    int[] all = batches.stream().flatMapToInt(Arrays::stream).sorted().toArray();
    assertArrayEquals(IntStream.range(0, points).toArray(), all);
    assertEquals(minibatches.perEpoch(), batches.size());
    for (int i = 0; i < batches.size(); i++) {
      int length = batches.get(i).length;
      boolean last = i == batches.size() - 1;
      assertTrue(last ? length >= 2 && length <= size + 1 : length == size, "length " + length);
    }
  }

  @Test
  void aLastPointAloneJoinsTheBatchBeforeIt() {
    assertEquals(List.of(4, 5), lengths(new Minibatches(9, 4, 0)));
    assertEquals(List.of(4, 4, 2), lengths(new Minibatches(10, 4, 0)));
    assertEquals(List.of(3), lengths(new Minibatches(3, 2, 0)));
    assertEquals(List.of(3), lengths(new Minibatches(3, 100, 0)));
  }

  private static List<Integer> lengths(Minibatches minibatches) {
    return minibatches.epoch(1).stream().map(batch -> batch.length).toList();
  }

  @Test
  void theOrderDependsOnSeedAndEpochOnly() {
    Minibatches first = new Minibatches(100, 10, 7);
    first.epoch(1);
    Minibatches second = new Minibatches(100, 10, 7);
    assertArrayEquals(first.permutation(2), second.permutation(2));
    assertFalse(Arrays.equals(first.permutation(1), first.permutation(2)));
    assertFalse(
        Arrays.equals(first.permutation(2), new Minibatches(100, 10, 8).permutation(1)),
        "seeds and epochs must not be interchangeable");
  }

  @Test
  void allOrdersOfFourAreEquallyLikely() {
    Minibatches minibatches = new Minibatches(4, 4, 3);
    int draws = 24_000;
    Map<String, Integer> counts = new HashMap<>();
    for (int epoch = 0; epoch < draws; epoch++) {
      counts.merge(Arrays.toString(minibatches.permutation(epoch)), 1, Integer::sum);
    }
    assertEquals(24, counts.size());
    double chiSquare =
        counts.values().stream().mapToDouble(n -> Math.pow(n - 1000.0, 2) / 1000).sum();
    // 23 degrees of freedom: 49.7 is exceeded once in a thousand seeds; this seed is fixed.
    assertTrue(chiSquare < 49.7, "chi square " + chiSquare);
  }

  @Test
  void batchesOfOneAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Minibatches(1, 8, 0));
    assertThrows(IllegalArgumentException.class, () -> new Minibatches(8, 1, 0));
  }
}
