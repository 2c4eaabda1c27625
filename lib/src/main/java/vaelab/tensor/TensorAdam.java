package vaelab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.Map;

/** Adam as tensor operations: any device, any floating type. */
final class TensorAdam extends Adam {

  TensorAdam(NDManager manager, Map<String, Parameter> parameters) {
    super(manager, parameters);
  }

  @Override
  void update(Map<String, NDArray> gradients, double rate, double rootCorrection) {
    try (GradMode off = GradMode.off()) {
      gradients.forEach(
          (name, gradient) -> {
            Slot slot = slots.get(name);
            try (NDManager scope = gradient.getManager().newSubManager()) {
              NDArray g = gradient.stopGradient();
              g.attach(scope);
              slot.m().muli(BETA1).addi(g.mul(1 - BETA1));
              slot.v().muli(BETA2).addi(g.square().muli(1 - BETA2));
              NDArray root = slot.v().sqrt();
              root.attach(scope);
              NDArray change = root.divi(rootCorrection).addi(EPSILON);
              NDArray move = slot.m().mul(-rate);
              move.attach(scope);
              slot.parameter().getArray().addi(move.divi(change));
            }
          });
    }
  }
}
