package vaelab.basis;

import static vaelab.nn.PlainLayers.add;
import static vaelab.nn.PlainLayers.each;

import java.util.Arrays;
import vaelab.nn.PlainLayers;
import vaelab.nn.PlainParameters;

/**
 * The score network once more, in loops over plain arrays, one image at one noise level at a time:
 * written from the published table of its layers, not from the code under test.
 */
final class PlainScoreNetwork {
  private final PlainParameters parameters;
  private final int level;

  PlainScoreNetwork(PlainParameters parameters, int level) {
    this.parameters = parameters;
    this.level = level;
  }

  double[][][] score(double[][][] x) {
    double[][][] begin = conv(each(x, v -> 2 * v - 1), "begin", 1);
    double[][][] res1 = residual(residual(begin, "res1.0", 1), "res1.1", 1);
    double[][][] res2 = residual(halving(res1, "res2.0"), "res2.1", 1);
    double[][][] res3 = residual(dilated(res2, "res3.0", 2), "res3.1", 2);
    double[][][] res4 = residual(dilated(res3, "res4.0", 4), "res4.1", 4);
    double[][][] deepest = refine("refine1", 1, res4);
    double[][][] deep = refine("refine2", 1, res3, deepest);
    double[][][] half = refine("refine3", 1, res2, deep);
    double[][][] full = refine("refine4", 3, res1, half);
    return conv(elu(norm(full, "end.norm")), "end.conv", 1);
  }

  private double[][][] residual(double[][][] x, String name, int dilation) {
    return add(x, branch(x, name, dilation));
  }

  /** In place of halving: dilated, with a shortcut that is dilated too. */
  private double[][][] dilated(double[][][] x, String name, int dilation) {
    return add(conv(x, name + ".shortcut", dilation), branch(x, name, dilation));
  }

  /** Both ways end in means of 2 x 2 pixels; the shortcut's convolution is 1 x 1. */
  private double[][][] halving(double[][][] x, String name) {
    double[][][] shortcut = PlainLayers.meanPooling(conv(x, name + ".shortcut", 1), 2, 2, 0);
    return add(shortcut, PlainLayers.meanPooling(branch(x, name, 1), 2, 2, 0));
  }

  private double[][][] branch(double[][][] x, String name, int dilation) {
    double[][][] inner = conv(elu(norm(x, name + ".norm1")), name + ".conv1", dilation);
    return conv(elu(norm(inner, name + ".norm2")), name + ".conv2", dilation);
  }

  /** Units on every input, a sum at the size of the first, pooling, units. */
  private double[][][] refine(String name, int units, double[][][]... inputs) {
    double[][][] sum = null;
    for (int i = 0; i < inputs.length; i++) {
      double[][][] h = units(inputs[i], name + ".adapt" + i, 2);
      if (inputs.length > 1) {
        String fusion = name + ".fusion" + i;
        h = conv(norm(h, fusion + ".norm"), fusion + ".conv", 1);
        h = PlainLayers.interpolate(h, inputs[0][0].length, inputs[0][0][0].length);
      }
      sum = sum == null ? h : add(sum, h);
    }
    return units(pooling(sum, name + ".pooling"), name + ".output", units);
  }

  private double[][][] units(double[][][] x, String name, int count) {
    double[][][] h = x;
    for (int i = 0; i < count; i++) {
      String unit = name + ".unit" + i + ".";
      double[][][] inner = unbiased(elu(norm(h, unit + "norm0")), unit + "conv0");
      h = add(h, unbiased(elu(norm(inner, unit + "norm1")), unit + "conv1"));
    }
    return h;
  }

  /** Two stages of norm, 5 x 5 means and convolution, each of the one before; all are added up. */
  private double[][][] pooling(double[][][] x, String name) {
    double[][][] stage = elu(x);
    double[][][] sum = stage;
    for (int i = 0; i < 2; i++) {
      double[][][] smooth = PlainLayers.meanPooling(norm(stage, name + ".norm" + i), 5, 1, 2);
      stage = unbiased(smooth, name + ".conv" + i);
      sum = add(sum, stage);
    }
    return sum;
  }

  /**
   * Conditional instance norm plus: alpha times the standardised channel mean is added to the
   * normalised pixels; then the scale gamma, then the shift beta.
   */
  private double[][][] norm(double[][][] x, String name) {
    int channels = x.length;
    double[] row = parameters.matrix(name + ".embedding")[level];
    double[][][] y = PlainLayers.instanceNorm(x);
    double[] means = PlainLayers.means(x);
    double mean = Arrays.stream(means).average().orElseThrow();
    double variance = Arrays.stream(means).map(v -> (v - mean) * (v - mean)).sum() / (channels - 1);
    for (int c = 0; c < channels; c++) {
      double gamma = row[c];
      double alpha = row[channels + c];
      double beta = row[2 * channels + c];
      double plus = (means[c] - mean) / Math.sqrt(variance + PlainLayers.EPSILON);
      y[c] = each(new double[][][] {y[c]}, v -> gamma * (v + alpha * plus) + beta)[0];
    }
    return y;
  }

  private static double[][][] elu(double[][][] x) {
    return each(x, PlainLayers::elu);
  }

  private double[][][] conv(double[][][] x, String name, int dilation) {
    return sameSize(x, name, parameters.vector(name + ".bias"), dilation);
  }

  private double[][][] unbiased(double[][][] x, String name) {
    return sameSize(x, name, null, 1);
  }

  private double[][][] sameSize(double[][][] x, String name, double[] bias, int dilation) {
    double[][][][] kernel = parameters.kernel(name + ".weight");
    int border = dilation * (kernel[0][0].length / 2);
    return PlainLayers.convolution(x, kernel, bias, 1, border, dilation);
  }
}
