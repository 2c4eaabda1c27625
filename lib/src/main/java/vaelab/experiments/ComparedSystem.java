package vaelab.experiments;

import java.util.List;
import java.util.function.IntFunction;
import vaelab.separation.SourceSeparator;

/**
 * A system of the comparison: a separation method, which is scored as it is and perhaps under the
 * mask that makes its sources sum to the mixture.
 *
 * @param name name of the plain method
 * @param paper what the paper's Table 1 prints for it, for K = 2, 3, 4, or empty
 * @param maskedName name of the masked method, or {@code null} where it is not scored
 * @param maskedPaper what the paper prints for that, or empty
 * @param samples whether the method samples, so that inference runs differ
 * @param separator gives the method for inference run 0, 1, ...
 */
record ComparedSystem(
    String name,
    List<String> paper,
    String maskedName,
    List<String> maskedPaper,
    boolean samples,
    IntFunction<SourceSeparator> separator) {

  /** A method that the paper does not have, without a masked variant. */
  static ComparedSystem plain(String name, List<String> paper, SourceSeparator separator) {
    return new ComparedSystem(name, paper, null, List.of(), false, run -> separator);
  }
}
