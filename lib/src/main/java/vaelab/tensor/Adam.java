package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The Adam optimiser (Kingma and Ba, 2015) with a state that can be saved and restored.
 *
 * <p>With gradient g at step t: m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2, w = w -
 * lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + eps), as PyTorch has it. (Deep Java Library's
 * Adam keeps its moments to itself, so that a run could not be resumed exactly, and puts eps
 * elsewhere.)
 *
 * <p>Moments are tensors of the parameter's shape, device and type. {@link VectorAdam} updates
 * float32 tensors in host memory in one pass, {@link TensorAdam} any tensor on any device, also one
 * with strides; {@link #create} chooses.
 */
public abstract class Adam {
  static final double BETA1 = 0.9;
  static final double BETA2 = 0.999;
  static final double EPSILON = 1e-8;

  /** What Adam remembers of one parameter. */
  record Slot(Parameter parameter, NDArray m, NDArray v) {}

  final Map<String, Slot> slots = new LinkedHashMap<>();
  private int step;
  private double rate;
  private double rootCorrection;

  /**
   * Starts with zero moments.
   *
   * @param manager owner of the moments
   * @param parameters parameters by unique name
   */
  Adam(NDManager manager, Map<String, Parameter> parameters) {
    parameters.forEach(
        (name, parameter) -> {
          NDArray array = parameter.getArray();
          slots.put(
              name,
              new Slot(
                  parameter,
                  manager.zeros(array.getShape(), array.getDataType()),
                  manager.zeros(array.getShape(), array.getDataType())));
        });
  }

  /**
   * The fastest implementation for these parameters.
   *
   * @param manager owner of the moments
   * @param parameters parameters by unique name, all initialised
   * @return an optimiser at step 0
   */
  public static Adam create(NDManager manager, Map<String, Parameter> parameters) {
    boolean host = parameters.values().stream().allMatch(p -> HostMemory.isInPlace(p.getArray()));
    return host && Hardware.hasVectorApi()
        ? new VectorAdam(manager, parameters)
        : new TensorAdam(manager, parameters);
  }

  /**
   * Updates every parameter that received a gradient.
   *
   * @param leaves the step's leaves, after its backward pass
   * @param learningRate step size, positive
   */
  public final void step(GradientLeaves leaves, double learningRate) {
    begin(learningRate);
    update("", leaves);
  }

  /**
   * Begins a step whose parameters are updated part by part, as their gradients become ready.
   *
   * @param learningRate step size, positive
   */
  public final void begin(double learningRate) {
    step++;
    rate = learningRate / (1 - Math.pow(BETA1, step));
    rootCorrection = Math.sqrt(1 - Math.pow(BETA2, step));
  }

  /**
   * Updates a part of the parameters in the step that was begun. Parts that share no parameter may
   * be updated side by side.
   *
   * @param prefix beginning of the names of the part
   * @param leaves the step's leaves, after the backward pass of the part
   */
  public final void update(String prefix, GradientLeaves leaves) {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    slots.forEach(
        (name, slot) -> {
          NDArray gradient = name.startsWith(prefix) ? leaves.gradient(slot.parameter()) : null;
          if (gradient != null) {
            gradients.put(name, gradient);
          }
        });
    update(gradients, rate, rootCorrection);
    gradients.values().forEach(NDArray::close);
  }

  /**
   * Applies one step.
   *
   * @param gradients gradient of each parameter that has one
   * @param rate learning rate over (1 - beta1^t)
   * @param rootCorrection sqrt(1 - beta2^t), by which sqrt(v) is divided before eps is added
   */
  abstract void update(Map<String, NDArray> gradients, double rate, double rootCorrection);

  /**
   * How many steps were made.
   *
   * @return t of the formulas above
   */
  public final int steps() {
    return step;
  }

  /**
   * The moments by name ({@code NAME.m}, {@code NAME.v}), for a checkpoint.
   *
   * @return live tensors, owned by the optimiser
   */
  public final Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    slots.forEach(
        (name, slot) -> {
          state.put(name + ".m", slot.m());
          state.put(name + ".v", slot.v());
        });
    return state;
  }

  /**
   * Continues from a saved state.
   *
   * @param steps number of steps made
   * @param saved moments as {@link #state()} gave them
   * @throws IllegalArgumentException if a moment is missing or has another shape
   */
  public final void restore(int steps, Map<String, NDArray> saved) {
    state()
        .forEach(
            (name, moment) -> {
              NDArray source = saved.get(name);
              if (source == null || !source.getShape().equals(moment.getShape())) {
                throw new IllegalArgumentException(
                    "Expected optimiser moment %s of shape %s, found %s; the checkpoint belongs to another model."
                        .formatted(
                            name, moment.getShape(), source == null ? "none" : source.getShape()));
              }
              HostMemory.copy(source, moment);
            });
    step = steps;
  }
}
