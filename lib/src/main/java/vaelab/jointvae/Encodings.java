package vaelab.jointvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import vaelab.data.Images;
import vaelab.tensor.Workers;

/**
 * What a model says about images, q(z, c; x), as plain arrays.
 *
 * @param count N, number of images
 * @param nu means of the continuous latents, N x Z
 * @param logTau logarithms of their variances, N x Z
 * @param logAlpha logarithms of the probabilities of the categories, N x C
 */
public record Encodings(int count, float[] nu, float[] logTau, float[] logAlpha) {
  private static final int BATCH = 500;

  /**
   * Encodes images.
   *
   * @param model any model
   * @param images S x S images
   * @return their encodings, in order
   * @throws IllegalArgumentException if the images have another size
   */
  public static Encodings of(JointVae model, Images images) {
    check(model, images);
    int n = images.count();
    int z = model.sizes().latent();
    int c = model.sizes().categories();
    Encodings all = new Encodings(n, new float[n * z], new float[n * z], new float[n * c]);
    Workers.forEach(
        (n + BATCH - 1) / BATCH,
        i -> {
          int from = i * BATCH;
          Images batch = slice(images, from, Math.min(n, from + BATCH));
          try (NDManager scope = model.manager().newSubManager()) {
            NDArray x = tensor(batch, scope, model.type());
            JointPosterior q = model.encode(new ParameterStore(scope, false), x);
            copy(q.z().nu(), all.nu, from * z);
            copy(q.z().logTau(), all.logTau, from * z);
            copy(q.c().logAlpha(), all.logAlpha, from * c);
          }
        });
    return all;
  }

  /**
   * The most probable category of each image: unsupervised classification.
   *
   * @return N categories, 0 to C - 1; the first of equally probable ones
   */
  public int[] categories() {
    int[] best = new int[count];
    int size = logAlpha.length / Math.max(1, count);
    for (int n = 0; n < count; n++) {
      for (int c = 1; c < size; c++) {
        if (logAlpha[n * size + c] > logAlpha[n * size + best[n]]) {
          best[n] = c;
        }
      }
    }
    return best;
  }

  /**
   * How much each continuous latent says about an image: its mean KL divergence to N(0, 1). Those
   * near 0 are unused; a figure sweeps the largest.
   *
   * @return Z values, nats
   */
  public double[] klOfLatents() {
    double[] kl = new double[nu.length / Math.max(1, count)];
    for (int i = 0; i < nu.length; i++) {
      double tau = Math.exp(logTau[i]);
      kl[i % kl.length] += 0.5 * (tau + (double) nu[i] * nu[i] - 1 - logTau[i]) / count;
    }
    return kl;
  }

  /** Fails unless the images have the model's size. */
  static void check(JointVae model, Images images) {
    int side = model.sizes().side();
    if (images.height() != side || images.width() != side) {
      throw new IllegalArgumentException(
          "Expected images of %d x %d, as the model takes them, found %d x %d; resize them with BilinearResize."
              .formatted(side, side, images.height(), images.width()));
    }
  }

  /** Images as the encoder takes them, (B, 1, S, S). */
  static NDArray tensor(Images images, NDManager scope, DataType type) {
    Shape shape = new Shape(images.count(), 1, images.height(), images.width());
    return scope.create(images.pixels(), shape).toType(type, false);
  }

  private static Images slice(Images images, int from, int until) {
    float[] pixels = Arrays.copyOfRange(images.pixels(), from * images.dim(), until * images.dim());
    return new Images(pixels, until - from, images.height(), images.width());
  }

  private static void copy(NDArray values, float[] target, int offset) {
    float[] source = values.toType(DataType.FLOAT32, false).toFloatArray();
    System.arraycopy(source, 0, target, offset, source.length);
  }
}
