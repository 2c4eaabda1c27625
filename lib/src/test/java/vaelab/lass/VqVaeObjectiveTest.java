package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;

/** The objective and its gradients in float64, by hand and against finite differences. */
@SuppressWarnings("try") // modes are closed, not used
class VqVaeObjectiveTest {
  private static final int BATCH = 4;
  private static final int CHANNELS = Tiny.IMAGE.channels();
  private static final int PLACES = Tiny.IMAGE.length();

  private VqVae model;
  private NDManager scope;
  private NDArray x;
  private NDArray z;
  private NDArray codes;
  private NDArray e;

  @BeforeEach
  void create() {
    model = VqVae.create(Tiny.IMAGE, DataType.FLOAT64, 1);
    Tiny.shake(model.parameters(), 0.3, 2);
    scope = model.manager().newSubManager();
    x =
        scope
            .create(Tiny.images(BATCH, 3), new Shape(BATCH, Tiny.DIM))
            .toType(DataType.FLOAT64, false);
    try (GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(scope, false);
      z = model.encode(store, x, true);
      codes = model.nearest(z);
      e = model.lookUp(store, codes).duplicate();
    }
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void equalsItsSums() {
    double[] latents = z.toDoubleArray();
    double[] vectors = e.toDoubleArray();
    double distance = 0;
    for (int i = 0; i < latents.length; i++) {
      distance += Math.pow(latents[i] - vectors[i], 2) / latents.length;
    }
    double error = 0;
    try (GradMode off = GradMode.off()) {
      double[] decoded = model.decode(new ParameterStore(scope, false), e, true).toDoubleArray();
      double[] images = x.toDoubleArray();
      for (int i = 0; i < images.length; i++) {
        error += Math.pow(decoded[i] - images[i], 2) / images.length;
      }
    }
    VqVaeObjective.Terms terms =
        new VqVaeObjective(model).evaluate(new ParameterStore(scope, false), x);
    assertEquals(error, terms.reconstruction(), 1e-12);
    assertEquals(distance, terms.quantisation(), 1e-12);
    assertEquals(error + 2 * distance, terms.value(), 1e-12);
    int[] used = new int[Tiny.IMAGE.codes()];
    for (long code : codes.toLongArray()) {
      used[(int) code]++;
    }
    double perplexity = 1;
    for (int n : used) {
      double p = n / (double) (BATCH * PLACES);
      perplexity *= Math.pow(p, -p);
    }
    assertEquals(perplexity, terms.perplexity(), 1e-12);
    assertTrue(perplexity > 1.1, "more than one code in use, " + perplexity);
  }

  /**
   * d/de_v of mean |sg(z) - e|^2: each code is drawn to the latents that chose it, and no further.
   */
  @Test
  void theCodebookLearnsFromItsOwnTermAlone() {
    GradientLeaves leaves = new GradientLeaves(scope, model.trainable().values());
    new VqVaeObjective(model).differentiate(leaves, x);
    Parameter codebook = model.parameters().get("codebook");
    double[] book = codebook.getArray().toDoubleArray();
    double[] latents = z.toDoubleArray();
    long[] chosen = codes.toLongArray();
    double[] expected = new double[book.length];
    for (int n = 0; n < chosen.length; n++) {
      for (int c = 0; c < CHANNELS; c++) {
        int at = (int) chosen[n] * CHANNELS + c;
        double value = latents[(n / PLACES * CHANNELS + c) * PLACES + n % PLACES];
        expected[at] += 2 * (book[at] - value) / latents.length;
      }
    }
    double[] actual = leaves.gradient(codebook).toDoubleArray();
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-12, "codebook " + i);
    }
  }

  /**
   * All other gradients are the slopes of the objective with what is held fixed held fixed: the
   * decoder sees z + (e - z at the start), and the encoder is drawn to e as it was.
   */
  @Test
  void gradientsAreThoseOfTheStraightThroughEstimator() {
    GradientLeaves leaves = new GradientLeaves(scope, model.trainable().values());
    new VqVaeObjective(model).differentiate(leaves, x);
    NDArray offset = e.sub(z);
    int compared = 0;
    double largest = 0;
    for (Map.Entry<String, Parameter> entry : model.trainable().entrySet()) {
      if (entry.getKey().equals("codebook")) {
        continue;
      }
      NDArray array = entry.getValue().getArray();
      double[] gradient = leaves.gradient(entry.getValue()).toDoubleArray();
      // Some of every parameter: there are a thousand in all.
      int stride = Math.max(1, gradient.length / 5);
      for (int i = 0; i < gradient.length; i += stride) {
        double slope = slope(array, i, offset);
        assertEquals(slope, gradient[i], 1e-6 * (0.1 + Math.abs(slope)), entry.getKey() + i);
        largest = Math.max(largest, Math.abs(slope));
        compared++;
      }
    }
    assertTrue(compared > 100 && largest > 0.01, compared + " slopes up to " + largest);
  }

  private double slope(NDArray array, int index, NDArray offset) {
    double step = 1e-6;
    double[] values = array.toDoubleArray();
    double[] ends = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] moved = values.clone();
      moved[index] += side == 0 ? -step : step;
      Tiny.set(array, moved);
      ends[side] = surrogate(offset);
    }
    Tiny.set(array, values);
    return (ends[1] - ends[0]) / (2 * step);
  }

  private double surrogate(NDArray offset) {
    try (NDManager inner = scope.newSubManager();
        GradMode off = GradMode.off()) {
      ParameterStore store = new ParameterStore(inner, false);
      NDArray latents = model.encode(store, x, true);
      NDArray decoded = model.decode(store, latents.add(offset), true);
      return decoded.sub(x).square().mean().getDouble()
          + latents.sub(e).square().mean().getDouble();
    }
  }
}
