package vaelab.vaebss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import vaelab.nn.Decoder;
import vaelab.nn.DiagonalGaussian;
import vaelab.nn.GaussianEncoder;
import vaelab.nn.Network;
import vaelab.nn.NetworkSizes;
import vaelab.tensor.Hardware;
import vaelab.tensor.NoiseSource;

/**
 * The networks of VAE-BSS: one encoder that gives the latents of all K slots, and one decoder that
 * every slot shares.
 *
 * <p>The encoder's head has the K Z means first, then the K Z log-variances; the release
 * interleaves them, which only names the outputs in another order. The release's unused layer (301
 * K parameters) is left out, and log-variances are clamped smoothly, as {@link GaussianEncoder}
 * says.
 */
public final class VaeBss implements AutoCloseable {
  private final NDManager manager;
  private final NetworkSizes sizes;
  private final int slots;
  private final int digits;
  private final DataType type;
  private final GaussianEncoder encoder;
  private final Decoder decoder;

  private VaeBss(NetworkSizes sizes, int slots, int digits, DataType type, long seed) {
    if (slots < 1 || digits < 1) {
      throw new IllegalArgumentException(
          "Expected at least one slot and one source in a training mixture, found K=%d, M=%d."
              .formatted(slots, digits));
    }
    if ((long) slots * sizes.latent() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Expected fewer than 2^31 latents of all slots, found K=%d times Z=%d."
              .formatted(slots, sizes.latent()));
    }
    this.sizes = sizes;
    this.slots = slots;
    this.digits = digits;
    this.type = type;
    manager = NDManager.newBaseManager(Hardware.device());
    RandomGenerator generator = new NoiseSource(seed).generator(0, 0);
    NetworkSizes all = new NetworkSizes(sizes.dim(), sizes.hidden(), slots * sizes.latent());
    try {
      encoder = new GaussianEncoder(all, manager, type, generator);
      decoder = new Decoder(sizes, manager, type, generator);
    } catch (RuntimeException | Error e) {
      manager.close(); // nobody else knows it
      throw e;
    }
  }

  /**
   * A model with fresh weights (PyTorch's default initialisation).
   *
   * @param sizes layer sizes; Z is the number of latents of a slot
   * @param slots K, number of sources the model separates into, at least 1
   * @param digits M, number of sources whose average a training mixture is, at least 1: the scale
   *     that the model learns is 1/M
   * @param seed seed of the initial weights
   * @return a new model in float32 on the engine's device
   * @throws IllegalArgumentException if K or M is below 1
   */
  public static VaeBss create(NetworkSizes sizes, int slots, int digits, long seed) {
    return create(sizes, slots, digits, DataType.FLOAT32, seed);
  }

  /**
   * A model of a chosen type.
   *
   * @param sizes layer sizes; Z is the number of latents of a slot
   * @param slots K
   * @param digits M
   * @param type float32, or float64 for gradient checks
   * @param seed seed of the initial weights
   * @return a new model on the engine's device
   * @throws IllegalArgumentException if K or M is below 1
   */
  public static VaeBss create(NetworkSizes sizes, int slots, int digits, DataType type, long seed) {
    return new VaeBss(sizes, slots, digits, type, seed);
  }

  /**
   * Encodes mixtures.
   *
   * @param store parameters of this step
   * @param x mixtures on the scale of training, (B, D)
   * @param training batch statistics (true) or running statistics (false) in BatchNorm
   * @return q(z; x) over the latents of all slots, (B, K Z); slot k has columns k Z to (k + 1) Z -
   *     1
   */
  public DiagonalGaussian encode(ParameterStore store, NDArray x, boolean training) {
    return encoder.encode(store, x, training);
  }

  /**
   * Decodes the latents of all slots. BatchNorm sees K B rows at once.
   *
   * @param store parameters of this step
   * @param z latents, (B, K Z)
   * @param training batch statistics (true) or running statistics (false) in BatchNorm
   * @return sources on the scale of training, (B, K, D), values in (0, 1); their sum over K is the
   *     mixture
   */
  public NDArray decode(ParameterStore store, NDArray z, boolean training) {
    NDArray rows = z.reshape(-1, sizes.latent());
    return decoder.decode(store, rows, training).reshape(-1, slots, sizes.dim());
  }

  /**
   * Layer sizes.
   *
   * @return D, hidden widths, and Z of one slot
   */
  public NetworkSizes sizes() {
    return sizes;
  }

  /**
   * Number of sources the model separates into.
   *
   * @return K
   */
  public int slots() {
    return slots;
  }

  /**
   * Number of sources whose average a training mixture is.
   *
   * @return M
   */
  public int digits() {
    return digits;
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
   * @return parameters by name ({@code encoder.…}, {@code decoder.…})
   */
  public Map<String, Parameter> parameters() {
    return collect(Network::parameters);
  }

  /**
   * Parameters that training changes.
   *
   * @return parameters by name
   */
  public Map<String, Parameter> trainable() {
    return collect(Network::trainable);
  }

  private Map<String, Parameter> collect(Function<Network, Map<String, Parameter>> part) {
    Map<String, Parameter> all = new LinkedHashMap<>();
    part.apply(encoder).forEach((name, p) -> all.put("encoder." + name, p));
    part.apply(decoder).forEach((name, p) -> all.put("decoder." + name, p));
    return all;
  }

  /**
   * Number of trainable values.
   *
   * @return 3,223,464 for K = 2 and the paper's networks
   */
  public long size() {
    return encoder.size() + decoder.size();
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
