package vaelab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Accuracy under the best one-to-one mapping of categories to classes. */
class CategoryMappingTest {

  @Test
  void renamedClassesAreFoundWithoutAnError() {
    int[] labels = new Random(1).ints(200, 0, 5).toArray();
    for (int[] permutation : PairingTest.permutations(5)) {
      int[] categories = Arrays.stream(labels).map(label -> permutation[label]).toArray();
      CategoryMapping mapping = CategoryMapping.fit(categories, labels, 5);
      assertEquals(1, mapping.accuracy(categories, labels), 0);
      assertArrayEquals(labels, mapping.predict(categories));
      for (int label = 0; label < 5; label++) {
        assertEquals(label, mapping.classOf()[permutation[label]]);
      }
    }
  }

  /** Category 0 holds most of two classes; one-to-one, it can stand for only one of them. */
  @Test
  void noClassIsTakenTwice() {
    int[] categories = {0, 0, 0, 0, 0, 1, 2, 2};
    int[] labels = {0, 0, 0, 1, 1, 1, 2, 0};
    CategoryMapping mapping = CategoryMapping.fit(categories, labels, 3);
    assertArrayEquals(new int[] {0, 1, 2}, mapping.classOf());
    assertEquals(5 / 8.0, mapping.accuracy(categories, labels), 1e-15);
    assertArrayEquals(
        new int[][] {{3, 2, 0}, {0, 1, 0}, {1, 0, 1}},
        CategoryMapping.counts(categories, labels, 3));
  }

  /** The most frequent class of each category would give 0 and 0; 6 hits are lost to get 8. */
  @Test
  void theSumOfHitsCounts() {
    int[] categories = new int[20];
    Arrays.fill(categories, 10, 20, 1);
    int[] labels = new int[20];
    Arrays.fill(labels, 6, 10, 1); // category 0: six of class 0, four of class 1
    Arrays.fill(labels, 19, 20, 1); // category 1: nine of class 0, one of class 1
    CategoryMapping mapping = CategoryMapping.fit(categories, labels, 2);
    assertArrayEquals(new int[] {1, 0}, mapping.classOf());
    assertEquals(13 / 20.0, mapping.accuracy(categories, labels), 1e-15);
  }

  @Test
  void aMappingIsAppliedToOtherPoints() {
    CategoryMapping mapping = CategoryMapping.fit(new int[] {1, 1, 0}, new int[] {0, 0, 1}, 2);
    assertEquals(0.25, mapping.accuracy(new int[] {0, 0, 1, 1}, new int[] {0, 0, 0, 1}), 0);
    assertArrayEquals(new int[] {1, 0}, mapping.predict(new int[] {0, 1}));
  }

  @Test
  void whatCannotBeCountedIsRefused() {
    refused(new int[] {0}, new int[] {0, 1}, "found 1 and 2");
    refused(new int[0], new int[0], "at least one");
    refused(new int[] {2}, new int[] {0}, "category from 0 to 1, found 2");
    refused(new int[] {0}, new int[] {-1}, "class from 0 to 1, found -1");
    CategoryMapping mapping = CategoryMapping.fit(new int[] {0}, new int[] {0}, 2);
    assertThrows(IllegalArgumentException.class, () -> mapping.predict(new int[] {2}));
    assertThrows(
        IllegalArgumentException.class, () -> mapping.accuracy(new int[] {2}, new int[] {0}));
  }

  private static void refused(int[] categories, int[] labels, String fragment) {
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> CategoryMapping.fit(categories, labels, 2))
            .getMessage();
    assertTrue(message.contains(fragment), message);
  }
}
