package vaelab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.metrics.ReferenceVectors.HALF_RING;
import static vaelab.metrics.ReferenceVectors.RING_AND_BAR;
import static vaelab.metrics.ReferenceVectors.RING_AND_BLACK;
import static vaelab.metrics.ReferenceVectors.SIDE;
import static vaelab.metrics.ReferenceVectors.bar;
import static vaelab.metrics.ReferenceVectors.grey;
import static vaelab.metrics.ReferenceVectors.pixels;
import static vaelab.metrics.ReferenceVectors.ring;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeparationScoreTest {
  // The vectors are exact in double precision, the arrays hold single precision.
  private static final double SINGLE = 1e-5;

  @Test
  void swappedEstimatesArePairedWithTheirReferences() {
    SeparationScore score = score(2, stack(bar(), ring()), stack(ring(), bar()));
    assertEquals(1, score.paired().ssim().mean());
    assertEquals(1, score.paired().gaussianSsim().mean());
    assertEquals(2, score.paired().equalPairs());
    ImageScores classOrder = score.classOrder();
    assertEquals(RING_AND_BAR.psnr, classOrder.psnr().mean(), SINGLE);
    assertEquals(RING_AND_BAR.uniform, classOrder.ssim().mean(), SINGLE);
    assertEquals(RING_AND_BAR.gaussian, classOrder.gaussianSsim().mean(), SINGLE);
    assertEquals(0, classOrder.equalPairs());
  }

  @Test
  void halfTheScaleCostsWhatTheReferenceSays() {
    double[] half = pixels(p -> ring()[p] / 2);
    SeparationScore score = score(1, stack(half), stack(ring()));
    assertEquals(HALF_RING.psnr, score.paired().psnr().mean(), SINGLE);
    assertEquals(HALF_RING.uniform, score.paired().ssim().mean(), SINGLE);
    assertEquals(HALF_RING.gaussian, score.paired().gaussianSsim().mean(), SINGLE);
    assertEquals(score.paired(), score.classOrder());
  }

  @Test
  void aPerfectEstimateIsCountedAndNotHidden() {
    float[] estimates = stack(ring(), grey(0), ring(), pixels(p -> ring()[p] / 2));
    float[] references = stack(ring(), bar(), ring(), bar());
    ImageScores paired = score(2, estimates, references).paired();
    assertEquals(Double.POSITIVE_INFINITY, paired.psnr().mean());
    assertTrue(Double.isNaN(paired.psnr().standardError()));
    assertEquals(2, paired.equalPairs());
    assertTrue(paired.ssim().mean() < 0.99 && paired.ssim().standardError() > 0);
  }

  @Test
  void stacksBeyondOneAreDividedByTheirLargestValue() {
    // Both sources of the first mixture are scaled, the second mixture is not.
    double[] twice = pixels(p -> 2 * ring()[p]);
    float[] estimates = stack(twice, bar(), bar(), ring());
    float[] references = stack(ring(), pixels(p -> bar()[p] / 2), bar(), ring());
    assertEquals(4, score(2, estimates, references).paired().equalPairs());
    // The same for references.
    assertEquals(4, score(2, references, estimates).paired().equalPairs());
  }

  @Test
  void valuesOfOneAndBelowZeroStayAsTheyAre() {
    double[] negative = pixels(p -> -ring()[p]);
    SeparationScore score = score(1, stack(negative), stack(ring()));
    double expected = RING_AND_BLACK.psnr - 20 * Math.log10(2);
    assertEquals(expected, score.paired().psnr().mean(), SINGLE);
  }

  @Test
  void standardErrorsAreOverMixtures() {
    double[] half = pixels(p -> ring()[p] / 2);
    float[] estimates = stack(half, half, grey(0), grey(0));
    float[] references = stack(ring(), ring(), ring(), ring());
    SampleMean psnr = score(2, estimates, references).paired().psnr();
    double first = HALF_RING.psnr;
    double second = RING_AND_BLACK.psnr;
    assertEquals((first + second) / 2, psnr.mean(), SINGLE);
    assertEquals((first - second) / 2, psnr.standardError(), SINGLE);
  }

  @Property(tries = 25)
  void agreesWithTryingAllPermutations(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int k) {
    int count = 3;
    float[] references = randomImages(seed, count * k);
    float[] estimates = randomImages(seed + 1, count * k);
    double psnr = 0;
    double ssim = 0;
    for (int n = 0; n < count; n++) {
      int[] best = null;
      double bestTotal = Double.NEGATIVE_INFINITY;
      for (int[] permutation : PairingTest.permutations(k)) {
        double total = 0;
        for (int i = 0; i < k; i++) {
          total +=
              StructuralSimilarity.UNIFORM_7.of(
                  image(estimates, n * k + i), image(references, n * k + permutation[i]), 12, 11);
        }
        if (total > bestTotal) {
          bestTotal = total;
          best = permutation;
        }
      }
      ssim += bestTotal;
      for (int i = 0; i < k; i++) {
        psnr +=
            PeakSignalToNoise.of(image(estimates, n * k + i), image(references, n * k + best[i]));
      }
    }
    SeparationScore score = SeparationScore.of(estimates, references, count, k, 12, 11);
    assertEquals(ssim / (count * k), score.paired().ssim().mean(), 1e-12);
    assertEquals(psnr / (count * k), score.paired().psnr().mean(), 1e-10);
    assertTrue(score.classOrder().ssim().mean() <= score.paired().ssim().mean() + 1e-12);
  }

  @Property(tries = 25)
  void theOrderOfEstimatesDoesNotMatter(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int k) {
    float[] references = randomImages(seed, 2 * k);
    float[] estimates = randomImages(seed + 1, 2 * k);
    ImageScores expected = SeparationScore.of(estimates, references, 2, k, 12, 11).paired();
    List<int[]> permutations = PairingTest.permutations(k);
    int[] order = permutations.get(new Random(seed).nextInt(permutations.size()));
    float[] shuffled = new float[estimates.length];
    for (int i = 0; i < 2 * k; i++) {
      System.arraycopy(estimates, (i / k * k + order[i % k]) * 132, shuffled, i * 132, 132);
    }
    ImageScores found = SeparationScore.of(shuffled, references, 2, k, 12, 11).paired();
    assertEquals(expected.psnr().mean(), found.psnr().mean(), 1e-10);
    assertEquals(expected.ssim().mean(), found.ssim().mean(), 1e-12);
    assertEquals(expected.gaussianSsim().mean(), found.gaussianSsim().mean(), 1e-12);
    assertEquals(expected.ssim().standardError(), found.ssim().standardError(), 1e-12);
  }

  @Test
  void leavesItsInputUnchanged() {
    float[] estimates = stack(pixels(p -> 2 * ring()[p]), bar());
    float[] references = stack(bar(), pixels(p -> 3 * ring()[p]));
    float[] estimatesBefore = estimates.clone();
    float[] referencesBefore = references.clone();
    score(2, estimates, references);
    assertArrayEquals(estimatesBefore, estimates);
    assertArrayEquals(referencesBefore, references);
  }

  @Test
  void refusesWhatCannotBeScored() {
    float[] good = new float[2 * 3 * 11 * 12];
    refused(good, new float[good.length - 1], 2, 3, 11, 12, "references", "2 x 3 x 11 x 12");
    refused(new float[good.length + 1], good, 2, 3, 11, 12, "estimates", "found 793");
    refused(good, good, 2, 3, 12, 10, "at least", "11 x 11", "12 x 10");
    refused(good, good, 2, 0, 11, 12, "found 2 of 0");
    refused(new float[0], new float[0], 0, 3, 11, 12, "found 0 of 3");
    refused(good, good, 1 << 16, 1 << 16, 1 << 16, 1 << 16, "estimates", "found 792");
    float[] broken = good.clone();
    broken[(1 * 3 + 2) * 132 + 7] = Float.NaN;
    refused(broken, good, 2, 3, 11, 12, "estimates", "NaN in mixture 1, source 2, pixel 7");
    broken[(1 * 3 + 2) * 132 + 7] = Float.POSITIVE_INFINITY;
    refused(good, broken, 2, 3, 11, 12, "references", "Infinity in mixture 1, source 2, pixel 7");
  }

  private static void refused(
      float[] estimates,
      float[] references,
      int count,
      int k,
      int height,
      int width,
      String... fragments) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> SeparationScore.of(estimates, references, count, k, height, width))
            .getMessage();
    for (String fragment : fragments) {
      assertTrue(message.contains(fragment), () -> "no '" + fragment + "' in: " + message);
    }
  }

  private static SeparationScore score(int k, float[] estimates, float[] references) {
    int count = estimates.length / (k * SIDE * SIDE);
    SeparationScore score = SeparationScore.of(estimates, references, count, k, SIDE, SIDE);
    assertEquals(count, score.count());
    assertEquals(k, score.k());
    return score;
  }

  private static float[] stack(double[]... images) {
    double[] all = Arrays.stream(images).flatMapToDouble(Arrays::stream).toArray();
    float[] stack = new float[all.length];
    IntStream.range(0, all.length).forEach(p -> stack[p] = (float) all[p]);
    return stack;
  }

  /** Images of 12 x 11 in [0,1], of noise on grey: no two score alike. */
  private static float[] randomImages(long seed, int count) {
    Random random = new Random(seed);
    float[] images = new float[count * 132];
    for (int i = 0; i < count; i++) {
      float grey = random.nextFloat() / 2;
      for (int d = 0; d < 132; d++) {
        images[i * 132 + d] = grey + random.nextFloat() / 2;
      }
    }
    return images;
  }

  private static float[] image(float[] images, int i) {
    return Arrays.copyOfRange(images, i * 132, (i + 1) * 132);
  }
}
