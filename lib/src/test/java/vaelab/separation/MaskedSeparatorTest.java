package vaelab.separation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.separation.MaskedSeparator.UNBOUNDED;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MaskedSeparatorTest {
  @Test
  void scalesPixelByPixelInTheProportionOfTheEstimates() {
    Separation estimate = new Separation(new float[] {1, 2, 3, 2}, 1, 2, 2);
    Separation masked = MaskedSeparator.mask(estimate, new float[] {2, 1}, UNBOUNDED);
    assertArrayEquals(new float[] {0.5f, 0.5f, 1.5f, 0.5f}, masked.sources());
    assertEquals(1, masked.count());
    assertEquals(2, masked.k());
    assertEquals(2, masked.dim());
  }

  @Test
  void whereAllEstimatesAreZeroTheyStayZero() {
    Separation masked =
        MaskedSeparator.mask(new Separation(new float[4], 1, 2, 2), new float[] {1, 0}, UNBOUNDED);
    assertArrayEquals(new float[4], masked.sources());
  }

  @Test
  void negativeNoiseCountsAsZero() {
    Separation estimate = new Separation(new float[] {1, 1}, 1, 2, 1);
    assertArrayEquals(
        new float[2], MaskedSeparator.mask(estimate, new float[] {-0.5f}, UNBOUNDED).sources());
  }

  @Test
  void vanishingEstimatesShareTheMixtureWithoutOverflow() {
    Separation estimate = new Separation(new float[] {1e-40f, 1e-40f}, 1, 2, 1);
    float[] masked = MaskedSeparator.mask(estimate, new float[] {1}, UNBOUNDED).sources();
    assertArrayEquals(new float[] {0.5f, 0.5f}, masked, 1e-6f);
  }

  @Test
  void refusesMixturesThatAreNotThoseOfTheEstimates() {
    Separation estimate = new Separation(new float[4], 1, 2, 2);
    assertThrows(
        IllegalArgumentException.class,
        () -> MaskedSeparator.mask(estimate, new float[3], UNBOUNDED));
  }

  @Test
  void whatASourceMayNotHoldGoesToTheOthers() {
    Separation estimate = new Separation(new float[] {0.9f, 0.2f, 0.1f}, 1, 3, 1);
    assertArrayEquals(
        // 1.8 scales the first to 1.35, which stops at 1; 0.8 remains for 0.2 and 0.1.
        new float[] {1, 0.8f * 2 / 3, 0.8f / 3},
        MaskedSeparator.mask(estimate, new float[] {1.8f}, 1).sources(),
        1e-6f);
    assertArrayEquals(
        // 2.7: the first stops, then the second (at 1.13); the third has the rest.
        new float[] {1, 1, 0.7f},
        MaskedSeparator.mask(estimate, new float[] {2.7f}, 1).sources(),
        1e-6f);
    assertThrows(
        IllegalArgumentException.class, () -> MaskedSeparator.mask(estimate, new float[] {1}, 0));
  }

  @Property
  void sourcesSumToTheMixture(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 3) int count,
      @ForAll @IntRange(min = 1, max = 4) int k,
      @ForAll @IntRange(min = 1, max = 5) int dim,
      @ForAll boolean bounded) {
    float bound = bounded ? 1 : UNBOUNDED;
    Random random = new Random(seed);
    float[] sources = new float[count * k * dim];
    float[] mixtures = new float[count * dim];
    for (int p = 0; p < sources.length; p++) {
      sources[p] = random.nextInt(3) == 0 ? 0 : random.nextFloat();
    }
    for (int p = 0; p < mixtures.length; p++) {
      mixtures[p] = k * random.nextFloat() - 0.2f;
    }
    float[] sourcesBefore = sources.clone();
    float[] mixturesBefore = mixtures.clone();
    float[] masked =
        MaskedSeparator.mask(new Separation(sources, count, k, dim), mixtures, bound).sources();
    for (int n = 0; n < count; n++) {
      for (int d = 0; d < dim; d++) {
        int lit = 0;
        double after = 0;
        for (int i = 0; i < k; i++) {
          lit += sources[(n * k + i) * dim + d] > 0 ? 1 : 0;
          assertTrue(masked[(n * k + i) * dim + d] <= bound);
          after += masked[(n * k + i) * dim + d];
        }
        // Dark sources stay dark, and lit ones reach the bound at most.
        double most = lit == 0 ? 0 : bound * lit;
        double expected = Math.min(most, Math.max(0, mixtures[n * dim + d]));
        assertEquals(expected, after, 1e-5);
      }
    }
    assertArrayEquals(sourcesBefore, sources);
    assertArrayEquals(mixturesBefore, mixtures);
  }

  @Test
  void masksAnotherMethodUnderItsOwnName() {
    SourceSeparator onlyFirst =
        new SourceSeparator() {
          @Override
          public String name() {
            return "first";
          }

          @Override
          public Separation separate(float[] mixtures, int dim, int k) {
            return new Separation(new float[] {0.5f, 0, 0.5f, 1}, 1, k, dim);
          }
        };
    SourceSeparator masked = new MaskedSeparator(onlyFirst, "first, masked", UNBOUNDED);
    assertEquals("first, masked", masked.name());
    assertArrayEquals(
        new float[] {1, 0, 1, 0.25f}, masked.separate(new float[] {2, 0.25f}, 2, 2).sources());
  }

  @Test
  void anAverageStaysAsItIsApartFromNegativeValues() {
    float[] mixtures = {0.5f, 2, -1, 0};
    Separation masked =
        new MaskedSeparator(new AverageSeparator(), "masked average", 1).separate(mixtures, 2, 2);
    assertArrayEquals(new float[] {0.25f, 1, 0.25f, 1, 0, 0, 0, 0}, masked.sources(), 1e-9f);
  }
}
