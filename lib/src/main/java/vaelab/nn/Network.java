package vaelab.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import vaelab.tensor.HostMemory;
import vaelab.tensor.TorchInit;

/** What encoder and decoder share: an initialised block and its parameters by name. */
public abstract sealed class Network permits GaussianEncoder, Decoder {
  private final Block block;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /**
   * Initialises the block as PyTorch would.
   *
   * @param block network
   * @param input width of its input
   * @param manager owner of the parameters
   * @param type float32, or float64 for gradient checks
   * @param generator source of the initial values
   */
  Network(Block block, int input, NDManager manager, DataType type, RandomGenerator generator) {
    this.block = block;
    block.initialize(manager, type, new Shape(1, input));
    // Training goes through GradientLeaves; the arrays themselves never record.
    block.freezeParameters(true);
    TorchInit.apply(block, generator);
    block.getParameters().forEach(pair -> parameters.put(pair.getKey(), pair.getValue()));
  }

  /** The layers, first to last. */
  final List<Block> layers() {
    return block.getChildren().values();
  }

  /**
   * Runs the block.
   *
   * @param store parameters of this step
   * @param input rows, (N, width)
   * @param training whether BatchNorm uses the statistics of this batch (and moves its running
   *     ones), or its running statistics
   * @return output rows
   */
  final NDArray run(ParameterStore store, NDArray input, boolean training) {
    return block.forward(store, new NDList(input), training).singletonOrThrow();
  }

  /**
   * Everything that has to be saved, BatchNorm's running statistics included.
   *
   * @return parameters by name
   */
  public final Map<String, Parameter> parameters() {
    return parameters;
  }

  /**
   * What an optimiser may change: weights, biases, BatchNorm's scale and shift.
   *
   * @return parameters by name
   */
  public final Map<String, Parameter> trainable() {
    Map<String, Parameter> result = new LinkedHashMap<>();
    parameters.forEach(
        (name, p) -> {
          if (p.getType() != Parameter.Type.RUNNING_MEAN
              && p.getType() != Parameter.Type.RUNNING_VAR) {
            result.put(name, p);
          }
        });
    return result;
  }

  /**
   * Number of trainable values.
   *
   * @return sum of the sizes of {@link #trainable()}
   */
  public final long size() {
    return trainable().values().stream().mapToLong(p -> p.getArray().size()).sum();
  }

  /**
   * Copies all values, running statistics included, from a network of the same sizes.
   *
   * @param other source
   * @throws IllegalArgumentException if the sizes differ
   */
  public final void copyFrom(Network other) {
    parameters.forEach(
        (name, p) -> {
          Parameter source = other.parameters.get(name);
          if (source == null || !source.getArray().getShape().equals(p.getArray().getShape())) {
            throw new IllegalArgumentException(
                "Expected parameter %s of shape %s, found %s; both networks need the same sizes."
                    .formatted(
                        name,
                        p.getArray().getShape(),
                        source == null ? "none" : source.getArray().getShape()));
          }
          HostMemory.copy(source.getArray(), p.getArray());
        });
  }
}
