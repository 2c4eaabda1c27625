package vaelab.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A step's leaves: fresh gradients for what is trained, none for the rest, nothing left behind. */
@SuppressWarnings("try") // modes are closed, not used
class GradientLeavesTest {

  private static SequentialBlock block(NDManager manager) {
    SequentialBlock block =
        new SequentialBlock()
            .add(Linear.builder().setUnits(3).build())
            .add(BatchNorm.builder().build())
            .add(Linear.builder().setUnits(2).build());
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
    block.freezeParameters(true);
    TorchInit.apply(block, new Random(1));
    return block;
  }

  private static List<Parameter> weights(SequentialBlock block) {
    return block.getParameters().values().stream()
        .filter(p -> p.getType() != Parameter.Type.RUNNING_MEAN)
        .filter(p -> p.getType() != Parameter.Type.RUNNING_VAR)
        .toList();
  }

  private static GradientLeaves pass(
      SequentialBlock block, NDManager scope, List<Parameter> trained) {
    GradientLeaves leaves = new GradientLeaves(scope, trained);
    NDArray x =
        scope.create(new float[] {1, 2, 3, 4, -1, 0.5f, 2, 0, 3, -2, 1, 1}, new Shape(3, 4));
    try (GradMode recording = GradMode.recording()) {
      NDArray y = block.forward(leaves, new NDList(x), true).singletonOrThrow();
      Backward.from(y.square().sum());
    }
    return leaves;
  }

  @Test
  void gradientsDoNotAddUpFromStepToStep() {
    try (NDManager manager = NDManager.newBaseManager()) {
      SequentialBlock block = block(manager);
      float[][] first = null;
      for (int step = 0; step < 3; step++) {
        try (NDManager scope = manager.newSubManager()) {
          GradientLeaves leaves = pass(block, scope, weights(block));
          float[][] now =
              weights(block).stream()
                  .map(p -> leaves.gradient(p).toFloatArray())
                  .toArray(float[][]::new);
          first = first == null ? now : first;
          for (int i = 0; i < now.length; i++) {
            assertArrayEquals(first[i], now[i], "parameter " + i + " in step " + step);
          }
        }
      }
    }
  }

  @Test
  void onlyTheTrainableOnesGetGradients() {
    try (NDManager manager = NDManager.newBaseManager();
        NDManager scope = manager.newSubManager()) {
      SequentialBlock block = block(manager);
      List<Parameter> all = weights(block);
      Parameter trained = all.get(all.size() - 1);
      GradientLeaves leaves = pass(block, scope, List.of(trained));
      for (Parameter p : block.getParameters().values()) {
        if (p == trained) {
          assertNotNull(leaves.gradient(p));
        } else {
          assertNull(leaves.gradient(p), p.getName());
          assertSame(p.getArray(), leaves.getValue(p, null, true), "a constant, not a copy");
        }
        assertFalse(p.getArray().hasGradient(), "the arrays themselves never record");
      }
    }
  }

  @Test
  void aLeafIsAViewOfTheParametersMemory() {
    try (NDManager manager = NDManager.newBaseManager();
        NDManager scope = manager.newSubManager()) {
      Parameter p = weights(block(manager)).get(0);
      GradientLeaves leaves = new GradientLeaves(scope, List.of(p));
      NDArray leaf = leaves.getValue(p, p.getArray().getDevice(), true);
      assertSame(leaf, leaves.getValue(p, p.getArray().getDevice(), true), "one leaf a step");
      p.getArray().addi(1);
      assertArrayEquals(p.getArray().toFloatArray(), leaf.toFloatArray());
    }
  }

  @Test
  void fiftyStepsLeaveNoHandleBehind() {
    try (NDManager manager = NDManager.newBaseManager()) {
      SequentialBlock block = block(manager);
      var byName = new java.util.LinkedHashMap<String, Parameter>();
      weights(block).forEach(p -> byName.put(p.getId(), p));
      for (boolean vector : new boolean[] {true, false}) {
        Adam adam = vector ? new VectorAdam(manager, byName) : new TensorAdam(manager, byName);
        int before = manager.getManagedArrays().size();
        for (int step = 0; step < 50; step++) {
          try (NDManager scope = manager.newSubManager()) {
            adam.step(pass(block, scope, weights(block)), 1e-3);
          }
        }
        assertEquals(before, manager.getManagedArrays().size(), adam.getClass().getSimpleName());
      }
    }
  }
}
