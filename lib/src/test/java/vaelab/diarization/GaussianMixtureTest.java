package vaelab.diarization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GaussianMixtureTest {
  @Test
  void densityByHand() {
    GaussianMixture mixture =
        new GaussianMixture(
            new double[] {0.25, 0.75},
            new double[][] {{0, 1}, {2, -1}},
            new double[][] {{1, 4}, {0.25, 1}});
    // 0.25 N(1; 0, 1) N(0; 1, 4) + 0.75 N(1; 2, 0.25) N(0; -1, 1)
    double first = 0.25 * normal(1, 1) * normal(-1, 4);
    double second = 0.75 * normal(-1, 0.25) * normal(1, 1);
    assertEquals(Math.log(first + second), density(mixture, 1, 0), 1e-12);
    // Where every density underflows, the logarithm does not.
    assertEquals(
        -Math.log(4) - Math.log(2 * Math.PI) - Math.log(4) / 2 - 0.5e8 - 0.125,
        density(mixture, -1e4, 0),
        1e-4);
  }

  private static double density(GaussianMixture mixture, double... row) {
    return mixture.logDensity(new double[][] {row})[0];
  }

  private static double normal(double distance, double variance) {
    return Math.exp(-distance * distance / 2 / variance) / Math.sqrt(2 * Math.PI * variance);
  }

  @Test
  void oneComponentHasMeanAndVarianceOfTheData() {
    GaussianMixture mixture = GaussianMixture.fit(new double[][] {{1, 10}, {2, 10}, {6, 40}}, 1, 1);
    assertArrayEquals(new double[] {1}, mixture.weights(), 1e-12);
    assertArrayEquals(new double[] {3, 20}, mixture.means()[0], 1e-12);
    assertArrayEquals(new double[] {14.0 / 3, 200}, mixture.variances()[0], 1e-12);
  }

  @Test
  void findsTheComponentsThatMadeTheData() {
    Random random = new Random(7);
    double[][] data = new double[6000][];
    for (int n = 0; n < data.length; n++) {
      data[n] =
          n % 3 == 0
              ? new double[] {5 + 0.5 * random.nextGaussian(), 2 * random.nextGaussian()}
              : new double[] {random.nextGaussian(), 8 + random.nextGaussian()};
    }
    GaussianMixture mixture = GaussianMixture.fit(data, 2, 3);
    int a = mixture.means()[0][0] > 2.5 ? 0 : 1;
    assertEquals(1.0 / 3, mixture.weights()[a], 0.01);
    assertArrayEquals(new double[] {5, 0}, mixture.means()[a], 0.15);
    assertArrayEquals(new double[] {0.25, 4}, mixture.variances()[a], 0.3);
    assertArrayEquals(new double[] {0, 8}, mixture.means()[1 - a], 0.1);
    assertArrayEquals(new double[] {1, 1}, mixture.variances()[1 - a], 0.1);
  }

  @Test
  void moreComponentsThanRowsAndEqualRowsAreNoObstacle() {
    double[] row = {1, 2, 3};
    for (double[][] data : new double[][][] {{row}, {row, row, row}, {row, {1, 2, 4}}}) {
      GaussianMixture mixture = GaussianMixture.fit(data, 8, 1);
      assertTrue(mixture.weights().length <= data.length);
      assertTrue(Double.isFinite(density(mixture, row)));
      assertTrue(density(mixture, row) > density(mixture, 9, 9, 9));
    }
  }

  @Test
  void badDataAreRefused() {
    refused(new double[0][], 1, "found 0 and 1");
    refused(new double[][] {{1}}, 0, "found 1 and 0");
    refused(new double[][] {{1, 2}, {1}}, 1, "in row 1");
    refused(new double[][] {{1, Double.NaN}}, 1, "in row 0");
    refused(new double[][] {{}}, 1, "in row 0");
  }

  private static void refused(double[][] data, int components, String fragment) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> GaussianMixture.fit(data, components, 1))
            .getMessage();
    assertTrue(message.contains(fragment), message);
  }
}
