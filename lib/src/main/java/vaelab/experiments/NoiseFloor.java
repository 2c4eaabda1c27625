package vaelab.experiments;

import java.util.Arrays;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;

/**
 * The scale of the observation noise alone.
 *
 * <p>The model's b is the mean absolute deviation of the data from their reconstruction, so it
 * counts as noise what decoders draw badly (the paper finds 0.11 where 0.1 was added). Noise is the
 * same in all values of an observation while misfit is not: where the model explains the data best,
 * the deviation is the noise.
 */
final class NoiseFloor {
  /** Share of the values of an observation that are taken for free of misfit. */
  private static final double BEST = 0.1;

  /** Observations that are looked at, at most: enough for two per cent of error in each value. */
  private static final int POINTS = 5_000;

  private NoiseFloor() {}

  /**
   * Estimates the scale.
   *
   * @param model trained model
   * @param x observations, row-major, N x D
   * @return mean absolute deviation of the value that a tenth of all are explained better than, at
   *     most b
   */
  static double of(MsVae model, float[] x) {
    int dim = model.sizes().dim();
    int streams = model.streams().size();
    int points = Math.min(POINTS, x.length / dim);
    float[] rest = Arrays.copyOf(x, points * dim);
    Inference.Prediction answer = new Inference(model).separate(rest);
    for (int n = 0; n < points; n++) {
      for (int h = 0; h < streams; h++) {
        if (answer.isActive(n, h)) {
          model.rule().explainAway(rest, n * dim, answer.image(n, h, dim));
        }
      }
    }
    double[] deviation = new double[dim];
    for (int i = 0; i < rest.length; i++) {
      deviation[i % dim] += Math.abs(rest[i]) / points;
    }
    Arrays.sort(deviation);
    return Math.min(model.scale(), deviation[(int) (BEST * dim)]);
  }
}
