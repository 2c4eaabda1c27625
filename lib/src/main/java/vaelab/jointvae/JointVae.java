package vaelab.jointvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import vaelab.nn.DiagonalGaussian;
import vaelab.tensor.Hardware;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.TorchInit;

/**
 * The networks of JointVAE: a convolutional encoder with heads for the Gaussian and the category,
 * and a convolutional decoder of both.
 *
 * <p>There is no batch normalisation, so a row's output depends on that row alone. Log-variances
 * are unbounded, as released.
 */
public final class JointVae implements AutoCloseable {
  private final NDManager manager;
  private final JointVaeSizes sizes;
  private final DataType type;
  private final Block encoder;
  private final Block decoder;

  private JointVae(JointVaeSizes sizes, DataType type, long seed) {
    this.sizes = sizes;
    this.type = type;
    manager = NDManager.newBaseManager(Hardware.device());
    RandomGenerator generator = new NoiseSource(seed).generator(0, 0);
    encoder = Networks.encoder(sizes);
    initialize(encoder, new Shape(1, 1, sizes.side(), sizes.side()), generator);
    decoder = Networks.decoder(sizes);
    initialize(decoder, new Shape(1, sizes.latent() + sizes.categories()), generator);
  }

  private void initialize(Block block, Shape input, RandomGenerator generator) {
    block.initialize(manager, type, input);
    // Training goes through GradientLeaves; the arrays themselves never record.
    block.freezeParameters(true);
    TorchInit.apply(block, generator);
  }

  /**
   * A model with fresh weights (PyTorch's default initialisation).
   *
   * @param sizes layer sizes
   * @param seed seed of the initial weights
   * @return a new model in float32 on the engine's device
   */
  public static JointVae create(JointVaeSizes sizes, long seed) {
    return create(sizes, DataType.FLOAT32, seed);
  }

  /** A model of a chosen type: float32, or float64 for gradient checks. */
  static JointVae create(JointVaeSizes sizes, DataType type, long seed) {
    return new JointVae(sizes, type, seed);
  }

  /**
   * Encodes images.
   *
   * @param store parameters of this step
   * @param x images, (B, 1, S, S), values in [0, 1]
   * @return q(z, c; x)
   */
  JointPosterior encode(ParameterStore store, NDArray x) {
    NDArray head = encoder.forward(store, new NDList(x), false).singletonOrThrow();
    int z = sizes.latent();
    NDList parts = head.split(new long[] {z, 2L * z}, 1);
    return new JointPosterior(
        new DiagonalGaussian(parts.get(0), parts.get(1)), Categorical.ofLogits(parts.get(2)));
  }

  /**
   * Decodes latents.
   *
   * @param store parameters of this step
   * @param z continuous latents, (B, Z)
   * @param c points of the simplex, one-hot for a definite category, (B, C)
   * @return logits of the pixels, (B, 1, S, S); their sigmoid is the image
   */
  NDArray decode(ParameterStore store, NDArray z, NDArray c) {
    return decoder.forward(store, new NDList(z.concat(c, 1)), false).singletonOrThrow();
  }

  /**
   * Layer sizes.
   *
   * @return sides, channels, Z and C
   */
  public JointVaeSizes sizes() {
    return sizes;
  }

  /** Type of all parameters. */
  DataType type() {
    return type;
  }

  /**
   * All parameters; training changes every one.
   *
   * @return parameters by name ({@code encoder.…}, {@code decoder.…})
   */
  public Map<String, Parameter> parameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    encoder.getParameters().forEach(pair -> all.put("encoder." + pair.getKey(), pair.getValue()));
    decoder.getParameters().forEach(pair -> all.put("decoder." + pair.getKey(), pair.getValue()));
    return all;
  }

  /**
   * Number of trainable values.
   *
   * @return 687,359 for {@link JointVaeSizes#RELEASED}
   */
  public long size() {
    return parameters().values().stream().mapToLong(p -> p.getArray().size()).sum();
  }

  /** Owner of the parameters; temporary tensors belong into sub-managers of it. */
  NDManager manager() {
    return manager;
  }

  /** Frees all parameters. */
  @Override
  public void close() {
    manager.close();
  }
}
