package vaelab.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import vaelab.tensor.Backward;
import vaelab.tensor.GradMode;

/** KL divergence, entropy, second moment and samples in closed form, in float64. */
@SuppressWarnings("try") // modes are closed, not used
class DiagonalGaussianTest {
  /** nu = (0.5, -1), tau = (0.25, 1.5) of the reference, and the prior itself. */
  private static DiagonalGaussian reference(NDManager manager) {
    NDArray nu = manager.create(new double[] {0.5, -1, 0, 0}, new Shape(2, 2));
    NDArray logTau =
        manager.create(new double[] {Math.log(0.25), Math.log(1.5), 0, 0}, new Shape(2, 2));
    return new DiagonalGaussian(nu, logTau);
  }

  @Test
  void valuesOfTheReference() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DiagonalGaussian q = reference(manager);
      double[] kl = q.klToStandardNormal().toDoubleArray();
      assertArrayEquals(new double[] {0.990414626506, 0}, kl, 1e-12);
      double unit = Math.log(2 * Math.PI * Math.E);
      assertArrayEquals(new double[] {2.347462439903, unit}, q.entropy().toDoubleArray(), 1e-12);
      assertArrayEquals(
          new double[] {0.25 + 1.5 + 0.25 + 1, 2},
          q.secondMoments().sum(new int[] {1}).toDoubleArray(),
          1e-14);
    }
  }

  @Test
  void klIsCrossEntropyLessEntropy() {
    // An identity of all Gaussians: KL(q, N(0, I)) = E_q[-log p(z)] - H[q].
    try (NDManager manager = NDManager.newBaseManager()) {
      DiagonalGaussian q =
          new DiagonalGaussian(
              manager.create(new double[] {3, -0.1, 1e-3}, new Shape(1, 3)),
              manager.create(new double[] {-7, 0.2, 4}, new Shape(1, 3)));
      double cross = 1.5 * Math.log(2 * Math.PI) + q.secondMoments().sum().getDouble() / 2;
      assertEquals(cross - q.entropy().getDouble(0), q.klToStandardNormal().getDouble(0), 1e-12);
    }
  }

  @Test
  void samplesAreLaidOutSampleMajor() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DiagonalGaussian q = reference(manager);
      double[] noise = new double[3 * 2 * 2];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = i - 5;
      }
      NDArray z = q.sample(manager.create(noise, new Shape(3, 2, 2)));
      assertEquals(new Shape(6, 2), z.getShape());
      double[] nu = q.nu().toDoubleArray();
      double[] deviation = {0.5, Math.sqrt(1.5), 1, 1};
      for (int m = 0; m < 3; m++) {
        for (int b = 0; b < 2; b++) {
          for (int k = 0; k < 2; k++) {
            double expected = nu[b * 2 + k] + deviation[b * 2 + k] * noise[(m * 2 + b) * 2 + k];
            assertEquals(expected, z.getDouble(m * 2 + b, k), 1e-14);
          }
        }
      }
    }
  }

  @Test
  void gradientsOfKlAndSamplesInClosedForm() {
    try (NDManager manager = NDManager.newBaseManager()) {
      DiagonalGaussian q = reference(manager);
      q.nu().setRequiresGradient(true);
      q.logTau().setRequiresGradient(true);
      try (GradMode mode = GradMode.recording()) {
        Backward.from(q.klToStandardNormal().sum());
      }
      // dKL/dnu = nu, dKL/dlog tau = (tau - 1)/2.
      assertArrayEquals(new double[] {0.5, -1, 0, 0}, q.nu().getGradient().toDoubleArray(), 1e-14);
      assertArrayEquals(
          new double[] {-0.375, 0.25, 0, 0}, q.logTau().getGradient().toDoubleArray(), 1e-14);
      DiagonalGaussian fresh = reference(manager);
      fresh.nu().setRequiresGradient(true);
      fresh.logTau().setRequiresGradient(true);
      NDArray noise = manager.create(new double[] {2, -1, 0.5, 3}, new Shape(1, 2, 2));
      try (GradMode mode = GradMode.recording()) {
        Backward.from(fresh.sample(noise).sum());
      }
      // dz/dnu = 1, dz/dlog tau = sqrt(tau) eps / 2.
      assertArrayEquals(new double[] {1, 1, 1, 1}, fresh.nu().getGradient().toDoubleArray(), 1e-14);
      assertArrayEquals(
          new double[] {0.5, -Math.sqrt(1.5) / 2, 0.25, 1.5},
          fresh.logTau().getGradient().toDoubleArray(),
          1e-14);
    }
  }
}
