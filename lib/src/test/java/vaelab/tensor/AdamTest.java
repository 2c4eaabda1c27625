package vaelab.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both implementations of Adam against the formulas of PyTorch in plain doubles. */
@SuppressWarnings("try") // modes are closed, not used
class AdamTest {
  private static final int STEPS = 5;
  private static final double RATE = 0.01;

  /** Sizes around those of vectors and pieces; scales of gradients down to those of epsilon. */
  private static final int[] ODD = {1, 7, 16, 17, 1023};

  private static Map<String, Parameter> parameters(NDManager manager, DataType type, int... sizes) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (int size : sizes) {
      Parameter p = Parameter.builder().setName("p" + size).setType(Parameter.Type.WEIGHT).build();
      NDArray values = manager.create(values(size, size, 1)).toType(type, true);
      p.setArray(values);
      parameters.put("p" + size, p);
    }
    return parameters;
  }

  private static float[] values(int size, long seed, double scale) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  /** Gradients of step t: from 1e+2 down to 1e-10, an exact zero among them. */
  private static float[] gradient(int size, int t) {
    float[] g = values(size, 100L * t + size, 1);
    for (int i = 0; i < size; i++) {
      g[i] *= (float) Math.pow(10, 2 - i % 13);
    }
    if (size > 3) {
      g[3] = 0;
    }
    return g;
  }

  private static void step(NDManager manager, Adam adam, Map<String, Parameter> parameters, int t) {
    try (NDManager scope = manager.newSubManager()) {
      GradientLeaves leaves = new GradientLeaves(scope, parameters.values());
      for (Parameter p : parameters.values()) {
        try (GradMode recording = GradMode.recording()) {
          NDArray leaf = leaves.getValue(p, p.getArray().getDevice(), true);
          NDArray g =
              scope.create(gradient((int) leaf.size(), t)).toType(leaf.getDataType(), false);
          Backward.from(g.mul(leaf).sum());
        }
      }
      adam.step(leaves, RATE);
    }
  }

  private static double[] reference(int size) {
    double[] w = new double[size];
    double[] m = new double[size];
    double[] v = new double[size];
    float[] start = values(size, size, 1);
    for (int i = 0; i < size; i++) {
      w[i] = start[i];
    }
    for (int t = 1; t <= STEPS; t++) {
      float[] g = gradient(size, t);
      for (int i = 0; i < size; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * (double) g[i] * g[i];
        double mHat = m[i] / (1 - Math.pow(0.9, t));
        double vHat = v[i] / (1 - Math.pow(0.999, t));
        w[i] -= RATE * mHat / (Math.sqrt(vHat) + 1e-8);
      }
    }
    return w;
  }

  private void followsTheReference(
      BiFunction<NDManager, Map<String, Parameter>, Adam> make, DataType type, double tolerance) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, Parameter> parameters = parameters(manager, type, ODD);
      Adam adam = make.apply(manager, parameters);
      for (int t = 1; t <= STEPS; t++) {
        step(manager, adam, parameters, t);
      }
      assertEquals(STEPS, adam.steps());
      for (int size : ODD) {
        NDArray array = parameters.get("p" + size).getArray();
        double[] w = array.toType(DataType.FLOAT64, false).toDoubleArray();
        assertArrayEquals(reference(size), w, tolerance, "size " + size);
      }
    }
  }

  /** Weights near 1 to 3 are rounded to 1e-7 in each of five steps. */
  @Test
  void vectorisedOverHostMemory() {
    followsTheReference(VectorAdam::new, DataType.FLOAT32, 1e-6);
  }

  @Test
  void asTensorOperations() {
    followsTheReference(TensorAdam::new, DataType.FLOAT32, 1e-6);
    followsTheReference(TensorAdam::new, DataType.FLOAT64, 1e-12);
  }

  @Test
  void piecesOfALargeParameterMeetWithoutGapOrOverlap() {
    int size = (1 << 16) * 2 + 5;
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, Parameter> a = parameters(manager, DataType.FLOAT32, size);
      Map<String, Parameter> b = parameters(manager, DataType.FLOAT32, size);
      step(manager, new VectorAdam(manager, a), a, 1);
      step(manager, new TensorAdam(manager, b), b, 1);
      assertArrayEquals(
          b.get("p" + size).getArray().toFloatArray(),
          a.get("p" + size).getArray().toFloatArray(),
          1e-6f);
    }
  }

  /** PyTorch adds epsilon to the corrected root: a gradient of 1e-8 moves by half the rate. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void epsilonStandsWhereTorchHasIt(boolean vector) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, Parameter> one = parameters(manager, DataType.FLOAT32, 17);
      Parameter p = one.get("p17");
      p.getArray().subi(p.getArray().duplicate());
      Adam adam = vector ? new VectorAdam(manager, one) : new TensorAdam(manager, one);
      try (NDManager scope = manager.newSubManager();
          GradMode recording = GradMode.recording()) {
        GradientLeaves leaves = new GradientLeaves(scope, one.values());
        NDArray leaf = leaves.getValue(p, p.getArray().getDevice(), true);
        Backward.from(leaf.mul(scope.create(1e-8f)).sum());
        adam.step(leaves, 0.1);
      }
      for (float w : p.getArray().toFloatArray()) {
        assertEquals(-0.05, w, 1e-6);
      }
    }
  }

  @Test
  void theImplementationFitsTypeAndMachine() {
    try (NDManager manager = NDManager.newBaseManager()) {
      assertInstanceOf(
          VectorAdam.class, Adam.create(manager, parameters(manager, DataType.FLOAT32, 3)));
      assertInstanceOf(
          TensorAdam.class, Adam.create(manager, parameters(manager, DataType.FLOAT64, 3)));
    }
  }

  /** A transposed tensor has strides: what is written to its bytes is written to a copy. */
  @Test
  void parametersWithStridesAreUpdatedToo() {
    try (NDManager manager = NDManager.newBaseManager();
        NDManager scope = manager.newSubManager();
        GradMode recording = GradMode.recording()) {
      NDArray rows = manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3));
      Parameter p = Parameter.builder().setName("p").setType(Parameter.Type.OTHER).build();
      p.setArray(rows.transpose());
      Map<String, Parameter> one = Map.of("p", p);
      assertThrows(IllegalArgumentException.class, () -> new VectorAdam(manager, one));
      Adam adam = Adam.create(manager, one);
      GradientLeaves leaves = new GradientLeaves(scope, one.values());
      Backward.from(leaves.getValue(p, rows.getDevice(), true).sum());
      adam.step(leaves, 0.5);
      assertArrayEquals(
          new float[] {0.5f, 3.5f, 1.5f, 4.5f, 2.5f, 5.5f}, p.getArray().toFloatArray(), 1e-6f);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRestoredStateGoesOnExactly(boolean vector) {
    try (NDManager manager = NDManager.newBaseManager()) {
      Map<String, Parameter> a = parameters(manager, DataType.FLOAT32, ODD);
      Map<String, Parameter> b = parameters(manager, DataType.FLOAT32, ODD);
      Adam whole = vector ? new VectorAdam(manager, a) : new TensorAdam(manager, a);
      Adam before = vector ? new VectorAdam(manager, b) : new TensorAdam(manager, b);
      for (int t = 1; t <= STEPS; t++) {
        step(manager, whole, a, t);
      }
      step(manager, before, b, 1);
      step(manager, before, b, 2);
      Map<String, NDArray> saved = new LinkedHashMap<>();
      before.state().forEach((name, moment) -> saved.put(name, moment.duplicate()));
      assertTrue(saved.containsKey("p7.m") && saved.containsKey("p7.v"));
      Adam after = vector ? new VectorAdam(manager, b) : new TensorAdam(manager, b);
      after.restore(2, saved);
      for (int t = 3; t <= STEPS; t++) {
        step(manager, after, b, t);
      }
      for (String name : a.keySet()) {
        assertArrayEquals(
            a.get(name).getArray().toFloatArray(), b.get(name).getArray().toFloatArray(), 0);
      }
      saved.put("p7.v", manager.zeros(new Shape(8)));
      assertThrows(IllegalArgumentException.class, () -> after.restore(2, saved));
      saved.remove("p7.v");
      assertThrows(IllegalArgumentException.class, () -> after.restore(2, saved));
    }
  }

  @Test
  void parametersWithoutAGradientStayAsTheyAre() {
    try (NDManager manager = NDManager.newBaseManager();
        NDManager scope = manager.newSubManager();
        GradMode recording = GradMode.recording()) {
      Map<String, Parameter> both = parameters(manager, DataType.FLOAT32, 5, 6);
      float[] six = both.get("p6").getArray().toFloatArray();
      float[] five = both.get("p5").getArray().toFloatArray();
      Adam adam = new VectorAdam(manager, both);
      GradientLeaves leaves = new GradientLeaves(scope, both.values());
      Parameter used = both.get("p5");
      Backward.from(leaves.getValue(used, used.getArray().getDevice(), true).sum());
      adam.step(leaves, 0.5);
      assertArrayEquals(six, both.get("p6").getArray().toFloatArray());
      for (int i = 0; i < 5; i++) {
        assertEquals(five[i] - 0.5, used.getArray().toFloatArray()[i], 1e-6);
      }
    }
  }
}
