package vaelab.experiments.comparison;

import java.util.List;
import java.util.function.IntFunction;
import vaelab.experiments.TrainingCost;
import vaelab.separation.SourceSeparator;

/**
 * A system of the comparison: a separation method, which is scored as it is and perhaps under the
 * mask that makes its sources sum to the mixture.
 *
 * @param name name of the plain system
 * @param paper what the paper's Table 1 prints for it, for K = 2, 3, 4, or empty
 * @param maskedName name of the masked system, or {@code null} where it is not scored
 * @param maskedPaper what the paper prints for that, or empty
 * @param bound largest value that the mask gives a source
 * @param samples whether the system samples, so that inference runs differ
 * @param mostMixtures how many of the leading mixtures a system is scored on that takes seconds for
 *     each, in one run; the protocol's number for others
 * @param mostSources largest K that the system can separate
 * @param cost what its training took
 * @param separator gives the system for inference run 0, 1, ...
 */
record ComparedSystem(
    String name,
    List<String> paper,
    String maskedName,
    List<String> maskedPaper,
    float bound,
    boolean samples,
    int mostMixtures,
    int mostSources,
    TrainingCost cost,
    IntFunction<SourceSeparator> separator) {
  private static final int ALL = Integer.MAX_VALUE;

  /** A system that does not sample, without a mask, for all mixtures of any K. */
  static ComparedSystem of(
      String name, List<String> paper, TrainingCost cost, IntFunction<SourceSeparator> separator) {
    return new ComparedSystem(name, paper, null, List.of(), 0, false, ALL, ALL, cost, separator);
  }

  /** The same, in several inference runs. */
  ComparedSystem sampling() {
    return new ComparedSystem(
        name,
        paper,
        maskedName,
        maskedPaper,
        bound,
        true,
        mostMixtures,
        mostSources,
        cost,
        separator);
  }

  /** The same, and once more under a mask. */
  ComparedSystem masked(String maskedName, List<String> maskedPaper, float bound) {
    return new ComparedSystem(
        name,
        paper,
        maskedName,
        maskedPaper,
        bound,
        samples,
        mostMixtures,
        mostSources,
        cost,
        separator);
  }

  /** The same as a slow system, on a part of the mixtures, up to some K. */
  ComparedSystem limited(int mostMixtures, int mostSources) {
    return new ComparedSystem(
        name,
        paper,
        maskedName,
        maskedPaper,
        bound,
        samples,
        mostMixtures,
        mostSources,
        cost,
        separator);
  }

  /** Whether the masked system is scored too. */
  boolean masked() {
    return maskedName != null;
  }

  /** Whether a separation takes seconds. */
  boolean slow() {
    return mostMixtures < ALL;
  }

  /** What the paper prints for the plain system at one K, by its place among the Ks. */
  String paper(int index) {
    return index < paper.size() ? paper.get(index) : "";
  }

  /** What it prints for the masked one. */
  String maskedPaper(int index) {
    return index < maskedPaper.size() ? maskedPaper.get(index) : "";
  }
}
