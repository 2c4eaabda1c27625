package vaelab.experiments.comparison;

import java.util.List;
import vaelab.metrics.SeparationScore;
import vaelab.metrics.Spread;

/**
 * Scores of one system at one K. Mean and spread are over inference runs; for a system that does
 * not sample there is one.
 *
 * @param system name of the system
 * @param paper what the paper prints, or empty
 * @param k number of digits in each mixture
 * @param mixtures number of mixtures; {@code null}, in files of earlier versions, for all of the
 *     protocol's
 * @param psnr PSNR in dB, best pairing
 * @param ssim SSIM (7 x 7, uniform), best pairing
 * @param gaussianSsim SSIM (11 x 11, Gaussian), same pairing
 * @param psnrError standard error of the PSNR from the choice of mixtures, first run
 * @param ssimError standard error of the SSIM
 * @param classOrderPsnr PSNR where the i-th estimate counts as the i-th digit
 * @param classOrderSsim SSIM in that order
 * @param secondsBatch seconds an image in batches of {@value InferenceTime#BATCH}, or all that a
 *     slow system was scored on at once
 * @param secondsSingle seconds an image, one at a time
 */
public record SystemScore(
    String system,
    String paper,
    int k,
    Integer mixtures,
    Spread psnr,
    Spread ssim,
    Spread gaussianSsim,
    double psnrError,
    double ssimError,
    double classOrderPsnr,
    double classOrderSsim,
    double secondsBatch,
    double secondsSingle) {

  static SystemScore of(
      String system,
      String paper,
      int k,
      int mixtures,
      List<SeparationScore> runs,
      InferenceTime time) {
    SeparationScore first = runs.get(0);
    return new SystemScore(
        system,
        paper,
        k,
        mixtures,
        Spread.of(runs.stream().mapToDouble(r -> r.paired().psnr().mean()).toArray()),
        Spread.of(runs.stream().mapToDouble(r -> r.paired().ssim().mean()).toArray()),
        Spread.of(runs.stream().mapToDouble(r -> r.paired().gaussianSsim().mean()).toArray()),
        first.paired().psnr().standardError(),
        first.paired().ssim().standardError(),
        first.classOrder().psnr().mean(),
        first.classOrder().ssim().mean(),
        time.batch(),
        time.single());
  }
}
