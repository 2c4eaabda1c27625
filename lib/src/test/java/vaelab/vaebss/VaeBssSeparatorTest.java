package vaelab.vaebss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vaelab.separation.Separation;
import vaelab.vaebss.VaeBssSeparator.Scale;

/** Scales, samples, batches and refusals; how well it separates is the trainer's test. */
class VaeBssSeparatorTest {
  private static final int COUNT = 260; // two batches of 125 and a short one
  private VaeBss two;
  private VaeBss three;
  private Map<Integer, VaeBss> models;

  @BeforeEach
  void create() throws IOException {
    VaeBssConfig config = Tiny.config(1, 1);
    two = Tiny.floats(config, 1);
    new VaeBssTrainer(two, config).fit(Tiny.images(40, 1)); // running statistics of its own
    three = VaeBss.create(Tiny.SIZES, 3, 3, 2);
    models = Map.of(2, two, 3, three);
  }

  @AfterEach
  void close() {
    two.close();
    three.close();
  }

  private static float[] times(float[] values, float factor) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] *= factor;
    }
    return result;
  }

  private float[] separate(Scale scale, float[] x, int k) {
    return new VaeBssSeparator(models, scale, 7).separate(x, Tiny.DIM, k).sources();
  }

  /** The scale of training is 1/M: x/M goes in, M times the images come out. */
  @Test
  void matchedScaleIsThatOfTraining() {
    float[] x = times(Tiny.images(COUNT, 5), 2);
    float[] matched = separate(Scale.SCALE_MATCHED, x, 2);
    assertArrayEquals(times(separate(Scale.AS_RELEASED, times(x, 0.5f), 2), 2), matched);
    float[] ofThree = separate(Scale.SCALE_MATCHED, times(x, 3), 3);
    assertArrayEquals(times(separate(Scale.AS_RELEASED, x, 3), 3), ofThree, 1e-5f);
    assertFalse(Arrays.equals(matched, separate(Scale.AS_RELEASED, x, 2)));
  }

  /** A model with three slots that was trained on averages of two has the scale of two. */
  @Test
  void theScaleIsThatOfTheTrainingMixturesNotOfTheSlots() {
    try (VaeBss released = VaeBss.create(Tiny.SIZES, 3, 2, 2)) {
      float[] x = Tiny.images(10, 5);
      float[] matched =
          new VaeBssSeparator(Map.of(3, released), Scale.SCALE_MATCHED, 7)
              .separate(times(x, 2), Tiny.DIM, 3)
              .sources();
      float[] asReleased =
          new VaeBssSeparator(Map.of(3, released), Scale.AS_RELEASED, 7)
              .separate(x, Tiny.DIM, 3)
              .sources();
      assertArrayEquals(times(asReleased, 2), matched);
    }
  }

  @Test
  void imagesLieBelowOneOrBelowM() {
    float[] x = times(Tiny.images(COUNT, 5), 2);
    for (float value : separate(Scale.AS_RELEASED, x, 2)) {
      assertTrue(value >= 0 && value <= 1, "value " + value);
    }
    for (float value : separate(Scale.SCALE_MATCHED, x, 3)) {
      assertTrue(value >= 0 && value <= 3, "value " + value);
    }
  }

  @Test
  void samplesDependOnTheSeedAndTheMeanDoesNot() {
    float[] x = Tiny.images(COUNT, 5);
    VaeBssSeparator one = new VaeBssSeparator(models, Scale.SCALE_MATCHED, 1);
    VaeBssSeparator other = new VaeBssSeparator(models, Scale.SCALE_MATCHED, 2);
    float[] sample = one.separate(x, Tiny.DIM, 2).sources();
    assertArrayEquals(sample, one.separate(x, Tiny.DIM, 2).sources());
    assertFalse(Arrays.equals(sample, other.separate(x, Tiny.DIM, 2).sources()));
    float[] mean = one.withMean().separate(x, Tiny.DIM, 2).sources();
    assertArrayEquals(mean, other.withMean().separate(x, Tiny.DIM, 2).sources());
    assertFalse(Arrays.equals(sample, mean));
    assertEquals("VAE-BSS (scale matched)", one.name());
    assertEquals("VAE-BSS (scale matched, mean of z)", one.withMean().name());
  }

  /** Running statistics: a mixture is separated the same way in any company. */
  @Test
  void mixturesAreSeparatedOneByOne() {
    float[] x = Tiny.images(COUNT, 5);
    VaeBssSeparator mean = new VaeBssSeparator(models, Scale.AS_RELEASED, 1).withMean();
    float[] all = mean.separate(x, Tiny.DIM, 3).sources();
    for (int n : new int[] {0, 124, 125, 259}) {
      float[] alone = Arrays.copyOfRange(x, n * Tiny.DIM, (n + 1) * Tiny.DIM);
      int from = n * 3 * Tiny.DIM;
      assertArrayEquals(
          Arrays.copyOfRange(all, from, from + 3 * Tiny.DIM),
          mean.separate(alone, Tiny.DIM, 3).sources(),
          1e-6f);
    }
  }

  @Test
  void leavesModelAndMixturesAsTheyAre() {
    Map<String, float[]> before = new LinkedHashMap<>();
    two.parameters().forEach((name, p) -> before.put(name, p.getArray().toFloatArray()));
    int tensors = two.manager().getManagedArrays().size();
    float[] x = Tiny.images(COUNT, 5);
    float[] copy = x.clone();
    separate(Scale.SCALE_MATCHED, x, 2);
    assertArrayEquals(copy, x);
    assertEquals(tensors, two.manager().getManagedArrays().size());
    two.parameters()
        .forEach((name, p) -> assertArrayEquals(before.get(name), p.getArray().toFloatArray()));
  }

  @Test
  void maskedSourcesSumToTheMixture() {
    float[] x = times(Tiny.images(COUNT, 5), 2);
    for (Scale scale : Scale.values()) {
      Separation masked = new VaeBssSeparator(models, scale, 1).masked().separate(x, Tiny.DIM, 2);
      for (int i = 0; i < x.length; i++) {
        int first = i / Tiny.DIM * 2 * Tiny.DIM + i % Tiny.DIM;
        float sum = masked.sources()[first] + masked.sources()[first + Tiny.DIM];
        assertEquals(x[i], sum, 1e-5f);
      }
    }
    assertEquals(
        "VAEM-BSS (as released)",
        new VaeBssSeparator(models, Scale.AS_RELEASED, 1).masked().name());
  }

  @Test
  void noMixturesGiveNoSources() {
    assertEquals(0, separate(Scale.AS_RELEASED, new float[0], 2).length);
  }

  @Test
  void refusesWhatItHasNoModelFor() {
    float[] x = Tiny.images(4, 5);
    VaeBssSeparator separator = new VaeBssSeparator(models, Scale.AS_RELEASED, 1);
    IllegalArgumentException count =
        assertThrows(IllegalArgumentException.class, () -> separator.separate(x, Tiny.DIM, 4));
    assertTrue(count.getMessage().contains("[2, 3]"), count.getMessage());
    assertThrows(IllegalArgumentException.class, () -> separator.separate(x, 3, 2));
    assertThrows(IllegalArgumentException.class, () -> separator.separate(x, 5, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> new VaeBssSeparator(Map.of(4, two), Scale.AS_RELEASED, 1));
    try (VaeBss doubles = VaeBss.create(Tiny.SIZES, 2, 2, DataType.FLOAT64, 1)) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new VaeBssSeparator(Map.of(2, doubles), Scale.AS_RELEASED, 1));
    }
  }
}
