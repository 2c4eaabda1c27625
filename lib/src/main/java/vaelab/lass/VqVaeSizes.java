package vaelab.lass;

/**
 * Sizes of a VQ-VAE.
 *
 * @param side height and width of the square images, a multiple of 4
 * @param channels width of all hidden layers, and of the vectors of the codebook
 * @param codes V, number of vectors in the codebook
 */
public record VqVaeSizes(int side, int channels, int codes) {

  /** How much smaller the map of codes is than the image: two convolutions of stride 2. */
  private static final int STRIDE = 4;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public VqVaeSizes {
    if (side < STRIDE || side % STRIDE != 0 || channels < 1 || codes < 2) {
      throw new IllegalArgumentException(
          "Expected images of a side that is a multiple of %d, at least 1 channel and 2 codes, found side=%d, channels=%d, codes=%d."
              .formatted(STRIDE, side, channels, codes));
    }
  }

  /**
   * Number of values of an image.
   *
   * @return D, side squared
   */
  public int dim() {
    return side * side;
  }

  /**
   * Height and width of the map of codes.
   *
   * @return a quarter of the side: 7 for MNIST
   */
  public int latentSide() {
    return side / STRIDE;
  }

  /**
   * Number of codes of an image.
   *
   * @return L: 49 for MNIST
   */
  public int length() {
    return latentSide() * latentSide();
  }
}
