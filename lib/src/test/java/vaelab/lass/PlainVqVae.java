package vaelab.lass;

import static vaelab.nn.PlainLayers.add;
import static vaelab.nn.PlainLayers.each;

import vaelab.nn.PlainLayers;
import vaelab.nn.PlainParameters;

/**
 * Encoder and decoder of the VQ-VAE on running statistics once more, in loops over plain arrays,
 * image by image: written from the released list of layers, not from the code under test.
 */
final class PlainVqVae {
  private final PlainParameters parameters;
  private final VqVaeSizes sizes;

  PlainVqVae(VqVaeSizes sizes, PlainParameters parameters) {
    this.sizes = sizes;
    this.parameters = parameters;
  }

  double[][][] encode(double[][][] image) {
    double[][][] first = conv(image, "encoder.01Conv2d", 2, 1);
    double[][][] active = leaky(norm(first, "encoder.02BatchNorm"));
    double[][][] second = conv(active, "encoder.04Conv2d", 2, 1);
    return residual(residual(second, "encoder.05"), "encoder.06");
  }

  double[][][] decode(double[][][] latents) {
    double[][][] inner = leaky(residual(residual(latents, "decoder.01"), "decoder.02"));
    double[][][] doubled = norm(enlarge(inner, "decoder.04"), "decoder.05BatchNorm");
    return each(enlarge(leaky(doubled), "decoder.07"), PlainLayers::sigmoid);
  }

  /** At every place the vector with the least sum of squared differences. */
  int[] codes(double[][][] latents) {
    double[][] book = parameters.matrix("codebook");
    int side = sizes.latentSide();
    int[] codes = new int[side * side];
    for (int place = 0; place < codes.length; place++) {
      double least = Double.POSITIVE_INFINITY;
      for (int v = 0; v < book.length; v++) {
        double distance = 0;
        for (int c = 0; c < latents.length; c++) {
          distance += Math.pow(latents[c][place / side][place % side] - book[v][c], 2);
        }
        if (distance < least) {
          least = distance;
          codes[place] = v;
        }
      }
    }
    return codes;
  }

  double[][][] vectors(int[] codes) {
    double[][] book = parameters.matrix("codebook");
    int side = sizes.latentSide();
    double[][][] latents = new double[sizes.channels()][side][side];
    for (int place = 0; place < codes.length; place++) {
      for (int c = 0; c < latents.length; c++) {
        latents[c][place / side][place % side] = book[codes[place]][c];
      }
    }
    return latents;
  }

  /** LeakyReLU, 3 x 3, norm, LeakyReLU, 1 x 1, norm; what it began with is added, as it was. */
  private double[][][] residual(double[][][] x, String name) {
    String branch = name + "ParallelBlock_01SequentialBlock_";
    double[][][] wide = conv(leaky(x), branch + "02Conv2d", 1, 1);
    double[][][] active = leaky(norm(wide, branch + "03BatchNorm"));
    double[][][] narrow = conv(active, branch + "05Conv2d", 1, 0);
    return add(x, norm(narrow, branch + "06BatchNorm"));
  }

  private double[][][] conv(double[][][] x, String name, int stride, int padding) {
    return PlainLayers.convolution(
        x,
        parameters.kernel(name + "_weight"),
        parameters.vector(name + "_bias"),
        stride,
        padding,
        1);
  }

  private double[][][] enlarge(double[][][] x, String place) {
    String name = place + "TransposedConvolution_";
    return PlainLayers.transposedConvolution(
        x, parameters.kernel(name + "weight"), parameters.vector(name + "bias"), 2, 1);
  }

  private double[][][] norm(double[][][] x, String name) {
    return PlainLayers.batchNorm(
        x,
        parameters.vector(name + "_gamma"),
        parameters.vector(name + "_beta"),
        parameters.vector(name + "_runningMean"),
        parameters.vector(name + "_runningVar"));
  }

  private static double[][][] leaky(double[][][] x) {
    return each(x, PlainLayers::leakyRelu);
  }
}
