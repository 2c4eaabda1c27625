package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import vaelab.data.Rows;
import vaelab.tensor.GradMode;
import vaelab.tensor.Hardware;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;

/**
 * The VQ-VAE (van den Oord et al., 2017): convolutional encoder and decoder with a codebook of V
 * vectors between them. A map of S/4 x S/4 codes stands for an image.
 */
public final class VqVae implements AutoCloseable {
  /** Images a piece of work when whole sets are encoded or decoded. */
  private static final int BATCH = 256;

  private final NDManager manager;
  private final VqVaeSizes sizes;
  private final DataType type;
  private final Block encoder;
  private final Block decoder;
  private final Parameter codebook;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  private VqVae(VqVaeSizes sizes, DataType type, long seed) {
    this.sizes = sizes;
    this.type = type;
    manager = NDManager.newBaseManager(Hardware.device());
    RandomGenerator generator = new NoiseSource(seed).generator(0, 0);
    int side = sizes.latentSide();
    encoder =
        network("encoder.", Convolutions.encoder(sizes.channels()), generator, 1, sizes.side());
    decoder =
        network(
            "decoder.", Convolutions.decoder(sizes.channels()), generator, sizes.channels(), side);
    Shape shape = new Shape(sizes.codes(), sizes.channels());
    double bound = 1.0 / sizes.codes();
    codebook =
        Weights.parameter(
            manager, "codebook", shape, type, () -> bound * (2 * generator.nextDouble() - 1));
    parameters.put("codebook", codebook);
  }

  private Block network(
      String prefix, Block block, RandomGenerator generator, int channels, int side) {
    block.initialize(manager, type, new Shape(1, channels, side, side));
    block.freezeParameters(true);
    Convolutions.glorot(block, generator);
    block.getParameters().forEach(pair -> parameters.put(prefix + pair.getKey(), pair.getValue()));
    return block;
  }

  /**
   * A model with fresh weights: Glorot's initialisation, codebook uniform on [-1/V, 1/V].
   *
   * @param sizes layer sizes
   * @param seed seed of the initial weights
   * @return a new model in float32 on the engine's device
   */
  public static VqVae create(VqVaeSizes sizes, long seed) {
    return create(sizes, DataType.FLOAT32, seed);
  }

  /**
   * A model of a chosen type.
   *
   * @param sizes layer sizes
   * @param type float32, or float64 for gradient checks
   * @param seed seed of the initial weights
   * @return a new model on the engine's device
   */
  public static VqVae create(VqVaeSizes sizes, DataType type, long seed) {
    return new VqVae(sizes, type, seed);
  }

  /**
   * Encodes images.
   *
   * @param store parameters of this step
   * @param x images, (B, D), values in [0, 1]
   * @param training batch statistics (true) or running statistics (false) in BatchNorm
   * @return latents before quantisation, (B, C, S/4, S/4)
   */
  public NDArray encode(ParameterStore store, NDArray x, boolean training) {
    NDArray images = x.reshape(-1, 1, sizes.side(), sizes.side());
    return encoder.forward(store, new NDList(images), training).singletonOrThrow();
  }

  /**
   * Codes of latents: at every place the vector of the codebook that is nearest by Euclidean
   * distance. Nothing is recorded; a choice has no gradient.
   *
   * @param latents (B, C, S/4, S/4)
   * @return codes in row-major order of the map, (B, L), int64
   */
  public NDArray nearest(NDArray latents) {
    try (GradMode off = GradMode.off()) {
      NDManager scope = latents.getManager();
      NDArray book = codebook.getArray().stopGradient();
      // Results belong to their first operand's manager: to the step, not to the model.
      book.attach(scope);
      NDArray z =
          latents
              .reshape(-1, sizes.channels(), sizes.length())
              .transpose(0, 2, 1)
              .reshape(-1, sizes.channels());
      // |z - e|^2 without |z|^2, which all codes share.
      NDArray distance = book.square().sum(new int[] {1}).sub(z.matMul(book.transpose()).mul(2));
      return distance.argMin(1).reshape(-1, sizes.length());
    }
  }

  /**
   * Vectors of codes.
   *
   * @param store parameters of this step
   * @param codes (B, L), int64
   * @return latents after quantisation, (B, C, S/4, S/4)
   */
  public NDArray lookUp(ParameterStore store, NDArray codes) {
    NDArray book = store.getValue(codebook, codes.getDevice(), false);
    return Embedding.embedding(codes, book, SparseFormat.DENSE)
        .singletonOrThrow()
        .transpose(0, 2, 1)
        .reshape(-1, sizes.channels(), sizes.latentSide(), sizes.latentSide());
  }

  /**
   * Decodes latents, quantised or not.
   *
   * @param store parameters of this step
   * @param latents (B, C, S/4, S/4)
   * @param training batch statistics (true) or running statistics (false) in BatchNorm
   * @return images, (B, D), values in (0, 1)
   */
  public NDArray decode(ParameterStore store, NDArray latents, boolean training) {
    return decoder
        .forward(store, new NDList(latents), training)
        .singletonOrThrow()
        .reshape(-1, sizes.dim());
  }

  /**
   * Codes of any number of images, on running statistics; batches are dealt out to the cores.
   *
   * @param images row-major, N x D, values in [0, 1]
   * @return N rows of L codes in [0, V)
   * @throws IllegalArgumentException if these are no whole rows
   */
  public int[][] codes(float[] images) {
    int dim = sizes.dim();
    int count = Rows.count(images, dim);
    int[][] codes = new int[count][sizes.length()];
    Workers.forEach(
        batches(count),
        i -> {
          int from = i * BATCH;
          int rows = Math.min(BATCH, count - from);
          float[] part = new float[rows * dim];
          System.arraycopy(images, from * dim, part, 0, part.length);
          try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.create(part, new Shape(rows, dim)).toType(type, false);
            long[] found =
                nearest(encode(new ParameterStore(scope, false), x, false)).toLongArray();
            for (int n = 0; n < found.length; n++) {
              codes[from + n / sizes.length()][n % sizes.length()] = (int) found[n];
            }
          }
        });
    return codes;
  }

  /**
   * Images of any number of code maps, on running statistics; batches are dealt out to the cores.
   *
   * @param codes N rows of L codes in [0, V)
   * @return images, row-major, N x D, values in (0, 1)
   */
  public float[] images(int[][] codes) {
    int dim = sizes.dim();
    float[] images = new float[Math.multiplyExact(codes.length, dim)];
    Workers.forEach(
        batches(codes.length),
        i -> {
          int from = i * BATCH;
          int rows = Math.min(BATCH, codes.length - from);
          try (NDManager scope = manager.newSubManager()) {
            ParameterStore store = new ParameterStore(scope, false);
            NDArray latents = lookUp(store, codes(scope, codes, from, rows));
            float[] part =
                decode(store, latents, false).toType(DataType.FLOAT32, false).toFloatArray();
            System.arraycopy(part, 0, images, from * dim, part.length);
          }
        });
    return images;
  }

  /** Some rows of codes as a tensor, (rows, L), int64. */
  static NDArray codes(NDManager scope, int[][] codes, int from, int rows) {
    int length = codes[from].length;
    long[] flat = new long[rows * length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = codes[from + i / length][i % length];
    }
    return scope.create(flat, new Shape(rows, length));
  }

  private static int batches(int count) {
    return (count + BATCH - 1) / BATCH;
  }

  /**
   * Layer sizes.
   *
   * @return side, channels and number of codes
   */
  public VqVaeSizes sizes() {
    return sizes;
  }

  /**
   * Type of all parameters.
   *
   * @return float32, or float64 for gradient checks
   */
  public DataType type() {
    return type;
  }

  /**
   * All parameters, BatchNorm's running statistics included.
   *
   * @return parameters by name ({@code encoder.…}, {@code decoder.…}, {@code codebook})
   */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /**
   * Parameters that training changes.
   *
   * @return parameters by name
   */
  public Map<String, Parameter> trainable() {
    return Weights.trainable(parameters);
  }

  /**
   * Number of trainable values.
   *
   * @return 1,220,481 for the released sizes
   */
  public long size() {
    return Weights.size(parameters);
  }

  /**
   * Owner of the parameters; temporary tensors belong into sub-managers of it.
   *
   * @return the model's manager
   */
  public NDManager manager() {
    return manager;
  }

  /** Frees all parameters. */
  @Override
  public void close() {
    manager.close();
  }
}
