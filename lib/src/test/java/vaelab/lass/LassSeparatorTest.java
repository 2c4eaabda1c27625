package vaelab.lass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vaelab.separation.Separation;

/** Scales, the choice among samples, and what is refused. */
class LassSeparatorTest {
  private static final int COUNT = 5;
  private static final int DIM = Tiny.DIM;
  private static final LassSampling SAMPLING = new LassSampling(6, 0, LassSampling.Unseen.PRIOR, 0);

  private Lass lass;

  @BeforeEach
  void create() {
    CodePrior prior = CodePrior.create(Tiny.SEQUENCE, 1);
    Tiny.shake(prior.parameters(), 0.5, 2);
    lass = new Lass(Tiny.vqVae(3), prior, List.of(Tiny.table(5, 4), Tiny.table(5, 5)));
  }

  @AfterEach
  void close() {
    lass.close();
  }

  /**
   * Sums in [0, K] are divided by K, and the sample is kept whose mean is closest to that. 42 and
   * 28 mixtures of six samples are a batch; the draws that are compared with are made in one.
   */
  @ParameterizedTest
  @CsvSource({"2,5", "3,5", "2,90", "3,60"})
  void keepsTheClosestSampleOfTheAverage(int k, int count) {
    float[] averages = Tiny.images(count, 6);
    float[] sums = new float[averages.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = k * averages[i];
    }
    float[] kept = sums.clone();
    Separation found = new LassSeparator(lass, SAMPLING, 7).separate(sums, DIM, k);
    assertArrayEquals(kept, sums);
    assertEquals(new Separation(found.sources(), count, k, DIM), found);
    JointSampler.Drawn drawn =
        new JointSampler(lass.prior(), lass.tables().subList(0, k - 1), SAMPLING, 7)
            .draw(lass.vqVae().codes(averages), 0);
    float[] images = lass.vqVae().images(drawn.codes());
    boolean laterSampleKept = false;
    for (int n = 0; n < count; n++) {
      int best = 0;
      double[] distances = new double[SAMPLING.samples()];
      for (int s = 0; s < distances.length; s++) {
        for (int d = 0; d < DIM; d++) {
          double mean = 0;
          for (int j = 0; j < k; j++) {
            mean += images[((n * 6 + s) * k + j) * DIM + d] / (double) k;
          }
          distances[s] += Math.pow(averages[n * DIM + d] - mean, 2);
        }
        best = distances[s] < distances[best] ? s : best;
      }
      laterSampleKept |= best > 0;
      assertArrayEquals(
          Arrays.copyOfRange(images, (n * 6 + best) * k * DIM, (n * 6 + best + 1) * k * DIM),
          Arrays.copyOfRange(found.sources(), n * k * DIM, (n + 1) * k * DIM),
          1e-6f,
          "mixture " + n);
    }
    assertTrue(laterSampleKept, "a choice to be made");
  }

  @Test
  void refinementBringsTheSumCloser() {
    float[] sums = Tiny.images(COUNT, 8);
    LassSeparator plain = new LassSeparator(lass, SAMPLING, 7);
    LassSeparator refined = new LassSeparator(lass, SAMPLING.withRefinement(30), 7);
    assertEquals("LASS", plain.name());
    assertEquals("LASS (refined)", refined.name());
    float[] before = plain.separate(sums, DIM, 2).sources();
    float[] after = refined.separate(sums, DIM, 2).sources();
    double errorBefore = 0;
    double errorAfter = 0;
    for (int i = 0; i < sums.length; i++) {
      int at = i / DIM * 2 * DIM + i % DIM;
      errorBefore += Math.pow(sums[i] - before[at] - before[at + DIM], 2);
      errorAfter += Math.pow(sums[i] - after[at] - after[at + DIM], 2);
    }
    assertTrue(errorAfter < 0.9 * errorBefore, errorAfter + " against " + errorBefore);
  }

  /** 32 mixtures are refined at once; greedy draws do not depend on a mixture's number. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void batchesOfTheRefinementDoNotMatter(int k) {
    LassSampling greedy = new LassSampling(1, 1, LassSampling.Unseen.FAIL, 8);
    float[] sums = Tiny.images(70, 10);
    float[] whole = new LassSeparator(lass, greedy, 7).separate(sums, DIM, k).sources();
    for (int[] piece : new int[][] {{0, 25}, {25, 50}, {50, 70}}) {
      float[] part = Arrays.copyOfRange(sums, piece[0] * DIM, piece[1] * DIM);
      assertArrayEquals(
          new LassSeparator(lass, greedy, 7).separate(part, DIM, k).sources(),
          Arrays.copyOfRange(whole, piece[0] * k * DIM, piece[1] * k * DIM),
          1e-4f);
    }
  }

  @Test
  void sameSeedSameSources() {
    float[] sums = Tiny.images(COUNT, 9);
    LassSampling one = SAMPLING.withSamples(1);
    float[] first = new LassSeparator(lass, one, 1).separate(sums, DIM, 2).sources();
    float[] again = new LassSeparator(lass, one, 1).separate(sums, DIM, 2).sources();
    float[] other = new LassSeparator(lass, one, 2).separate(sums, DIM, 2).sources();
    assertArrayEquals(first, again);
    assertFalse(Arrays.equals(first, other), "another seed draws other codes");
  }

  /** No mixture was ever counted: the prior alone decides everywhere, and says so. */
  @Test
  void countsPositionsThatTheTableDoesNotKnow() {
    float[] sums = Tiny.images(COUNT, 9);
    LassSeparator knowing = new LassSeparator(lass, SAMPLING, 1);
    assertTrue(Double.isNaN(knowing.unseen()));
    knowing.separate(sums, DIM, 2);
    assertEquals(0, knowing.unseen());
    Lass blind = new Lass(lass.vqVae(), lass.prior(), List.of(new MixtureCounts(5).table()));
    LassSeparator separator = new LassSeparator(blind, SAMPLING, 1);
    separator.separate(sums, DIM, 2);
    assertEquals(1, separator.unseen());
    LassSeparator strict =
        new LassSeparator(blind, SAMPLING.withUnseen(LassSampling.Unseen.FAIL), 1);
    assertThrows(IllegalStateException.class, () -> strict.separate(sums, DIM, 2));
  }

  @Test
  void refusesWhatItCannotSeparate() {
    LassSeparator separator = new LassSeparator(lass, SAMPLING, 1);
    float[] sums = Tiny.images(1, 1);
    for (int k : new int[] {1, 4}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> separator.separate(sums, DIM, k));
      assertTrue(e.getMessage().contains("between 2 and 3"), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> separator.separate(sums, DIM / 2, 2));
    assertThrows(IllegalArgumentException.class, () -> separator.separate(sums, DIM - 1, 2));
    assertEquals(0, separator.separate(new float[0], DIM, 2).count());
    try (CodePrior doubles = CodePrior.create(Tiny.SEQUENCE, DataType.FLOAT64, 1)) {
      Lass mixed = new Lass(lass.vqVae(), doubles, lass.tables());
      assertThrows(IllegalArgumentException.class, () -> new LassSeparator(mixed, SAMPLING, 1));
    }
  }
}
