package vaelab.experiments.comparison;

import java.util.List;
import vaelab.metrics.SeparationScore;
import vaelab.metrics.Spread;

/**
 * Scores of one system at one K. Mean and spread are over inference runs. There is one run of a
 * system that does not sample, and one of BASIS, whose runs take hours. Of those that are scored on
 * a part of the mixtures, {@code psnrError} and {@code ssimError} say how far another part could
 * be.
 *
 * @param system name of the system
 * @param paper what the paper prints, or empty
 * @param k number of digits in each mixture
 * @param mixtures number of mixtures; {@code null}, in files of earlier versions, for all of the
 *     protocol's
 * @param psnr PSNR in dB, best pairing
 * @param ssim SSIM (7 x 7, uniform), best pairing
 * @param gaussianSsim SSIM (11 x 11, Gaussian), same pairing
 * @param psnrError standard error of the mean PSNR of the first run in dB, from its deviation over
 *     the mixtures: from their choice and, where a system samples, from its draws
 * @param ssimError the same of the SSIM
 * @param classOrderPsnr PSNR where the i-th estimate counts as the i-th digit, mean over runs
 * @param classOrderSsim SSIM in that order, mean over runs
 * @param secondsBatch seconds an image in batches of {@value InferenceTime#BATCH}, or all that a
 *     slow system was scored on at once
 * @param secondsSingle seconds an image, one at a time
 * @param leading scores of the first run on the first mixtures, which all systems were scored on;
 *     {@code null} in files of earlier versions
 * @param unseen share of the positions of all samples at which LASS found no possible pair of
 *     codes, so that its prior alone decided, first run; {@code null} for other systems, and in
 *     files of earlier versions
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
    double secondsSingle,
    LeadingScore leading,
    Double unseen) {

  /**
   * PSNR where it compares with that of other systems.
   *
   * @return mean over the first mixtures, all in files of earlier versions, in dB
   */
  double leadingPsnr() {
    return leading == null ? psnr.mean() : leading.psnr().mean();
  }

  /**
   * SSIM where it compares with that of other systems.
   *
   * @return mean over the first mixtures, all in files of earlier versions
   */
  double leadingSsim() {
    return leading == null ? ssim.mean() : leading.ssim().mean();
  }

  static SystemScore of(
      String system,
      String paper,
      int k,
      int mixtures,
      List<SeparationScore> runs,
      InferenceTime time,
      LeadingScore leading,
      Double unseen) {
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
        runs.stream().mapToDouble(r -> r.classOrder().psnr().mean()).average().orElseThrow(),
        runs.stream().mapToDouble(r -> r.classOrder().ssim().mean()).average().orElseThrow(),
        time.batch(),
        time.single(),
        leading,
        unseen);
  }
}
