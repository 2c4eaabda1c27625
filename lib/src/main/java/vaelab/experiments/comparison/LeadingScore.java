package vaelab.experiments.comparison;

import vaelab.metrics.ImageScores;
import vaelab.metrics.SampleMean;

/**
 * Score of one inference run on the first mixtures, those that slow systems are scored on: there,
 * all systems had the same to do.
 *
 * @param mixtures number of mixtures
 * @param psnr PSNR in dB, best pairing
 * @param ssim SSIM (7 x 7, uniform), best pairing
 */
public record LeadingScore(int mixtures, SampleMean psnr, SampleMean ssim) {

  static LeadingScore of(int mixtures, ImageScores paired) {
    return new LeadingScore(mixtures, paired.psnr(), paired.ssim());
  }
}
