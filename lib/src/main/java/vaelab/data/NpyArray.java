package vaelab.data;

import java.util.Arrays;
import java.util.List;

/**
 * A NumPy array of numbers as floats, C order.
 *
 * @param shape sizes, first dimension slowest; empty for a single number
 * @param data the values, as many as the product of the sizes; held, not copied
 */
public record NpyArray(int[] shape, float[] data) {

  /**
   * Checks that shape and data fit.
   *
   * @throws IllegalArgumentException when they do not
   */
  public NpyArray {
    long values = values(shape);
    if (values != data.length) {
      throw new IllegalArgumentException(
          String.format(
              "Expected %d values for shape %s, found %d. Check the order of the sizes.",
              values, Arrays.toString(shape), data.length));
    }
  }

  /**
   * Size of the first dimension: the number of items.
   *
   * @return N; 1 for a single number
   */
  public int count() {
    return shape.length == 0 ? 1 : shape[0];
  }

  /**
   * Values of one item: the product of all sizes but the first.
   *
   * @return D
   */
  public int dim() {
    return (int) values(item());
  }

  /**
   * Shape of one item: all sizes but the first.
   *
   * @return sizes; none for a single number
   */
  public List<Integer> item() {
    return Arrays.stream(shape).skip(1).boxed().toList();
  }

  /**
   * Whether items can stand beside those of another shape: flat rows beside images of as many
   * pixels, but not 10 x 20 beside 20 x 10, which would mix up the pixels.
   *
   * @param other shape of the other items
   * @return whether they can
   */
  public boolean fits(List<Integer> other) {
    List<Integer> own = item();
    boolean flat = own.size() == 1 || other.size() == 1;
    return flat ? values(own) == values(other) : own.equals(other);
  }

  /** Product of the sizes. */
  static long values(List<Integer> shape) {
    return values(shape.stream().mapToInt(Integer::intValue).toArray());
  }

  /** Product of the sizes. */
  static long values(int[] shape) {
    long values = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException(
            "Expected sizes of 0 or more, found " + Arrays.toString(shape) + ".");
      }
      values = Math.multiplyExact(values, (long) size);
    }
    return values;
  }
}
