package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.training.ParameterStore;

/** Layer normalisation over the width, with scale and shift (Ba et al., 2016). */
final class LayerNormalisation {
  private static final float EPSILON = 1e-5f;

  private final Parameter scale;
  private final Parameter shift;
  private final Shape width;

  LayerNormalisation(String name, int width, TransformerLayer.Maker maker) {
    scale = maker.vector(name + ".scale", width, 1);
    shift = maker.vector(name + ".shift", width, 0);
    this.width = new Shape(width);
  }

  NDArray forward(ParameterStore store, NDArray x) {
    NDArray gamma = store.getValue(scale, x.getDevice(), false);
    NDArray beta = store.getValue(shift, x.getDevice(), false);
    return LayerNorm.layerNorm(x, width, gamma, beta, EPSILON).singletonOrThrow();
  }
}
