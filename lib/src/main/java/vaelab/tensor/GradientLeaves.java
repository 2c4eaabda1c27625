package vaelab.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A parameter store for one step: trainable parameters appear as fresh leaves over the same memory,
 * all others as constants.
 *
 * <p>PyTorch adds new gradients to old ones, and Deep Java Library offers no way to forget them. A
 * leaf that lives for one step has no old gradient: nothing has to be zeroed, nothing can
 * accumulate, and the engine hands its gradient over instead of adding it (two passes over all
 * parameters less per step). What is not in the trainable set is frozen, whatever the flags of the
 * block say.
 */
public final class GradientLeaves extends ParameterStore {
  private final NDManager scope;
  private final Set<String> trainable = new HashSet<>();
  // Streams of one step ask for their parameters from several threads.
  private final Map<String, NDArray> leaves = new ConcurrentHashMap<>();

  /**
   * Creates a store whose leaves live as long as the scope.
   *
   * @param scope manager of this step; closing it frees leaves and gradients
   * @param trainable parameters that receive gradients; may be empty for evaluation
   */
  public GradientLeaves(NDManager scope, Collection<Parameter> trainable) {
    super(scope, false);
    this.scope = scope;
    trainable.forEach(p -> this.trainable.add(p.getId()));
  }

  @Override
  public NDArray getValue(Parameter parameter, Device device, boolean training) {
    if (parameter == null) {
      return null;
    }
    if (!trainable.contains(parameter.getId())) {
      return parameter.getArray();
    }
    return leaves.computeIfAbsent(
        parameter.getId(),
        id -> {
          NDArray leaf = parameter.getArray().stopGradient();
          leaf.attach(scope);
          leaf.setRequiresGradient(true);
          return leaf;
        });
  }

  /**
   * The gradient that the last backward pass left for a parameter.
   *
   * @param parameter a trainable parameter
   * @return its gradient, of the parameter's shape and owned by the scope, or {@code null} where
   *     the network of this step did not use the parameter
   */
  public NDArray gradient(Parameter parameter) {
    NDArray leaf = leaves.get(parameter.getId());
    return leaf == null ? null : leaf.getGradient();
  }
}
