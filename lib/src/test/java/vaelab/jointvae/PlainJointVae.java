package vaelab.jointvae;

import static vaelab.nn.PlainLayers.each;

import java.util.Arrays;
import vaelab.nn.PlainLayers;
import vaelab.nn.PlainParameters;

/**
 * JointVAE's encoder and decoder once more, in loops over plain arrays, image by image: written
 * from the released list of layers, three convolutions each way, not from the code under test.
 */
final class PlainJointVae {
  private final PlainParameters parameters;
  private final JointVaeSizes sizes;

  PlainJointVae(JointVaeSizes sizes, PlainParameters parameters) {
    this.sizes = sizes;
    this.parameters = parameters;
  }

  /** Means, logarithms of variances, logarithms of the categories' probabilities. */
  record Posterior(double[] nu, double[] logTau, double[] logAlpha) {}

  Posterior encode(double[][][] image) {
    double[][][] h = image;
    for (String name : new String[] {"01", "03", "05"}) {
      String layer = "encoder." + name + "Conv2d_";
      double[] bias = parameters.vector(layer + "bias");
      h = relu(PlainLayers.convolution(h, parameters.kernel(layer + "weight"), bias, 2, 1, 1));
    }
    double[] hidden = relu(linear(PlainLayers.flat(h), "encoder.08"));
    double[] heads = linear(hidden, "encoder.10");
    int z = sizes.latent();
    double[] logits = Arrays.copyOfRange(heads, 2 * z, heads.length);
    double total = Arrays.stream(logits).map(Math::exp).sum();
    return new Posterior(
        Arrays.copyOf(heads, z),
        Arrays.copyOfRange(heads, z, 2 * z),
        Arrays.stream(logits).map(v -> v - Math.log(total)).toArray());
  }

  /** The image of continuous latents and a point of the simplex, in this order. */
  double[][][] decode(double[] z, double[] c) {
    double[] both = Arrays.copyOf(z, z.length + c.length);
    System.arraycopy(c, 0, both, z.length, c.length);
    double[] wide = relu(linear(relu(linear(both, "decoder.01")), "decoder.03"));
    int side = sizes.side() / 8;
    double[][][] first = PlainLayers.image(wide, 0, wide.length / (side * side), side, side);
    double[][][] second = relu(enlarge(first, "decoder.06"));
    double[][][] third = relu(enlarge(second, "decoder.08"));
    return each(enlarge(third, "decoder.10"), PlainLayers::sigmoid);
  }

  private double[][][] enlarge(double[][][] x, String place) {
    String layer = place + "TransposedConvolution_";
    return PlainLayers.transposedConvolution(
        x, parameters.kernel(layer + "weight"), parameters.vector(layer + "bias"), 2, 1);
  }

  private double[] linear(double[] x, String place) {
    String layer = place + "Linear_";
    return PlainLayers.linear(
        x, parameters.matrix(layer + "weight"), parameters.vector(layer + "bias"));
  }

  private static double[][][] relu(double[][][] x) {
    return each(x, PlainLayers::relu);
  }

  private static double[] relu(double[] x) {
    return Arrays.stream(x).map(PlainLayers::relu).toArray();
  }
}
