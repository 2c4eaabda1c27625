package vaelab.experiments;

import java.util.List;

/**
 * What the comparison measures.
 *
 * @param scores scores of every system at every K
 * @param knob quality against time of the refined, masked model
 */
public record ComparisonResult(List<SystemScore> scores, List<KnobPoint> knob) {

  /**
   * Quality and time of one refinement.
   *
   * @param k number of digits in each mixture
   * @param steps gradient steps, 0 for the plain model
   * @param states leading states that are tried
   * @param psnr PSNR in dB
   * @param ssim SSIM
   * @param seconds seconds an image, in batches
   */
  public record KnobPoint(int k, int steps, int states, double psnr, double ssim, double seconds) {}

  /** Names of the systems, in the order of the table. */
  List<String> systems() {
    return scores.stream().map(SystemScore::system).distinct().toList();
  }

  /** Score of a system at a K. */
  SystemScore score(String system, int k) {
    return scores.stream()
        .filter(s -> s.system().equals(system) && s.k() == k)
        .findFirst()
        .orElseThrow();
  }
}
