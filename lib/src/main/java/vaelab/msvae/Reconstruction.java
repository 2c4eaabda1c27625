package vaelab.msvae;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import vaelab.msvae.Inference.Prediction;
import vaelab.tensor.GradMode;

/**
 * What a model explains data points with: the mean of p(x | s, z) at the most probable state, which
 * its streams form by the model's combination rule (eq. 3 for a sum).
 */
public final class Reconstruction {
  private final MsVae model;
  private final Prediction prediction;

  /**
   * Reconstructions of predicted data points.
   *
   * @param model the model that was asked
   * @param prediction its answer, with streams
   */
  public Reconstruction(MsVae model, Prediction prediction) {
    this.model = model;
    this.prediction = prediction;
  }

  /**
   * The reconstruction of a data point.
   *
   * @param n data point
   * @return D values; zeros where no stream is active
   * @throws IllegalStateException if streams were not asked for
   */
  public float[] of(int n) {
    int dim = model.sizes().dim();
    try (GradMode off = GradMode.off();
        NDManager scope = model.manager().newSubManager()) {
      NDList streams = new NDList();
      NDList active = new NDList();
      for (int h = 0; h < model.streams().size(); h++) {
        float[] on = {prediction.isActive(n, h) ? 1 : 0};
        streams.add(scope.create(prediction.image(n, h, dim), new Shape(1, 1, dim)));
        active.add(scope.create(on, new Shape(1, 1, 1)));
      }
      return model.rule().combine(streams, active).toFloatArray();
    }
  }
}
