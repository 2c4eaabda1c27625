package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import vaelab.tensor.Backward;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.Scalars;

/**
 * The objective of the VQ-VAE (van den Oord et al., 2017, eq. 3), each term a mean over all its
 * values: |x - D(e_c)|^2 + |sg(z) - e_c|^2 + beta |z - sg(e_c)|^2, beta = 1.
 *
 * <p>The decoder sees z + sg(e_c - z): the value of e_c with the gradient handed to z as if there
 * had been no quantisation (the straight-through estimator). The codebook learns from the second
 * term alone.
 */
final class VqVaeObjective {
  /** Weight of the commitment of encoders to their codes. */
  static final double COMMITMENT = 1.0;

  private final VqVae model;

  VqVaeObjective(VqVae model) {
    this.model = model;
  }

  /**
   * Means over a batch.
   *
   * @param reconstruction squared error a pixel
   * @param quantisation squared distance of latents to their codes a channel; the codebook's term
   *     and the encoder's have this same value
   * @param used how often the batch used each of the V codes
   */
  record Terms(double reconstruction, double quantisation, int[] used) {

    /** What is minimised. */
    double value() {
      return reconstruction + (1 + COMMITMENT) * quantisation;
    }

    /** exp of the entropy of the codes that the batch used, in [1, V]. */
    double perplexity() {
      double total = IntStream.of(used).sum();
      double entropy = 0;
      for (int n : used) {
        entropy -= n == 0 ? 0 : n / total * Math.log(n / total);
      }
      return Math.exp(entropy);
    }

    /** Columns of the history. */
    Map<String, Double> row() {
      Map<String, Double> row = new LinkedHashMap<>();
      row.put("objective", value());
      row.put("reconstruction", reconstruction);
      row.put("quantisation", quantisation);
      row.put("perplexity", perplexity());
      return row;
    }
  }

  /**
   * Value and gradient. No gradient is computed where the value is infinite or undefined.
   *
   * @param leaves parameters to differentiate by
   * @param x images, (B, D), in the step's scope
   * @return the parts of the objective
   */
  Terms differentiate(GradientLeaves leaves, NDArray x) {
    try (GradMode recording = GradMode.recording()) {
      Parts parts = parts(leaves, x);
      Terms terms = parts.terms(model.sizes().codes());
      if (Double.isFinite(terms.value())) {
        Backward.from(
            parts
                .reconstruction
                .add(parts.codebook)
                .add(Constants.times(parts.commitment, COMMITMENT)));
      }
      return terms;
    }
  }

  /**
   * Value only, with BatchNorm as in training (running statistics move).
   *
   * @param store parameters
   * @param x images, (B, D), in a scope of their own
   * @return the parts of the objective
   */
  Terms evaluate(ParameterStore store, NDArray x) {
    try (GradMode off = GradMode.off()) {
      return parts(store, x).terms(model.sizes().codes());
    }
  }

  /** Three scalars with their graphs, and the codes. */
  private record Parts(
      NDArray reconstruction, NDArray codebook, NDArray commitment, NDArray codes) {

    Terms terms(int vocabulary) {
      return new Terms(
          Scalars.number(reconstruction), Scalars.number(commitment), used(codes, vocabulary));
    }
  }

  private Parts parts(ParameterStore store, NDArray x) {
    NDArray z = model.encode(store, x, true);
    NDArray codes = model.nearest(z);
    NDArray e = model.lookUp(store, codes);
    NDArray passed = z.add(e.sub(z).stopGradient());
    NDArray decoded = model.decode(store, passed, true);
    return new Parts(
        decoded.sub(x).square().mean(),
        e.sub(z.stopGradient()).square().mean(),
        z.sub(e.stopGradient()).square().mean(),
        codes);
  }

  private static int[] used(NDArray codes, int vocabulary) {
    int[] used = new int[vocabulary];
    for (long code : codes.toLongArray()) {
      used[(int) code]++;
    }
    return used;
  }
}
