package vaelab.jointvae;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vaelab.tensor.SavedModel;

/**
 * Sizes of the networks. Every convolution halves the side of the image, every transposed one
 * doubles it.
 *
 * @param side S, height and width of an image; a multiple of 2 for each layer
 * @param encoder output channels of the encoder's convolutions
 * @param decoder output channels of the decoder's transposed convolutions but the last, which gives
 *     the image; one less than the encoder has
 * @param hidden width of the linear layer in each network
 * @param latent Z, number of continuous latents
 * @param categories C, number of values of the discrete latent
 */
public record JointVaeSizes(
    int side,
    List<Integer> encoder,
    List<Integer> decoder,
    int hidden,
    int latent,
    int categories) {

  /** The released networks for MNIST, 687,359 parameters. */
  public static final JointVaeSizes RELEASED =
      new JointVaeSizes(32, List.of(32, 64, 64), List.of(32, 32), 256, 10, 10);

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they do not fit together
   */
  public JointVaeSizes {
    encoder = List.copyOf(encoder);
    decoder = List.copyOf(decoder);
    int smallest = Stream.concat(encoder.stream(), decoder.stream()).reduce(1, Math::min);
    if (side < 1 || hidden < 1 || latent < 1 || categories < 2 || smallest < 1) {
      throw new IllegalArgumentException(
          "Expected positive sizes and at least two categories, found S=%d, channels %s and %s, hidden=%d, Z=%d, C=%d."
              .formatted(side, encoder, decoder, hidden, latent, categories));
    }
    if (encoder.isEmpty() || decoder.size() != encoder.size() - 1 || encoder.size() > 16) {
      throw new IllegalArgumentException(
          "Expected 1 to 16 convolutions in the encoder and channels for all transposed ones but the last, found %s and %s."
              .formatted(encoder, decoder));
    }
    if (side % (1 << encoder.size()) != 0) {
      throw new IllegalArgumentException(
          "Expected a side that %d halvings leave whole, a multiple of %d, found S=%d."
              .formatted(encoder.size(), 1 << encoder.size(), side));
    }
  }

  /**
   * Pixels of an image.
   *
   * @return D = S^2
   */
  public int dim() {
    return side * side;
  }

  /** Side of the smallest feature maps. */
  int innerSide() {
    return side >> encoder.size();
  }

  /** Channels of the smallest feature maps. */
  int innerChannels() {
    return encoder.get(encoder.size() - 1);
  }

  /** Writes the sizes into the description of a model file. */
  void describe(ObjectNode node) {
    node.put("side", side);
    ArrayNode down = node.putArray("encoder");
    encoder.forEach(down::add);
    ArrayNode up = node.putArray("decoder");
    decoder.forEach(up::add);
    node.put("hidden", hidden);
    node.put("latent", latent);
    node.put("categories", categories);
  }

  /** The sizes that a model file describes. */
  static JointVaeSizes of(SavedModel saved) throws IOException {
    return new JointVaeSizes(
        saved.field("side").asInt(),
        channels(saved, "encoder"),
        channels(saved, "decoder"),
        saved.field("hidden").asInt(),
        saved.field("latent").asInt(),
        saved.field("categories").asInt());
  }

  private static List<Integer> channels(SavedModel saved, String name) throws IOException {
    List<Integer> channels = new ArrayList<>();
    saved.field(name).forEach(node -> channels.add(node.asInt()));
    return channels;
  }
}
