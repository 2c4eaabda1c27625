package vaelab.basis;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import vaelab.tensor.SavedModel;

/**
 * Sizes of a score network.
 *
 * @param height rows of an image, even, at least 4
 * @param width columns of an image, even, at least 4
 * @param features "ngf", channels at full size, at least 2; at half size there are twice as many
 * @param levels noise levels that it knows
 */
public record ScoreNetworkSizes(int height, int width, int features, NoiseLevels levels) {
  /** The released network for MNIST: 28 x 28, 64 channels, ten levels from 1 to 0.01. */
  public static final ScoreNetworkSizes PUBLISHED = mnist(64);

  /** A narrow one that two CPU cores can train: 16 channels, a fifteenth of the parameters. */
  public static final ScoreNetworkSizes COMPACT = mnist(16);

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ScoreNetworkSizes {
    boolean even = height % 2 == 0 && width % 2 == 0;
    if (!even || height < 4 || width < 4 || features < 2) {
      throw new IllegalArgumentException(
          "Expected images of even height and width, at least 4, and at least 2 channels, found %d x %d and %d."
              .formatted(height, width, features));
    }
  }

  private static ScoreNetworkSizes mnist(int features) {
    return new ScoreNetworkSizes(28, 28, features, NoiseLevels.RELEASED);
  }

  /**
   * Number of pixels.
   *
   * @return D, height times width
   */
  public int dim() {
    return Math.multiplyExact(height, width);
  }

  /** Writes the sizes into the description of a model file. */
  void describe(ObjectNode node) {
    node.put("height", height);
    node.put("width", width);
    node.put("features", features);
    node.put("largestSigma", levels.largest());
    node.put("smallestSigma", levels.smallest());
    node.put("levels", levels.count());
  }

  /** The sizes that a model file describes. */
  static ScoreNetworkSizes of(SavedModel saved) throws IOException {
    NoiseLevels levels =
        new NoiseLevels(
            saved.field("largestSigma").asDouble(),
            saved.field("smallestSigma").asDouble(),
            saved.field("levels").asInt());
    return new ScoreNetworkSizes(
        saved.field("height").asInt(),
        saved.field("width").asInt(),
        saved.field("features").asInt(),
        levels);
  }
}
