package vaelab.msvae.energy;

import vaelab.msvae.energy.SampleLattice.Pairing;

/**
 * The definition of a lattice's energies written out, every point and every value, in double
 * precision. Shares no index arithmetic with the library.
 */
public final class NaiveEnergies {
  private NaiveEnergies() {}

  /**
   * Sample that a stream shows at a point.
   *
   * @return -1 where the stream is off, else the sample counted from 0
   */
  public static int sample(SampleLattice lattice, int batch, int l, int point, int stream) {
    int digit = point;
    int base = lattice.pairing() == Pairing.CROSSWISE ? lattice.samples() + 1 : 2;
    for (int h = 0; h < stream; h++) {
      digit /= base;
    }
    digit %= base;
    if (digit == 0) {
      return -1;
    }
    return lattice.pairing() == Pairing.CROSSWISE ? digit - 1 : l / batch;
  }

  /** x less the images that a point combines. */
  private static double[] residual(
      float[] x, float[][] mu, SampleLattice lattice, int batch, int l, int point) {
    int dim = x.length / batch;
    int b = l % batch;
    double[] residual = new double[dim];
    for (int d = 0; d < dim; d++) {
      residual[d] = x[b * dim + d];
    }
    for (int h = 0; h < mu.length; h++) {
      int m = sample(lattice, batch, l, point, h);
      for (int d = 0; d < dim && m >= 0; d++) {
        residual[d] -= mu[h][(m * batch + b) * dim + d];
      }
    }
    return residual;
  }

  /** L1 energies of all points of all lattices. */
  public static double[] energies(float[] x, float[][] mu, SampleLattice lattice, int batch) {
    double[] energies = new double[lattice.lattices(batch) * lattice.size()];
    for (int i = 0; i < energies.length; i++) {
      int l = i / lattice.size();
      for (double r : residual(x, mu, lattice, batch, l, i % lattice.size())) {
        energies[i] += Math.abs(r);
      }
    }
    return energies;
  }

  /** Gradient of sum weight * energy over the weights above the threshold. */
  public static double[][] gradient(
      float[] x, float[][] mu, SampleLattice lattice, int batch, float[] weights, float threshold) {
    int dim = x.length / batch;
    double[][] gradient = new double[mu.length][mu[0].length];
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > threshold) {
        int l = i / lattice.size();
        int point = i % lattice.size();
        double[] residual = residual(x, mu, lattice, batch, l, point);
        for (int h = 0; h < mu.length; h++) {
          int m = sample(lattice, batch, l, point, h);
          for (int d = 0; d < dim && m >= 0; d++) {
            gradient[h][(m * batch + l % batch) * dim + d] -= weights[i] * Math.signum(residual[d]);
          }
        }
      }
    }
    return gradient;
  }
}
