package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import vaelab.tensor.GradMode;

/** Token by token generation of many sequences side by side. */
final class Generation {
  private final CodePrior prior;

  Generation(CodePrior prior) {
    this.prior = prior;
  }

  /** Decides on the next code of every sequence. */
  interface Chooser {

    /**
     * Chooses.
     *
     * @param t position, from 0
     * @param probabilities p(c_t | the sequence's past), sequences x V
     * @param chosen to be filled, one code a sequence
     */
    void choose(int t, float[] probabilities, int[] chosen);
  }

  /**
   * Generates.
   *
   * @param sequences how many
   * @param chooser how codes are chosen
   * @return sequences rows of L codes
   */
  int[][] run(int sequences, Chooser chooser) {
    PriorSizes sizes = prior.sizes();
    int[][] codes = new int[sequences][sizes.length()];
    int[] chosen = new int[sequences];
    long[] tokens = new long[sequences];
    Arrays.fill(tokens, CodePrior.BEGIN);
    try (GradMode off = GradMode.off();
        NDManager scope = prior.manager().newSubManager()) {
      KeyValueCache cache = new KeyValueCache(scope, sizes, prior.type(), sequences);
      for (int t = 0; t < sizes.length(); t++) {
        chooser.choose(t, probabilities(scope, tokens, cache), chosen);
        for (int row = 0; row < sequences; row++) {
          codes[row][t] = chosen[row];
          tokens[row] = chosen[row];
        }
      }
    }
    return codes;
  }

  private float[] probabilities(NDManager run, long[] tokens, KeyValueCache cache) {
    try (NDManager scope = run.newSubManager()) {
      NDArray last = scope.create(tokens, new Shape(tokens.length, 1));
      NDArray logits = prior.next(new ParameterStore(scope, false), last, cache);
      return logits.softmax(-1).toType(DataType.FLOAT32, false).toFloatArray();
    }
  }
}
