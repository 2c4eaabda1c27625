package vaelab.experiments;

import java.util.List;
import java.util.function.IntFunction;
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
 * @param separator gives the system for inference run 0, 1, ...
 */
record ComparedSystem(
    String name,
    List<String> paper,
    String maskedName,
    List<String> maskedPaper,
    float bound,
    boolean samples,
    IntFunction<SourceSeparator> separator) {

  /** Whether the masked system is scored too. */
  boolean masked() {
    return maskedName != null;
  }
}
