package vaelab.experiments.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vaelab.separation.AverageSeparator;
import vaelab.separation.Separation;
import vaelab.separation.SourceSeparator;

/** What is timed, and how often; how long it takes is no business of a test. */
class InferenceTimeTest {
  private static final int DIM = 2;

  /** Keeps the number of mixtures of each call. */
  private final List<Integer> calls = new ArrayList<>();

  private final SourceSeparator counted =
      new SourceSeparator() {
        @Override
        public String name() {
          return "counted";
        }

        @Override
        public Separation separate(float[] mixtures, int dim, int k) {
          calls.add(mixtures.length / dim);
          return new AverageSeparator().separate(mixtures, dim, k);
        }
      };

  @Test
  void aFastMethodIsWarmAndRepeatedInBatchesAndAlone() {
    InferenceTime time = InferenceTime.of(counted, new float[3 * DIM], DIM, 2, 1e9);
    assertTrue(time.batch() > 0 && time.single() > 0);
    assertEquals(20, calls.size(), "one to warm up and nine, of each size");
    assertEquals(List.of(InferenceTime.BATCH), calls.subList(0, 10).stream().distinct().toList());
    assertEquals(List.of(1), calls.subList(10, 20).stream().distinct().toList());
  }

  @Test
  void withoutTimeLeftThereIsOneRepetition() {
    InferenceTime.of(counted, new float[3 * DIM], DIM, 2, 0);
    assertEquals(List.of(InferenceTime.BATCH, InferenceTime.BATCH, 1, 1), calls);
  }

  @Test
  void aSlowMethodIsTimedThreeTimesAlone() {
    InferenceTime time = InferenceTime.ofSlow(counted, new float[3 * DIM], DIM, 2, 7);
    assertEquals(7, time.batch());
    assertEquals(List.of(1, 1, 1), calls);
  }

  @Test
  void masksComeOnTopOfTheMethodsOwnTime() {
    float[] mixtures = {1, 2, 0.5f, 0};
    Separation estimate = new AverageSeparator().separate(mixtures, DIM, 2);
    InferenceTime masked = new InferenceTime(3, 5).masked(estimate, mixtures, 1);
    assertTrue(masked.batch() > 3 && masked.single() > 5);
    assertEquals(masked.batch() - 3, masked.single() - 5, 1e-12);
  }
}
