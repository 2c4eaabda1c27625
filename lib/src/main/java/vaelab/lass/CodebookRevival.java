package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import java.util.random.RandomGenerator;
import vaelab.tensor.GradMode;
import vaelab.tensor.HostMemory;

/**
 * Brings unused codes back into use.
 *
 * <p>A code that is nearest to no latent receives no gradient, and nothing will ever move it. The
 * codebook begins in a small cube around zero, far from the latents, so most codes stay there
 * unless the training is long. Here the unused ones are placed on latents of training images, drawn
 * in proportion to their squared distance to their codes, as k-means++ places its centres (Arthur
 * and Vassilvitskii, 2007). The release does nothing of the kind.
 */
final class CodebookRevival {
  private final VqVae model;
  private int[] used;

  CodebookRevival(VqVae model) {
    this.model = model;
    used = new int[model.sizes().codes()];
  }

  /** Counts the codes of a batch. */
  void count(int[] batch) {
    for (int v = 0; v < used.length; v++) {
      used[v] += batch[v];
    }
  }

  /**
   * Moves every code that was not counted, and counts anew.
   *
   * @param x some training images, (B, D), in a scope of their own and of the model's type
   * @param generator source of the draws
   * @return how many codes were moved
   */
  int revive(NDArray x, RandomGenerator generator) {
    int[] counted = used;
    used = new int[counted.length];
    int channels = model.sizes().channels();
    NDManager scope = x.getManager();
    try (GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(scope, false);
      NDArray z = model.encode(store, x, false);
      NDArray missing = z.sub(model.lookUp(store, model.nearest(z)));
      float[] latents = rows(z);
      float[] distances = squares(rows(missing), channels);
      NDArray book = model.parameters().get("codebook").getArray();
      float[] vectors;
      try (NDArray copy = book.toType(DataType.FLOAT32, true)) {
        vectors = copy.toFloatArray();
      }
      int moved = 0;
      for (int v = 0; v < counted.length; v++) {
        if (counted[v] == 0) {
          int place = Draw.from(distances, 0, distances.length, generator);
          System.arraycopy(latents, place * channels, vectors, v * channels, channels);
          distances[place] = 0;
          moved++;
        }
      }
      NDArray changed = scope.create(vectors, book.getShape()).toType(model.type(), false);
      HostMemory.copy(changed, book);
      return moved;
    }
  }

  /** One latent vector a row. */
  private float[] rows(NDArray map) {
    return map.reshape(-1, model.sizes().channels(), model.sizes().length())
        .transpose(0, 2, 1)
        .toType(DataType.FLOAT32, false)
        .toFloatArray();
  }

  private static float[] squares(float[] rows, int width) {
    float[] sums = new float[rows.length / width];
    for (int i = 0; i < rows.length; i++) {
      sums[i / width] += rows[i] * rows[i];
    }
    return sums;
  }
}
