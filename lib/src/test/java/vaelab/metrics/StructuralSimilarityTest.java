package vaelab.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StructuralSimilarityTest {
  private static final int SIDE = ReferenceVectors.SIDE;

  static Stream<Arguments> vectors() {
    return Stream.of(ReferenceVectors.values())
        .flatMap(
            pair ->
                Stream.of(StructuralSimilarity.values())
                    .map(convention -> Arguments.of(pair, convention)));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void agreesWithTheReference(ReferenceVectors pair, StructuralSimilarity convention) {
    double expected = pair.ssim(convention);
    assertEquals(expected, convention.of(pair.x(), pair.y(), SIDE, SIDE), 1e-9);
    assertEquals(expected, convention.of(pair.y(), pair.x(), SIDE, SIDE), 1e-9);
  }

  @Test
  void theReferenceImagesAreTheSameAsThere() {
    double[] a = ReferenceVectors.NOISE.x();
    assertEquals(0.6551540484651923, a[0]);
    assertEquals(0.30481432331725955, a[1]);
    assertEquals(0.6749606337398291, a[2]);
    assertEquals(390.0708792023361, Arrays.stream(a).sum(), 1e-10);
    assertEquals(391.7284412078559, Arrays.stream(ReferenceVectors.NOISE.y()).sum(), 1e-10);
    assertEquals(150.488990411720, Arrays.stream(ReferenceVectors.ring()).sum(), 1e-10);
    assertEquals(50, Arrays.stream(ReferenceVectors.bar()).sum(), 1e-10);
  }

  @ParameterizedTest
  @EnumSource
  void reachesFromInvertedStructureToEqualImages(StructuralSimilarity convention) {
    double[] stripes = ReferenceVectors.pixels(p -> p % 2);
    double[] inverted = ReferenceVectors.pixels(p -> 1 - p % 2);
    double[] black = ReferenceVectors.grey(0);
    double[] white = ReferenceVectors.grey(1);
    assertEquals(1, convention.of(stripes, stripes, SIDE, SIDE), 1e-12);
    assertTrue(convention.of(stripes, inverted, SIDE, SIDE) < -0.95);
    // Without structure only the means count: C1 / (1 + C1).
    assertEquals(1e-4 / 1.0001, convention.of(black, white, SIDE, SIDE), 1e-12);
    assertEquals(1, convention.of(black, black, SIDE, SIDE));
  }

  @Test
  void aSingleWindowByHand() {
    // 7 x 7 with one pixel set against none: one window, mean 1/49, sample variance (1 - 1/49)/48.
    double[] dot = new double[49];
    dot[10] = 1;
    double mean = 1.0 / 49;
    double variance = (1 - mean) / 48;
    double expected = 1e-4 / (mean * mean + 1e-4) * 9e-4 / (variance + 9e-4);
    assertEquals(expected, StructuralSimilarity.UNIFORM_7.of(dot, new double[49], 7, 7), 1e-14);
  }

  @Property(tries = 30)
  void rowsAndColumnsPlayTheSamePart(
      @ForAll long seed,
      @ForAll @IntRange(min = 11, max = 20) int height,
      @ForAll @IntRange(min = 11, max = 20) int width) {
    Random random = new Random(seed);
    double[] x = random.doubles((long) height * width).toArray();
    double[] y = random.doubles((long) height * width).toArray();
    for (StructuralSimilarity convention : StructuralSimilarity.values()) {
      assertEquals(
          convention.of(x, y, height, width),
          convention.of(transposed(x, height, width), transposed(y, height, width), width, height),
          1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMatrixHoldsWhatSinglePairsGive(StructuralSimilarity convention) {
    double[][] xs = {ReferenceVectors.ring(), ReferenceVectors.bar()};
    double[][] ys = {ReferenceVectors.bar(), ReferenceVectors.grey(0.3), ReferenceVectors.ring()};
    double[][] matrix = convention.matrix(xs, ys, SIDE, SIDE);
    for (int i = 0; i < xs.length; i++) {
      assertEquals(ys.length, matrix[i].length);
      for (int j = 0; j < ys.length; j++) {
        assertEquals(convention.of(xs[i], ys[j], SIDE, SIDE), matrix[i][j]);
      }
    }
    assertArrayEquals(ReferenceVectors.ring(), xs[0], "images are left unchanged");
  }

  @ParameterizedTest
  @EnumSource
  void singlePrecisionCostsSevenDigits(StructuralSimilarity convention) {
    ReferenceVectors pair = ReferenceVectors.SHIFTED_RING;
    assertEquals(
        pair.ssim(convention),
        convention.of(toFloat(pair.x()), toFloat(pair.y()), SIDE, SIDE),
        1e-6);
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatCannotBeCompared(StructuralSimilarity convention) {
    int size = convention.windowSize();
    double[] least = new double[size * size];
    assertEquals(1, convention.of(least, least, size, size));
    int small = size - 1;
    refused(
        convention,
        new double[small * size],
        new double[small * size],
        small,
        size,
        "at least %1$d x %1$d".formatted(size),
        "found " + small + " x " + size,
        convention.name());
    refused(
        convention,
        new double[small * size],
        new double[small * size],
        size,
        small,
        "found " + size + " x " + small);
    refused(
        convention, least, new double[size * size + 1], size, size, "found " + (size * size + 1));
    double[] broken = least.clone();
    broken[size * size - 1] = Double.NaN;
    refused(convention, broken, least, size, size, "NaN");
    refused(convention, least, broken, size, size, "NaN");
    broken[size * size - 1] = Double.NEGATIVE_INFINITY;
    refused(convention, least, broken, size, size, "infinity");
  }

  private static void refused(
      StructuralSimilarity convention,
      double[] x,
      double[] y,
      int height,
      int width,
      String... fragments) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> convention.of(x, y, height, width))
            .getMessage();
    for (String fragment : fragments) {
      assertTrue(message.contains(fragment), () -> "no '" + fragment + "' in: " + message);
    }
  }

  private static double[] transposed(double[] image, int height, int width) {
    double[] turned = new double[image.length];
    Arrays.setAll(turned, p -> image[p % height * width + p / height]);
    return turned;
  }

  private static float[] toFloat(double[] image) {
    float[] narrow = new float[image.length];
    for (int d = 0; d < image.length; d++) {
      narrow[d] = (float) image[d];
    }
    return narrow;
  }
}
