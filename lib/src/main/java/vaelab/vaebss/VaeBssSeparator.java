package vaelab.vaebss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Map;
import java.util.TreeMap;
import vaelab.nn.DiagonalGaussian;
import vaelab.separation.MaskedSeparator;
import vaelab.separation.Separation;
import vaelab.separation.SourceSeparator;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;

/**
 * Separates sums of K sources with trained models, one for each K.
 *
 * <p>Networks run on their running statistics in batches of {@value #BATCH}; nothing of a model
 * changes. With running statistics every mixture is for itself, so whole batches are dealt out to
 * the cores. Noise depends on the seed and the position of the batch alone.
 */
public final class VaeBssSeparator implements SourceSeparator {
  private static final int BATCH = 125;

  /** On which scale a model sees the mixtures and gives the sources. */
  public enum Scale {
    /**
     * The sum goes in and the decoder's images come out as they are, as released. The model was
     * trained on averages, so its input is M times too bright, and its sources are those of an
     * average: faint.
     */
    AS_RELEASED("as released"),
    /**
     * The scale of training: the sum divided by M goes in, and images times M come out, for a model
     * trained on averages of M sources (M = 2 for the released models, M = K for matched ones).
     */
    SCALE_MATCHED("scale matched");

    private final String text;

    Scale(String text) {
      this.text = text;
    }

    /** By what inputs are divided and outputs multiplied. */
    int factor(VaeBss model) {
      return this == AS_RELEASED ? 1 : model.digits();
    }
  }

  private final Map<Integer, VaeBss> models;
  private final Scale scale;
  private final boolean sampling;
  private final long seed;

  private VaeBssSeparator(Map<Integer, VaeBss> models, Scale scale, boolean sampling, long seed) {
    this.models = new TreeMap<>(models);
    this.scale = scale;
    this.sampling = sampling;
    this.seed = seed;
    models.forEach(
        (k, model) -> {
          if (model.slots() != k || model.type() != DataType.FLOAT32) {
            throw new IllegalArgumentException(
                "Expected a float32 model with %d slots for K=%d, found one in %s with %d."
                    .formatted(k, k, model.type(), model.slots()));
          }
        });
  }

  /**
   * Separation with one sample of z, as released.
   *
   * @param models trained float32 model for each K; the caller closes them, after the last use
   * @param scale on which scale models see mixtures
   * @param seed seed of the samples
   * @throws IllegalArgumentException if a model has another number of slots than its K
   */
  public VaeBssSeparator(Map<Integer, VaeBss> models, Scale scale, long seed) {
    this(models, scale, true, seed);
  }

  /**
   * The same with the posterior mean of z instead of a sample.
   *
   * @return a changed copy
   */
  public VaeBssSeparator withMean() {
    return new VaeBssSeparator(models, scale, false, seed);
  }

  /**
   * The same under the mask that makes sources sum to the mixture: VAEM-BSS.
   *
   * @return the masked method
   */
  public SourceSeparator masked() {
    return new MaskedSeparator(this, name("VAEM-BSS"), MaskedSeparator.UNBOUNDED);
  }

  @Override
  public String name() {
    return name("VAE-BSS");
  }

  private String name(String method) {
    return "%s (%s%s)".formatted(method, scale.text, sampling ? "" : ", mean of z");
  }

  @Override
  public Separation separate(float[] mixtures, int dim, int k) {
    int count = Separation.countOf(mixtures, dim, k);
    VaeBss model = models.get(k);
    if (model == null) {
      throw new IllegalArgumentException(
          "Expected K among %s, for which there are models, found K=%d; train one for it."
              .formatted(models.keySet(), k));
    }
    if (model.sizes().dim() != dim) {
      throw new IllegalArgumentException(
          "Expected mixtures of D=%d values, as the model for K=%d was trained on, found D=%d."
              .formatted(model.sizes().dim(), k, dim));
    }
    float[] sources = new float[Math.multiplyExact(mixtures.length, k)];
    int batches = (count + BATCH - 1) / BATCH;
    Workers.forEach(batches, i -> batch(model, mixtures, i, sources));
    return new Separation(sources, count, k, dim);
  }

  private void batch(VaeBss model, float[] mixtures, int index, float[] sources) {
    int dim = model.sizes().dim();
    int from = index * BATCH * dim;
    int length = Math.min(BATCH * dim, mixtures.length - from);
    int factor = scale.factor(model);
    float[] rows = new float[length];
    for (int i = 0; i < length; i++) {
      rows[i] = mixtures[from + i] / factor;
    }
    try (NDManager scope = model.manager().newSubManager()) {
      NDArray x = scope.create(rows, new Shape(length / dim, dim));
      ParameterStore store = new ParameterStore(scope, false);
      DiagonalGaussian q = model.encode(store, x, false);
      NDArray z = sampling ? q.sample(noise(model, scope, index, length / dim)) : q.nu();
      float[] images = model.decode(store, z, false).toFloatArray();
      for (int i = 0; i < images.length; i++) {
        sources[from * model.slots() + i] = images[i] * factor;
      }
    }
  }

  private NDArray noise(VaeBss model, NDManager scope, int index, int rows) {
    Shape shape = new Shape(1, rows, (long) model.slots() * model.sizes().latent());
    return NoiseSource.normal(
        new NoiseSource(seed).generator(0, index), scope, shape, DataType.FLOAT32);
  }
}
