package vaelab.lass;

/**
 * Sizes of the transformer over codes.
 *
 * @param codes V, size of the vocabulary
 * @param length L, number of codes of an image
 * @param width width of the residual stream; the hidden layers are four times as wide
 * @param layers number of layers
 * @param heads attention heads a layer; they share the width
 */
public record PriorSizes(int codes, int length, int width, int layers, int heads) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public PriorSizes {
    if (codes < 2 || length < 1 || layers < 1 || heads < 1 || width < heads || width % heads != 0) {
      throw new IllegalArgumentException(
          "Expected V >= 2, L >= 1, at least one layer and a width that the heads divide, found V=%d, L=%d, width=%d, layers=%d, heads=%d."
              .formatted(codes, length, width, layers, heads));
    }
  }

  /**
   * Width of a head.
   *
   * @return width / heads
   */
  int headWidth() {
    return width / heads;
  }
}
