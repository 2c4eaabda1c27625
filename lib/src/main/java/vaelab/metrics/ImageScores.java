package vaelab.metrics;

/**
 * Scores of pairs of images, K pairs from each of N mixtures. Means run over all N x K pairs;
 * standard errors take the mixtures, not the pairs, for independent.
 *
 * @param psnr {@link PeakSignalToNoise} in decibel. Infinite as soon as one pair is equal pixel by
 *     pixel: {@code equalPairs} says how many are.
 * @param ssim {@link StructuralSimilarity#UNIFORM_7}, the convention of Table 1
 * @param gaussianSsim {@link StructuralSimilarity#GAUSSIAN_11}, to compare with other literature
 * @param equalPairs how many pairs are equal pixel by pixel, 0 to N x K
 */
public record ImageScores(
    SampleMean psnr, SampleMean ssim, SampleMean gaussianSsim, int equalPairs) {

  /** Gathers the scores of mixture after mixture. */
  static final class Sums {
    private final double[] psnr;
    private final double[] ssim;
    private final double[] gaussianSsim;
    private int equalPairs;

    Sums(int mixtures) {
      psnr = new double[mixtures];
      ssim = new double[mixtures];
      gaussianSsim = new double[mixtures];
    }

    /** Takes the scores of one mixture, {@code [estimate][reference]}, along a pairing. */
    void add(int n, int[] pairing, double[][] psnrs, double[][] ssims, double[][] gaussianSsims) {
      int k = pairing.length;
      for (int i = 0; i < k; i++) {
        int j = pairing[i];
        psnr[n] += psnrs[i][j] / k;
        ssim[n] += ssims[i][j] / k;
        gaussianSsim[n] += gaussianSsims[i][j] / k;
        equalPairs += psnrs[i][j] == Double.POSITIVE_INFINITY ? 1 : 0;
      }
    }

    ImageScores scores() {
      return new ImageScores(
          SampleMean.of(psnr), SampleMean.of(ssim), SampleMean.of(gaussianSsim), equalPairs);
    }
  }
}
