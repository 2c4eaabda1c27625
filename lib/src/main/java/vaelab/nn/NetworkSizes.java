package vaelab.nn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vaelab.tensor.SavedModel;

/**
 * Sizes of the networks of one stream.
 *
 * @param dim D, number of observed values (784 for 28 x 28 images)
 * @param hidden widths of the encoder's blocks; the decoder mirrors them
 * @param latent Z, number of latent variables of a stream
 */
public record NetworkSizes(int dim, List<Integer> hidden, int latent) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one of them is not positive
   */
  public NetworkSizes {
    hidden = List.copyOf(hidden);
    if (dim < 1 || latent < 1 || hidden.isEmpty() || hidden.stream().anyMatch(w -> w < 1)) {
      throw new IllegalArgumentException(
          "Expected positive sizes and at least one hidden block, found D=%d, hidden=%s, Z=%d."
              .formatted(dim, hidden, latent));
    }
  }

  /**
   * The paper's networks for images: D-700-600-500-400-300, Z = 20.
   *
   * @param dim D
   * @return the sizes
   */
  public static NetworkSizes image(int dim) {
    return new NetworkSizes(dim, List.of(700, 600, 500, 400, 300), 20);
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
    node.put("dim", dim);
    node.put("latent", latent);
    var widths = node.putArray("hidden");
    hidden.forEach(widths::add);
  }

  /**
   * The sizes that a model file describes.
   *
   * @param saved description that {@link #describe} wrote
   * @return the sizes
   * @throws IOException if a field is missing
   * @throws IllegalArgumentException if the sizes are impossible
   */
  public static NetworkSizes of(SavedModel saved) throws IOException {
    List<Integer> hidden = new ArrayList<>();
    saved.field("hidden").forEach(width -> hidden.add(width.asInt()));
    return new NetworkSizes(saved.field("dim").asInt(), hidden, saved.field("latent").asInt());
  }

  /** Encoder widths from the data to the last hidden block. */
  int[] encoderWidths() {
    int[] widths = new int[hidden.size() + 1];
    widths[0] = dim;
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
    return "D=%d, blocks %s, Z=%d".formatted(dim, Arrays.toString(encoderWidths()), latent);
  }
}
