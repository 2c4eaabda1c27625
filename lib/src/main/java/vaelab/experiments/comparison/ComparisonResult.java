package vaelab.experiments.comparison;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vaelab.experiments.TrainingCost;

/**
 * What the comparison measures.
 *
 * @param methods what each method reached, in the order of the table
 */
public record ComparisonResult(List<MethodResult> methods) {

  /**
   * Quality and time of one refinement.
   *
   * @param k number of digits in each mixture
   * @param steps gradient steps, 0 for the plain model, which comes first, and for sweeps alone
   * @param states leading states that are tried
   * @param psnr PSNR in dB
   * @param ssim SSIM
   * @param seconds seconds an image, in batches
   */
  public record KnobPoint(int k, int steps, int states, double psnr, double ssim, double seconds) {}

  /** Scores of all systems at every K. */
  List<SystemScore> scores() {
    return methods.stream().flatMap(m -> m.scores().stream()).toList();
  }

  /** Quality against time of the first method that has a knob for it; empty if none has. */
  List<KnobPoint> knob() {
    return methods.stream()
        .map(MethodResult::knob)
        .filter(points -> !points.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /**
   * Whether quality against time was measured.
   *
   * @return whether there is a figure to draw of it
   */
  public boolean hasKnob() {
    return !knob().isEmpty();
  }

  /** Names of the systems, in the order of the table. */
  List<String> systems() {
    return methods.stream().flatMap(m -> m.systems().stream()).distinct().toList();
  }

  /** Score of a system at a K, where it was measured and did not diverge. */
  Optional<SystemScore> score(String system, int k) {
    return scores().stream().filter(s -> s.system().equals(system) && s.k() == k).findFirst();
  }

  /** That a system diverged at a K, where it did. */
  Optional<Divergence> divergence(String system, int k) {
    return methods.stream()
        .flatMap(m -> m.diverged().stream())
        .filter(d -> d.system().equals(system) && d.k() == k)
        .findFirst();
  }

  /** What the training of a system took, where that was kept. */
  Optional<TrainingCost> cost(String system) {
    return methods.stream().flatMap(m -> Stream.ofNullable(m.costs().get(system))).findFirst();
  }

  /**
   * Whether a method has images that show its prior.
   *
   * @return whether there is a figure to draw of them
   */
  public boolean hasPriors() {
    return methods.stream().anyMatch(m -> !m.priors().isEmpty());
  }
}
