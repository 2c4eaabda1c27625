package vaelab.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Digits held out of the training images. */
class DigitsTest {
  private static final int A_CLASS = 30;

  private final Digits whole = DigitsLoader.standIn(A_CLASS);
  private final Digits cut = whole.withoutTest();

  @Test
  void aTenthOfEachClassIsHeldOut() {
    for (int digit = 0; digit < 10; digit++) {
      assertEquals(27, cut.train().ofClass(digit).images().count());
      assertEquals(3, cut.test().ofClass(digit).images().count());
    }
  }

  @Test
  void bothPartsTogetherAreTheTrainingImages() {
    Set<String> parts = pictures(cut.train());
    Set<String> held = pictures(cut.test());
    assertTrue(held.stream().noneMatch(parts::contains), "an image is in both parts");
    parts.addAll(held);
    assertEquals(pictures(whole.train()), parts);
  }

  private static Set<String> pictures(LabelledImages images) {
    Set<String> pictures = new HashSet<>();
    for (int n : IntStream.range(0, images.images().count()).toArray()) {
      pictures.add(Arrays.toString(images.images().select(new int[] {n}).pixels()));
    }
    return pictures;
  }

  @Test
  void theOriginNamesTheTrainingFilesAlone() {
    assertEquals(
        new TreeSet<>(Set.of(MnistFiles.TRAIN_IMAGES, MnistFiles.TRAIN_LABELS)),
        new TreeSet<>(cut.origin().sha256().keySet()));
    assertTrue(
        cut.origin().description().contains("30 training images held out"),
        cut.origin().description());
    assertEquals(whole.origin().real(), cut.origin().real());
  }
}
