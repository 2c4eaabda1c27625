package vaelab.jointvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vaelab.tensor.GradMode;
import vaelab.tensor.NoiseSource;

/** The networks: layers, sizes, initial values. */
@SuppressWarnings("try") // modes are closed, not used
class JointVaeTest {

  @Test
  void hasTheLayersOfTheRelease() {
    try (JointVae model = JointVae.create(JointVaeSizes.RELEASED, 1)) {
      assertEquals(687_359, model.size());
      List<Shape> shapes =
          model.parameters().values().stream().map(p -> p.getArray().getShape()).toList();
      assertEquals(
          List.of(
              new Shape(32, 1, 4, 4),
              new Shape(32),
              new Shape(64, 32, 4, 4),
              new Shape(64),
              new Shape(64, 64, 4, 4),
              new Shape(64),
              new Shape(256, 1024),
              new Shape(256),
              new Shape(30, 256), // three heads of 10
              new Shape(30),
              new Shape(256, 20),
              new Shape(256),
              new Shape(1024, 256),
              new Shape(1024),
              new Shape(64, 32, 4, 4),
              new Shape(32),
              new Shape(32, 32, 4, 4),
              new Shape(32),
              new Shape(32, 1, 4, 4),
              new Shape(1)),
          shapes);
    }
  }

  /** Uniform up to 1/sqrt(fan_in), where a transposed convolution's fan-in is 16 F. */
  @Test
  void startsFromPyTorchsDefault() {
    Map<String, Double> fanIn =
        Map.of(
            "(32, 1, 4, 4)", 16.0, // the first convolution, and the last transposed one
            "(64, 32, 4, 4)", 512.0, // the second, and the first
            "(64, 64, 4, 4)", 1024.0,
            "(256, 1024)", 1024.0,
            "(1024, 256)", 256.0,
            "(32, 32, 4, 4)", 512.0);
    try (JointVae model = JointVae.create(JointVaeSizes.RELEASED, 1)) {
      int checked = 0;
      for (var parameter : model.parameters().values()) {
        Double fan = fanIn.get(parameter.getArray().getShape().toString());
        if (fan != null) {
          double bound = 1 / Math.sqrt(fan);
          float[] values = parameter.getArray().toFloatArray();
          double largest = 0;
          double squares = 0;
          for (float v : values) {
            largest = Math.max(largest, Math.abs(v));
            squares += (double) v * v / values.length;
          }
          assertTrue(largest <= bound && largest > 0.97 * bound, largest + " of " + bound);
          assertEquals(bound * bound / 3, squares, 0.1 * bound * bound);
          checked++;
        }
      }
      assertEquals(8, checked);
    }
  }

  @Test
  void theSeedDecides() {
    try (JointVae one = JointVae.create(Tiny.SIZES, 1);
        JointVae same = JointVae.create(Tiny.SIZES, 1);
        JointVae other = JointVae.create(Tiny.SIZES, 2)) {
      Tiny.assertSameModel(one, same);
      String first = one.parameters().keySet().iterator().next();
      assertTrue(
          !Arrays.equals(
              one.parameters().get(first).getArray().toFloatArray(),
              other.parameters().get(first).getArray().toFloatArray()));
    }
  }

  @Test
  void shapesAndRangesOfOneBatch() {
    try (JointVae model = JointVae.create(JointVaeSizes.RELEASED, 1);
        NDManager scope = model.manager().newSubManager();
        GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(scope, false);
      NDArray x = Encodings.tensor(Tiny.images(3, 32, 1), scope, DataType.FLOAT32);
      JointPosterior q = model.encode(store, x);
      assertEquals(new Shape(3, 10), q.z().nu().getShape());
      assertEquals(new Shape(3, 10), q.z().logTau().getShape());
      assertEquals(new Shape(3, 10), q.c().logAlpha().getShape());
      assertArrayEquals(
          new float[] {1, 1, 1}, q.c().logAlpha().exp().sum(new int[] {1}).toFloatArray(), 1e-5f);
      Noise noise =
          Noise.draw(new NoiseSource(1).generator(0, 0), scope, 3, model.sizes(), DataType.FLOAT32);
      NDArray logits = model.decode(store, q.z().nu(), q.c().relaxed(noise.gumbel(), 0.67));
      assertEquals(new Shape(3, 1, 32, 32), logits.getShape());
    }
  }

  /** Temporary tensors of an evaluation belong to its scope, not to the model that lives on. */
  @Test
  void evaluationsLeaveNothingOnTheModel() {
    try (JointVae model = JointVae.create(Tiny.SIZES, 1)) {
      int before = model.manager().getManagedArrays().size();
      try (NDManager scope = model.manager().newSubManager();
          GradMode off = GradMode.off()) {
        ParameterStore store = new ParameterStore(scope, false);
        NDArray x = Encodings.tensor(Tiny.images(3, 4, 1), scope, DataType.FLOAT32);
        JointPosterior q = model.encode(store, x);
        model.decode(store, q.z().nu(), q.c().logAlpha().exp());
      }
      assertEquals(model.parameters().size(), before);
      assertEquals(before, model.manager().getManagedArrays().size());
    }
  }
}
