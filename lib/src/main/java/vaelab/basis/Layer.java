package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/** A part of the score network that maps images (B, C, H, W) to images. */
@FunctionalInterface
interface Layer {

  /**
   * What all layers of one pass share.
   *
   * @param store parameters of this pass
   * @param levels noise level of each image as a row of zeros with a single one, (B, L)
   */
  record Pass(ParameterStore store, NDArray levels) {

    /** The value of a parameter, a leaf where it is trained. */
    NDArray value(Parameter parameter) {
      return store.getValue(parameter, levels.getDevice(), false);
    }
  }

  /**
   * Applies the layer.
   *
   * @param pass parameters and noise levels
   * @param x images; left unchanged and open
   * @return a new tensor, owned by the manager of {@code x}, never {@code x} itself
   */
  NDArray forward(Pass pass, NDArray x);

  /**
   * Layers one after another. What passes between them is closed as soon as it is used: a network
   * of a hundred layers would otherwise keep them all in memory, also where nothing is recorded. (A
   * recorded graph holds what it needs by itself.)
   */
  static Layer chain(Layer... layers) {
    return (pass, x) -> {
      NDArray h = x;
      for (Layer layer : layers) {
        NDArray next = layer.forward(pass, h);
        if (h != x) {
          h.close();
        }
        h = next;
      }
      return h;
    };
  }

  /** The sum of two layers of the same input; neither may need its own output to differentiate. */
  static Layer sum(Layer first, Layer second) {
    return (pass, x) -> {
      NDArray sum = first.forward(pass, x);
      try (NDArray other = second.forward(pass, x)) {
        return sum.addi(other);
      }
    };
  }

  /** A layer whose input is added to its output; it may not need that to differentiate. */
  static Layer residual(Layer layer) {
    return (pass, x) -> layer.forward(pass, x).addi(x);
  }
}
