package vaelab.lass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import vaelab.tensor.Hardware;
import vaelab.tensor.NoiseSource;

/**
 * The autoregressive prior p(c) = prod_t p(c_t | c_{1:t-1}) over the codes of a single source: a
 * transformer after GPT-2 (Radford et al., 2019) with learned positions, layer norms in front, and
 * the token embedding as output layer too.
 *
 * <p>Its input is {@value #BEGIN} followed by all codes but the last. The release gives the begin
 * mark no token of its own; its position tells it from code {@value #BEGIN}.
 */
public final class CodePrior implements AutoCloseable {
  /** Token in front of the first code. */
  public static final int BEGIN = 0;

  private final NDManager manager;
  private final PriorSizes sizes;
  private final DataType type;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Parameter tokens;
  private final Parameter positions;
  private final List<TransformerLayer> layers = new ArrayList<>();
  private final LayerNormalisation last;

  private CodePrior(PriorSizes sizes, DataType type, long seed) {
    this.sizes = sizes;
    this.type = type;
    manager = NDManager.newBaseManager(Hardware.device());
    RandomGenerator generator = new NoiseSource(seed).generator(0, 0);
    TransformerLayer.Maker maker = new TransformerLayer.Maker(manager, type, parameters, generator);
    tokens = maker.matrix("tokens", sizes.codes(), sizes.width(), TransformerLayer.DEVIATION);
    positions =
        maker.matrix("positions", sizes.length(), sizes.width(), TransformerLayer.DEVIATION);
    for (int i = 0; i < sizes.layers(); i++) {
      layers.add(new TransformerLayer(i, sizes, maker));
    }
    last = new LayerNormalisation("last", sizes.width(), maker);
  }

  /**
   * A model with fresh weights: N(0, 0.02^2), projections back into the residual stream smaller by
   * sqrt(2 layers), biases zero.
   *
   * @param sizes layer sizes
   * @param seed seed of the initial weights
   * @return a new model in float32 on the engine's device
   */
  public static CodePrior create(PriorSizes sizes, long seed) {
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
  public static CodePrior create(PriorSizes sizes, DataType type, long seed) {
    return new CodePrior(sizes, type, seed);
  }

  /**
   * Logits of all positions at once.
   *
   * @param store parameters of this step
   * @param inputs {@link #BEGIN} and codes, (B, T), int64, T at most L
   * @return (B, T, V); those at t depend on inputs 0 ... t alone and predict code t
   */
  public NDArray logits(ParameterStore store, NDArray inputs) {
    int length = (int) inputs.getShape().get(1);
    return run(store, inputs, 0, length, null);
  }

  /**
   * Logits of the next position.
   *
   * @param store parameters
   * @param tokens last token of every sequence, (B, 1), int64: {@link #BEGIN} at first
   * @param cache keys and values of the tokens before, which this one is added to
   * @return (B, V)
   * @throws IllegalStateException if the sequences are complete
   */
  NDArray next(ParameterStore store, NDArray tokens, KeyValueCache cache) {
    NDArray logits = run(store, tokens, cache.position(), 1, cache).reshape(-1, sizes.codes());
    cache.advance();
    return logits;
  }

  private NDArray run(
      ParameterStore store, NDArray inputs, int from, int length, KeyValueCache cache) {
    NDManager scope = inputs.getManager();
    NDArray mask = cache == null ? causalMask(scope, length) : null;
    NDArray at = scope.arange(from, from + length).toType(DataType.INT64, false);
    NDArray x = embed(store, tokens, inputs).add(embed(store, positions, at));
    for (int i = 0; i < layers.size(); i++) {
      x = layers.get(i).forward(store, x, mask, cache);
    }
    x = last.forward(store, x);
    // Without transposing the embedding, whose manager is the model's: Linear's weight is (out,
    // in).
    return Linear.linear(x, store.getValue(tokens, x.getDevice(), false)).singletonOrThrow();
  }

  private static NDArray embed(ParameterStore store, Parameter table, NDArray indices) {
    NDArray rows = store.getValue(table, indices.getDevice(), false);
    return Embedding.embedding(indices, rows, SparseFormat.DENSE).singletonOrThrow();
  }

  /** Zero where a position may look, minus infinity at later ones, (T, T). */
  private NDArray causalMask(NDManager scope, int length) {
    float[] mask = new float[length * length];
    for (int t = 0; t < length; t++) {
      for (int s = t + 1; s < length; s++) {
        mask[t * length + s] = Float.NEGATIVE_INFINITY;
      }
    }
    return scope.create(mask, new Shape(length, length)).toType(type, false);
  }

  /**
   * Draws code maps from the prior.
   *
   * @param count number of maps
   * @param seed seed of the draws
   * @return count rows of L codes
   */
  public int[][] sample(int count, long seed) {
    RandomGenerator generator = new NoiseSource(seed).generator(0, 0);
    return new Generation(this)
        .run(
            count,
            (t, probabilities, chosen) -> {
              for (int row = 0; row < count; row++) {
                chosen[row] =
                    Draw.from(probabilities, row * sizes.codes(), sizes.codes(), generator);
              }
            });
  }

  /**
   * Layer sizes.
   *
   * @return vocabulary, length, width, layers and heads
   */
  public PriorSizes sizes() {
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
   * All parameters; training changes every one.
   *
   * @return parameters by name
   */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /**
   * Number of trainable values; the output layer is the token embedding and counts once.
   *
   * @return 634,112 for the released sizes
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
