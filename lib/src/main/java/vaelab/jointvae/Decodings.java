package vaelab.jointvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import vaelab.data.Images;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;

/** Images that a model makes of latents: reconstructions, traversals, samples of the prior. */
public final class Decodings {
  private static final int BATCH = 500;

  private final JointVae model;

  /**
   * The images of a model.
   *
   * @param model any model; the caller closes it, after the last use
   */
  public Decodings(JointVae model) {
    this.model = model;
  }

  /**
   * Every category under a sweep of one continuous latent, all others at 0 (Dupont 2018, fig. 4).
   *
   * @param latent which, 0 to Z - 1; {@link Encodings#klOfLatents} tells which ones matter
   * @param values where the sweep stands; the release takes quantiles of N(0, 1) from 5 % to 95 %,
   *     so -1.64 to 1.64
   * @return C x values.length images of S x S, those of a category side by side
   * @throws IllegalArgumentException if there is no such latent
   */
  public Images traversal(int latent, double... values) {
    JointVaeSizes sizes = model.sizes();
    if (latent < 0 || latent >= sizes.latent()) {
      throw new IllegalArgumentException(
          "Expected a latent from 0 to %d, found %d.".formatted(sizes.latent() - 1, latent));
    }
    int count = Math.multiplyExact(sizes.categories(), values.length);
    float[] z = new float[count * sizes.latent()];
    int[] categories = new int[count];
    for (int i = 0; i < count; i++) {
      categories[i] = i / values.length;
      z[i * sizes.latent() + latent] = (float) values[i % values.length];
    }
    return decode(z, categories);
  }

  /**
   * Samples of the prior: z from N(0, I), c uniform.
   *
   * @param count number of images
   * @param seed seed of the draws
   * @return images of S x S
   */
  public Images samples(int count, long seed) {
    RandomGenerator generator = new NoiseSource(seed).generator(0, 0);
    float[] z = new float[Math.multiplyExact(count, model.sizes().latent())];
    for (int i = 0; i < z.length; i++) {
      z[i] = (float) generator.nextGaussian();
    }
    int[] categories = new int[count];
    Arrays.setAll(categories, i -> generator.nextInt(model.sizes().categories()));
    return decode(z, categories);
  }

  /**
   * Reconstructions from the posterior's mean of z and its most probable category, without noise.
   *
   * @param images S x S images
   * @return their reconstructions, in order
   * @throws IllegalArgumentException if the images have another size
   */
  public Images reconstructions(Images images) {
    Encodings encodings = Encodings.of(model, images);
    return decode(encodings.nu(), encodings.categories());
  }

  /**
   * Decodes latents with a definite category.
   *
   * @param z continuous latents, N x Z
   * @param categories N categories, 0 to C - 1
   * @return N images of S x S, values in [0, 1]
   * @throws IllegalArgumentException if the numbers do not fit, or there is no such category
   */
  public Images decode(float[] z, int[] categories) {
    JointVaeSizes sizes = model.sizes();
    int count = categories.length;
    if (z.length != (long) count * sizes.latent()) {
      throw new IllegalArgumentException(
          "Expected Z=%d latents for each of %d categories, found %d values."
              .formatted(sizes.latent(), count, z.length));
    }
    float[] oneHot = new float[Math.multiplyExact(count, sizes.categories())];
    for (int n = 0; n < count; n++) {
      if (categories[n] < 0 || categories[n] >= sizes.categories()) {
        throw new IllegalArgumentException(
            "Expected categories from 0 to %d, found %d."
                .formatted(sizes.categories() - 1, categories[n]));
      }
      oneHot[n * sizes.categories() + categories[n]] = 1;
    }
    float[] pixels = new float[Math.multiplyExact(count, sizes.dim())];
    Workers.forEach(
        (count + BATCH - 1) / BATCH,
        i -> {
          int from = i * BATCH;
          int until = Math.min(count, from + BATCH);
          try (NDManager scope = model.manager().newSubManager()) {
            NDArray logits =
                model.decode(
                    new ParameterStore(scope, false),
                    rows(z, from, until, sizes.latent(), scope),
                    rows(oneHot, from, until, sizes.categories(), scope));
            NDArray images = Activation.sigmoid(logits).toType(DataType.FLOAT32, false);
            float[] source = images.toFloatArray();
            System.arraycopy(source, 0, pixels, from * sizes.dim(), source.length);
          }
        });
    return new Images(pixels, count, sizes.side(), sizes.side());
  }

  private NDArray rows(float[] values, int from, int until, int width, NDManager scope) {
    float[] part = Arrays.copyOfRange(values, from * width, until * width);
    return scope.create(part, new Shape(until - from, width)).toType(model.type(), false);
  }
}
