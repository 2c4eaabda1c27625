package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static vaelab.data.Errors.assertSays;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vaelab.msvae.Inference.Prediction;
import vaelab.msvae.energy.NaiveEnergies;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.BernoulliPrior;
import vaelab.msvae.estep.EStep;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.msvae.estep.StatePosterior;

/** What a model says of new data; asking changes nothing. */
class InferenceTest {
  /** More than one batch of 125, and a rest. */
  private static final int POINTS = 130;

  private static MsVae model() {
    MsVae model = Tiny.floats(3, 8);
    model.setScale(0.3);
    model.setPrior(new BernoulliPrior(new double[] {0.2, 0.5, 0.7}));
    return model;
  }

  @Test
  void askingChangesNothing() {
    try (MsVae model = model()) {
      Map<String, float[]> before = new LinkedHashMap<>();
      model.parameters().forEach((n, p) -> before.put(n, p.getArray().toFloatArray()));
      int handles = model.manager().getManagedArrays().size();
      Inference inference = new Inference(model);
      inference.separate(Tiny.data(POINTS, 1));
      inference.withSamples(3, 1).withPrior(new FixedCountPrior(3, 2)).predict(Tiny.data(5, 1));
      model
          .parameters()
          .forEach((n, p) -> assertArrayEquals(before.get(n), p.getArray().toFloatArray(), n));
      assertEquals(handles, model.manager().getManagedArrays().size(), "handles left behind");
      assertEquals(0.3, model.scale());
      assertArrayEquals(new double[] {0.2, 0.5, 0.7}, model.pi());
    }
  }

  /** The definition, without batches: z = nu(x), images, energies, posterior. */
  @Test
  void meansOfZGiveTheDefinition() {
    try (MsVae model = model();
        NDManager scope = model.manager().newSubManager()) {
      float[] x = Tiny.data(POINTS, 2);
      Prediction p = new Inference(model).separate(x);
      NDArray xs = scope.create(x, new Shape(POINTS, Tiny.DIM));
      ParameterStore store = new ParameterStore(scope, false);
      float[][] mu = new float[3][];
      for (int h = 0; h < 3; h++) {
        Stream stream = model.streams().get(h);
        NDArray z = stream.encoder().encode(store, xs, false).nu();
        mu[h] = stream.decoder().decode(store, z, false).toFloatArray();
      }
      SampleLattice lattice = SampleLattice.single(3);
      double[] energies = NaiveEnergies.energies(x, mu, lattice, POINTS);
      float[] rounded = new float[energies.length];
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = (float) energies[i];
      }
      StatePosterior q =
          new EStep(lattice, model.prior(), model.noise(), 0.3, Tiny.DIM)
              .posterior(rounded, POINTS);
      for (int n = 0; n < POINTS; n++) {
        assertEquals(q.mode(n), p.states()[n]);
        // float32 images in batches of other sizes: a few units in the last place, over b.
        assertEquals(q.entropy()[n], p.stateEntropy()[n], 1e-4);
        for (int h = 0; h < 3; h++) {
          assertEquals(q.activity(n, h), p.activity()[n * 3 + h], 1e-4);
          for (int d = 0; d < Tiny.DIM; d++) {
            assertEquals(mu[h][n * Tiny.DIM + d], p.streams()[(n * 3 + h) * Tiny.DIM + d], 1e-5);
          }
        }
      }
    }
  }

  /** One model in both types: weights of the smaller type are numbers of the larger one too. */
  @Test
  void modelsInDoubleGiveTheSameAnswer() {
    try (MsVae floats = model();
        MsVae doubles = Tiny.doubles(3, 1)) {
      doubles.setPrior(floats.prior());
      doubles.setScale(floats.scale());
      doubles
          .parameters()
          .forEach(
              (name, p) -> {
                NDArray values = floats.parameters().get(name).getArray();
                values.toType(DataType.FLOAT64, true).copyTo(p.getArray());
              });
      float[] x = Tiny.data(POINTS, 5);
      assertAlike(new Inference(floats).separate(x), new Inference(doubles).separate(x));
      assertAlike(
          new Inference(floats).withSamples(2, 3).separate(x),
          new Inference(doubles).withSamples(2, 3).separate(x));
      Refinement refinement = Refinement.of(1, 0, 2);
      assertAlike(
          new Inference(floats).withRefinement(refinement).separate(x),
          new Inference(doubles).withRefinement(refinement).separate(x));
    }
  }

  /** Up to the rounding of float32, over b. */
  private static void assertAlike(Prediction expected, Prediction actual) {
    assertArrayEquals(expected.states(), actual.states());
    assertArrayEquals(expected.activity(), actual.activity(), 1e-4f);
    assertArrayEquals(expected.streams(), actual.streams(), 1e-5f);
  }

  @Test
  void samplesAreSeededAndAverageOut() {
    try (MsVae model = model()) {
      float[] x = Tiny.data(20, 3);
      Inference inference = new Inference(model);
      float[] one = inference.withSamples(1, 5).separate(x).streams();
      assertArrayEquals(one, inference.withSamples(1, 5).separate(x).streams());
      assertNotEquals(
          Arrays.hashCode(one), Arrays.hashCode(inference.withSamples(1, 6).separate(x).streams()));
      // Means of M samples differ by an Mth of the variance of single ones.
      int samples = 800;
      double single = 0;
      double means = 0;
      for (int pair = 0; pair < 6; pair++) {
        single += squaredDifference(inference, x, 1, pair);
        means += squaredDifference(inference, x, samples, pair);
      }
      assertEquals(1, samples * means / single, 0.4);
      assertThrows(IllegalArgumentException.class, () -> inference.withSamples(0, 1));
    }
  }

  private static double squaredDifference(Inference inference, float[] x, int samples, int pair) {
    float[] one = inference.withSamples(samples, 100 + pair).separate(x).streams();
    float[] two = inference.withSamples(samples, 200 + pair).separate(x).streams();
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (one[i] - two[i]) * (one[i] - two[i]);
    }
    return sum;
  }

  /** A sample's luck would speak for a state before the first step. */
  @Test
  void refinementBeginsAtTheMean() {
    try (MsVae model = model()) {
      float[] x = Tiny.data(20, 3);
      Refinement sweepOnly = Refinement.of(1, 0, 2);
      Prediction mean = new Inference(model).withRefinement(sweepOnly).separate(x);
      Prediction sampled =
          new Inference(model).withSamples(2, 5).withRefinement(sweepOnly).separate(x);
      assertArrayEquals(mean.states(), sampled.states());
      assertArrayEquals(mean.activity(), sampled.activity());
      assertArrayEquals(mean.streams(), sampled.streams());
    }
  }

  @Test
  void aKnownNumberOfStreamsIsAlwaysMet() {
    try (MsVae model = model()) {
      for (int k = 0; k <= 3; k++) {
        for (Inference inference : ways(model)) {
          Prediction p =
              inference.withPrior(new FixedCountPrior(3, k)).predict(Tiny.data(POINTS, 4));
          assertNull(p.streams());
          for (int n = 0; n < POINTS; n++) {
            assertEquals(k, Integer.bitCount(p.states()[n]));
            double active = 0;
            for (int h = 0; h < 3; h++) {
              active += p.activity()[n * 3 + h];
            }
            assertEquals(k, active, 1e-6);
          }
        }
      }
    }
  }

  @Test
  void refusesWhatIsNoNumber() {
    try (MsVae model = model()) {
      Inference inference = new Inference(model);
      for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        float[] x = Tiny.data(POINTS, 1);
        x[127 * Tiny.DIM + 3] = bad;
        String[] words = {"found " + bad, "row 127, column 3"};
        assertSays(IllegalArgumentException.class, () -> inference.predict(x), words);
        assertSays(IllegalArgumentException.class, () -> inference.separate(x), words);
      }
    }
  }

  @Test
  void partsHaveTheAnswerOfTheWhole() {
    float[] x = Tiny.data(POINTS, 6);
    float[] rest = Arrays.copyOfRange(x, Inference.BATCH * Tiny.DIM, x.length);
    try (MsVae model = model()) {
      for (Inference inference : ways(model)) {
        Prediction whole = inference.separate(x);
        Prediction part = inference.startingAt(Inference.BATCH).separate(rest);
        assertArrayEquals(end(whole.streams(), part.streams().length), part.streams());
        assertArrayEquals(end(whole.activity(), part.activity().length), part.activity());
        for (int n = Inference.BATCH; n < POINTS; n++) {
          assertEquals(whole.states()[n], part.states()[n - Inference.BATCH]);
        }
      }
      Inference sampled = new Inference(model).withSamples(1, 2);
      float[] begun = sampled.separate(rest).streams();
      float[] goneOn = sampled.startingAt(Inference.BATCH).separate(rest).streams();
      assertNotEquals(Arrays.hashCode(begun), Arrays.hashCode(goneOn));
      rest[Tiny.DIM] = Float.NaN;
      assertSays(
          IllegalArgumentException.class,
          () -> sampled.startingAt(Inference.BATCH).predict(rest),
          "row " + (Inference.BATCH + 1));
      assertThrows(IllegalArgumentException.class, () -> sampled.startingAt(-1));
    }
  }

  private static float[] end(float[] values, int count) {
    return Arrays.copyOfRange(values, values.length - count, values.length);
  }

  private static Inference[] ways(MsVae model) {
    Inference plain = new Inference(model);
    return new Inference[] {
      plain, plain.withSamples(2, 1), plain.withRefinement(Refinement.of(1, 2, 2))
    };
  }

  @Test
  void namesTheDataPointWithoutEvidence() {
    float[] x = Tiny.data(POINTS, 1);
    Arrays.fill(x, 127 * Tiny.DIM, 128 * Tiny.DIM, Float.MAX_VALUE);
    try (MsVae model = model()) {
      for (Inference inference : ways(model)) {
        assertSays(
            IllegalArgumentException.class, () -> inference.predict(x), "evidence", "row 127");
      }
    }
  }

  @Test
  void refusesToAnswerWithWeightsThatAreNoNumbers() {
    float[] x = Tiny.data(POINTS, 1);
    try (MsVae model = model()) {
      model.streams().get(2).decoder().parameters().values().stream()
          .reduce((earlier, later) -> later)
          .orElseThrow()
          .getArray()
          .muli(Float.NaN);
      for (Inference inference : ways(model)) {
        assertSays(IllegalArgumentException.class, () -> inference.separate(x), "weights", "row 0");
      }
    }
  }

  @Test
  void refusesRowsOfAnotherWidthAndPriorsOverOtherStreams() {
    try (MsVae model = model()) {
      Inference inference = new Inference(model);
      assertThrows(IllegalArgumentException.class, () -> inference.predict(new float[7]));
      Inference other = inference.withPrior(new FixedCountPrior(2, 1));
      assertThrows(IllegalArgumentException.class, () -> other.predict(Tiny.data(2, 1)));
      assertEquals(0, inference.predict(new float[0]).states().length);
    }
  }

  @Test
  void expertsGiveTheirDecodersAndEncodersOnRequest() {
    try (MsVae a = MsVae.expert(Tiny.SIZES, "a", 1);
        MsVae b = MsVae.expert(Tiny.SIZES, "b", 2)) {
      for (boolean encoders : new boolean[] {false, true}) {
        try (MsVae joint = MsVae.fromExperts(List.of(a, b), 3, encoders)) {
          assertEquals(List.of("a", "b"), joint.sources());
          assertArrayEquals(new double[] {0.5, 0.5}, joint.pi());
          assertEquals(1, joint.scale());
          b.parameters()
              .forEach(
                  (name, p) -> {
                    float[] copy =
                        joint
                            .parameters()
                            .get(name.replace("stream0", "stream1"))
                            .getArray()
                            .toFloatArray();
                    boolean linear = name.contains("Linear");
                    boolean taken = name.contains("decoder") || encoders || !linear;
                    assertEquals(taken, Arrays.equals(p.getArray().toFloatArray(), copy), name);
                  });
        }
      }
    }
  }
}
