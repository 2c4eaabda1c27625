package vaelab.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Images with a class each.
 *
 * @param images N images
 * @param labels N classes, 0 or larger; held, not copied
 */
public record LabelledImages(Images images, int[] labels) {

  /**
   * Checks that there is one label an image.
   *
   * @throws IllegalArgumentException when the counts differ or a label is negative
   */
  public LabelledImages {
    if (labels.length != images.count()) {
      throw new IllegalArgumentException(
          String.format(
              "Expected one label an image, %d, found %d. Pair images and labels of the same set.",
              images.count(), labels.length));
    }
    for (int n = 0; n < labels.length; n++) {
      if (labels[n] < 0) {
        throw new IllegalArgumentException(
            "Expected labels of 0 or more, found " + labels[n] + " for image " + n + ".");
      }
    }
  }

  /**
   * Where the images of a class stand.
   *
   * @param c the class
   * @return ascending indices, at least one
   * @throws IllegalArgumentException when no image has this class; the message lists those there
   *     are
   */
  public int[] indicesOf(int c) {
    int[] found = IntStream.range(0, labels.length).filter(n -> labels[n] == c).toArray();
    if (found.length == 0) {
      throw new IllegalArgumentException(
          "Expected at least one image of class "
              + c
              + ", found none. Classes there are: "
              + Arrays.toString(IntStream.of(labels).distinct().sorted().toArray())
              + ".");
    }
    return found;
  }

  /**
   * The images of one class, in their order.
   *
   * @param c the class
   * @return copies of them
   * @throws IllegalArgumentException when no image has this class
   */
  public LabelledImages ofClass(int c) {
    return select(indicesOf(c));
  }

  /**
   * Some of the images with their labels.
   *
   * @param indices which, in the order asked for
   * @return copies of them
   * @throws IndexOutOfBoundsException when one of them does not exist
   */
  public LabelledImages select(int[] indices) {
    Images chosen = images.select(indices);
    return new LabelledImages(chosen, IntStream.of(indices).map(n -> labels[n]).toArray());
  }

  /**
   * The first images with their labels.
   *
   * @param most how many at most
   * @return these images where there are no more, else copies of the first
   */
  public LabelledImages first(int most) {
    Images first = images.first(most);
    return first == images ? this : new LabelledImages(first, Arrays.copyOf(labels, first.count()));
  }
}
