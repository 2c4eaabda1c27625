package vaelab.data;

import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * A digit data set, ready for use.
 *
 * @param train images to learn from (MNIST: 60,000 of 28 x 28)
 * @param test images never learnt from (MNIST: 10,000)
 * @param origin what they are; goes into every result
 */
public record Digits(LabelledImages train, LabelledImages test, DataOrigin origin) {
  private static final double LEARNED = 0.9;
  private static final long CUT_SEED = 54;

  /**
   * The same data for choices that are still to be made, in which the test images must have no say:
   * a tenth of each class's training images stands in their place.
   *
   * @return nine tenths of the training images to learn from, the others as test images; their
   *     origin names the training files alone
   * @throws IllegalArgumentException if a class has one training image only
   */
  public Digits withoutTest() {
    ClassSplit cut = ClassSplit.of(train, LEARNED, CUT_SEED);
    TreeMap<String, String> files = new TreeMap<>(origin.sha256());
    files.keySet().removeAll(Set.of(MnistFiles.TEST_IMAGES, MnistFiles.TEST_LABELS));
    return new Digits(
        cut.first(),
        cut.rest(),
        new DataOrigin(
            origin.name(),
            origin.real(),
            origin.description()
                + String.format(
                    Locale.ROOT,
                    "; %,d training images held out, test images not used",
                    cut.rest().images().count()),
            files));
  }
}
