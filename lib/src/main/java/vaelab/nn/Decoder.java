package vaelab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.util.random.RandomGenerator;

/** Decoder mu(z; W) of one stream: mirrored blocks, a linear layer to D, a sigmoid. */
public final class Decoder extends Network {

  /**
   * Creates a decoder with PyTorch's default initialisation.
   *
   * @param sizes layer sizes
   * @param manager owner of the parameters
   * @param type float32, or float64 for gradient checks
   * @param generator source of the initial values
   */
  public Decoder(NetworkSizes sizes, NDManager manager, DataType type, RandomGenerator generator) {
    super(
        DenseStack.of(sizes.decoderWidths())
            .add(Linear.builder().setUnits(sizes.dim()).build())
            .add(Activation.sigmoidBlock()),
        sizes.latent(),
        manager,
        type,
        generator);
  }

  /**
   * Makes up for smaller latents: the decoder then gives for z / sigma what it gave for z.
   *
   * @param sigma one positive factor a latent
   */
  public void multiplyLatents(double[] sigma) {
    NDArray weight =
        parameters().values().stream()
            .filter(p -> p.getType() == Parameter.Type.WEIGHT)
            .findFirst()
            .orElseThrow()
            .getArray();
    try (NDManager scope = weight.getManager().newSubManager()) {
      weight.muli(scope.create(sigma).toType(weight.getDataType(), false).reshape(1, sigma.length));
    }
  }

  /**
   * Decodes latents.
   *
   * @param store parameters of this step
   * @param z latents, (N, Z)
   * @param training batch statistics (true) or running statistics (false) in BatchNorm
   * @return mu(z; W), (N, D), values in (0, 1)
   */
  public NDArray decode(ParameterStore store, NDArray z, boolean training) {
    return run(store, z, training);
  }
}
