package vaelab.nn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vaelab.tensor.SavedModel;

/**
 * Sizes of the networks of one stream.
 *
 * <p>The networks see D values in a row. That these are the rows of an image is kept all the same:
 * an image of other proportions may have as many, and no network would notice.
 *
 * @param shape shape of an observation: (height, width), or (D)
 * @param hidden widths of the encoder's blocks; the decoder mirrors them
 * @param latent Z, number of latent variables of a stream
 */
public record NetworkSizes(List<Integer> shape, List<Integer> hidden, int latent) {
  private static final String SHAPE = "shape";

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one of them is not positive, or D out of the range of an
   *     int
   */
  public NetworkSizes {
    shape = List.copyOf(shape);
    hidden = List.copyOf(hidden);
    if (latent < 1 || !positive(shape) || !positive(hidden) || !countable(shape)) {
      throw new IllegalArgumentException(
          "Expected positive sizes, fewer than 2^31 observed values and at least one hidden block, found observations of shape %s, hidden=%s, Z=%d."
              .formatted(shape, hidden, latent));
    }
  }

  /**
   * Networks for observations without a shape.
   *
   * @param dim D, number of observed values
   * @param hidden widths of the encoder's blocks; the decoder mirrors them
   * @param latent Z, number of latent variables of a stream
   */
  public NetworkSizes(int dim, List<Integer> hidden, int latent) {
    this(List.of(dim), hidden, latent);
  }

  private static boolean positive(List<Integer> sizes) {
    return !sizes.isEmpty() && sizes.stream().allMatch(size -> size > 0);
  }

  private static boolean countable(List<Integer> shape) {
    return shape.stream().mapToDouble(size -> size).reduce(1, (a, b) -> a * b) <= Integer.MAX_VALUE;
  }

  /**
   * Number of observed values.
   *
   * @return D, 784 for 28 x 28 images
   */
  public int dim() {
    return shape.stream().reduce(1, (a, b) -> a * b);
  }

  /**
   * The paper's networks for images: D-700-600-500-400-300, Z = 20.
   *
   * @param shape (height, width), or (D)
   * @return the sizes
   */
  public static NetworkSizes image(int... shape) {
    List<Integer> sizes = Arrays.stream(shape).boxed().toList();
    return new NetworkSizes(sizes, List.of(700, 600, 500, 400, 300), 20);
  }

  /**
   * The paper's networks for audio frames: D-428-320-224-160-80, Z = 20.
   *
   * @param dim D, 4,369 for 17 columns of 257 bins
   * @return the sizes
   */
  public static NetworkSizes audio(int dim) {
    return new NetworkSizes(dim, List.of(428, 320, 224, 160, 80), 20);
  }

  /**
   * Writes the sizes into the description of a model file.
   *
   * @param node description of the model
   */
  public void describe(ObjectNode node) {
    node.put("dim", dim());
    put(node, SHAPE, shape);
    node.put("latent", latent);
    put(node, "hidden", hidden);
  }

  private static void put(ObjectNode node, String name, List<Integer> sizes) {
    var array = node.putArray(name);
    sizes.forEach(array::add);
  }

  /**
   * The sizes that a model file describes.
   *
   * @param saved description that {@link #describe} wrote
   * @return the sizes; observations have no shape in files of earlier versions
   * @throws IOException if a field is missing
   * @throws IllegalArgumentException if the sizes are impossible
   */
  public static NetworkSizes of(SavedModel saved) throws IOException {
    int dim = saved.field("dim").asInt();
    List<Integer> shape = saved.has(SHAPE) ? numbers(saved.field(SHAPE)) : List.of(dim);
    NetworkSizes sizes =
        new NetworkSizes(shape, numbers(saved.field("hidden")), saved.field("latent").asInt());
    if (sizes.dim() != dim) {
      throw new IllegalArgumentException(
          "Expected observations of D=%d values, found the shape %s.".formatted(dim, shape));
    }
    return sizes;
  }

  private static List<Integer> numbers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  /**
   * Number of values of an encoder and a decoder, running statistics included. Not an integer: what
   * a damaged file describes may be beyond the range of any.
   *
   * @param slots how many times Z latents the encoder has
   * @return the number
   */
  public double values(int slots) {
    double head = 2.0 * slots * latent;
    return values(encoderWidths(), head) + values(decoderWidths(), dim());
  }

  /** Values of a dense stack (BatchNorm has four a unit) and a linear layer on top. */
  private static double values(int[] widths, double outputs) {
    double sum = (widths[widths.length - 1] + 1.0) * outputs;
    for (int i = 1; i < widths.length; i++) {
      sum += (widths[i - 1] + 5.0) * widths[i];
    }
    return sum;
  }

  /** Encoder widths from the data to the last hidden block. */
  int[] encoderWidths() {
    int[] widths = new int[hidden.size() + 1];
    widths[0] = dim();
    for (int i = 0; i < hidden.size(); i++) {
      widths[i + 1] = hidden.get(i);
    }
    return widths;
  }

  /** Decoder widths from the latents to the last hidden block. */
  int[] decoderWidths() {
    int[] widths = new int[hidden.size() + 1];
    widths[0] = latent;
    for (int i = 0; i < hidden.size(); i++) {
      widths[i + 1] = hidden.get(hidden.size() - 1 - i);
    }
    return widths;
  }

  @Override
  public String toString() {
    return "D=%d, blocks %s, Z=%d".formatted(dim(), Arrays.toString(encoderWidths()), latent);
  }
}
