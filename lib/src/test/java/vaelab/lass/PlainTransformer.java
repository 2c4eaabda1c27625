package vaelab.lass;

import ai.djl.nn.Parameter;
import java.util.Map;

/** The transformer once more, in loops over plain arrays, position by position. */
final class PlainTransformer {
  private final PriorSizes sizes;
  private final Map<String, Parameter> parameters;

  PlainTransformer(PriorSizes sizes, Map<String, Parameter> parameters) {
    this.sizes = sizes;
    this.parameters = parameters;
  }

  double[][] logits(int[] inputs) {
    int width = sizes.width();
    double[] tokens = values("tokens");
    double[] positions = values("positions");
    double[][] x = new double[inputs.length][width];
    for (int t = 0; t < inputs.length; t++) {
      for (int i = 0; i < width; i++) {
        x[t][i] = tokens[inputs[t] * width + i] + positions[t * width + i];
      }
    }
    for (int layer = 0; layer < sizes.layers(); layer++) {
      String name = "layer" + layer + ".";
      double[][] attended = attention(x, name);
      for (int t = 0; t < x.length; t++) {
        double[] sum = add(x[t], attended[t]);
        double[] wide = linear(norm(sum, name + "beforeHidden"), name + "hidden");
        for (int i = 0; i < wide.length; i++) {
          wide[i] *= 0.5 * (1 + errorFunction(wide[i] / Math.sqrt(2)));
        }
        x[t] = add(sum, linear(wide, name + "output"));
      }
    }
    double[][] logits = new double[x.length][sizes.codes()];
    for (int t = 0; t < x.length; t++) {
      double[] last = norm(x[t], "last");
      for (int v = 0; v < sizes.codes(); v++) {
        for (int i = 0; i < width; i++) {
          logits[t][v] += last[i] * tokens[v * width + i];
        }
      }
    }
    return logits;
  }

  private double[][] attention(double[][] x, String name) {
    int width = sizes.width();
    int head = width / sizes.heads();
    double[][] all = new double[x.length][];
    double[][] result = new double[x.length][];
    for (int t = 0; t < x.length; t++) {
      all[t] = linear(norm(x[t], name + "beforeAttention"), name + "attention");
      double[] mixed = new double[width];
      for (int h = 0; h < sizes.heads(); h++) {
        double[] weights = new double[t + 1];
        double total = 0;
        for (int s = 0; s <= t; s++) {
          double score = 0;
          for (int i = h * head; i < (h + 1) * head; i++) {
            score += all[t][i] * all[s][width + i];
          }
          weights[s] = Math.exp(score / Math.sqrt(head));
          total += weights[s];
        }
        for (int s = 0; s <= t; s++) {
          for (int i = h * head; i < (h + 1) * head; i++) {
            mixed[i] += weights[s] / total * all[s][2 * width + i];
          }
        }
      }
      result[t] = linear(mixed, name + "projection");
    }
    return result;
  }

  private double[] norm(double[] x, String name) {
    double[] scale = values(name + ".scale");
    double[] shift = values(name + ".shift");
    double mean = 0;
    for (double v : x) {
      mean += v / x.length;
    }
    double variance = 0;
    for (double v : x) {
      variance += (v - mean) * (v - mean) / x.length;
    }
    double[] result = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * scale[i] + shift[i];
    }
    return result;
  }

  private double[] linear(double[] x, String name) {
    double[] weight = values(name + ".weight");
    double[] result = values(name + ".bias");
    for (int o = 0; o < result.length; o++) {
      for (int i = 0; i < x.length; i++) {
        result[o] += weight[o * x.length + i] * x[i];
      }
    }
    return result;
  }

  private static double[] add(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  /** Abramowitz and Stegun 7.1.26, error below 1.5e-7. */
  private static double errorFunction(double x) {
    double t = 1 / (1 + 0.3275911 * Math.abs(x));
    double p = 1.061405429;
    for (double a : new double[] {-1.453152027, 1.421413741, -0.284496736, 0.254829592}) {
      p = p * t + a;
    }
    return Math.signum(x) * (1 - p * t * Math.exp(-x * x));
  }

  private double[] values(String name) {
    return parameters.get(name).getArray().toDoubleArray();
  }
}
