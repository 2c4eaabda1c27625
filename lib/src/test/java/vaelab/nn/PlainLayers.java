package vaelab.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Layers by their definitions, in loops over plain arrays: what networks are tested against. An
 * image is [channel][row][column]; nothing knows of batches.
 */
public final class PlainLayers {
  /** What PyTorch's normalisations add to a variance. */
  public static final double EPSILON = 1e-5;

  private PlainLayers() {}

  /**
   * Convolution (cross-correlation) of an image that zeros surround.
   *
   * @param x image of C channels
   * @param kernel [output channel][input channel][row][column]
   * @param bias for each output channel, or {@code null}
   * @param stride pixels from one output to the next
   * @param padding zeros on each side
   * @param dilation pixels from one tap to the next
   * @return image with a channel for each kernel
   */
  public static double[][][] convolution(
      double[][][] x, double[][][][] kernel, double[] bias, int stride, int padding, int dilation) {
    assertEquals(x.length, kernel[0].length, "channels of a convolution");
    int size = kernel[0][0].length;
    int reach = dilation * (size - 1) + 1;
    int height = (x[0].length + 2 * padding - reach) / stride + 1;
    int width = (x[0][0].length + 2 * padding - reach) / stride + 1;
    double[][][] y = new double[kernel.length][height][width];
    for (int out = 0; out < kernel.length; out++) {
      for (int i = 0; i < height; i++) {
        for (int j = 0; j < width; j++) {
          double sum = bias == null ? 0 : bias[out];
          for (int in = 0; in < x.length; in++) {
            for (int u = 0; u < size; u++) {
              for (int v = 0; v < size; v++) {
                int row = i * stride - padding + u * dilation;
                int column = j * stride - padding + v * dilation;
                sum += kernel[out][in][u][v] * pixel(x[in], row, column);
              }
            }
          }
          y[out][i][j] = sum;
        }
      }
    }
    return y;
  }

  private static double pixel(double[][] x, int row, int column) {
    boolean inside = row >= 0 && row < x.length && column >= 0 && column < x[0].length;
    return inside ? x[row][column] : 0;
  }

  /**
   * Transposed convolution: every input pixel adds its kernel to the outputs from stride times its
   * position on; then the border is cut off.
   *
   * @param x image of C channels
   * @param kernel [input channel][output channel][row][column]
   * @param bias for each output channel
   * @param stride pixels from one input's outputs to the next one's
   * @param padding what is cut off on each side
   * @return image with as many channels as there are biases
   */
  public static double[][][] transposedConvolution(
      double[][][] x, double[][][][] kernel, double[] bias, int stride, int padding) {
    assertEquals(x.length, kernel.length, "channels of a transposed convolution");
    int size = kernel[0][0].length;
    int height = (x[0].length - 1) * stride + size - 2 * padding;
    int width = (x[0][0].length - 1) * stride + size - 2 * padding;
    double[][][] y = new double[bias.length][height][width];
    for (int out = 0; out < y.length; out++) {
      for (double[] row : y[out]) {
        Arrays.fill(row, bias[out]);
      }
      for (int in = 0; in < x.length; in++) {
        for (int i = 0; i < x[0].length * size; i++) {
          for (int j = 0; j < x[0][0].length * size; j++) {
            int row = i / size * stride + i % size - padding;
            int column = j / size * stride + j % size - padding;
            if (row >= 0 && row < height && column >= 0 && column < width) {
              y[out][row][column] +=
                  x[in][i / size][j / size] * kernel[in][out][i % size][j % size];
            }
          }
        }
      }
    }
    return y;
  }

  /**
   * Means over windows. Zeros that surround the image count as pixels.
   *
   * @param x image
   * @param window height and width of the windows
   * @param stride pixels from one window to the next
   * @param padding zeros on each side
   * @return image of the means
   */
  public static double[][][] meanPooling(double[][][] x, int window, int stride, int padding) {
    double[][] one = new double[window][window];
    for (double[] row : one) {
      Arrays.fill(row, 1.0 / (window * window));
    }
    return Stream.of(x)
        .map(
            channel ->
                convolution(
                    new double[][][] {channel},
                    new double[][][][] {{one}},
                    null,
                    stride,
                    padding,
                    1)[0])
        .toArray(double[][][]::new);
  }

  /**
   * Bilinear interpolation in which the corners of the input become those of the output.
   *
   * @param x image, at least 2 x 2
   * @param height rows of the output
   * @param width columns of the output
   * @return image of the new size
   */
  public static double[][][] interpolate(double[][][] x, int height, int width) {
    double[][][] y = new double[x.length][height][width];
    for (int i = 0; i < height; i++) {
      double down = i * (x[0].length - 1) / (height - 1.0);
      int row = Math.min((int) down, x[0].length - 2);
      for (int j = 0; j < width; j++) {
        double along = j * (x[0][0].length - 1) / (width - 1.0);
        int column = Math.min((int) along, x[0][0].length - 2);
        for (int c = 0; c < x.length; c++) {
          double upper = between(x[c][row], column, along - column);
          double lower = between(x[c][row + 1], column, along - column);
          y[c][i][j] = upper + (down - row) * (lower - upper);
        }
      }
    }
    return y;
  }

  private static double between(double[] line, int left, double share) {
    return (1 - share) * line[left] + share * line[left + 1];
  }

  /**
   * Batch normalisation on statistics that are given.
   *
   * @param x image
   * @param scale gamma of each channel
   * @param shift beta of each channel
   * @param mean running mean of each channel
   * @param variance running variance of each channel
   * @return image of the same size
   */
  public static double[][][] batchNorm(
      double[][][] x, double[] scale, double[] shift, double[] mean, double[] variance) {
    double[][][] y = new double[x.length][][];
    for (int c = 0; c < x.length; c++) {
      double factor = scale[c] / Math.sqrt(variance[c] + EPSILON);
      double centre = mean[c];
      double base = shift[c];
      y[c] = each(new double[][][] {x[c]}, v -> (v - centre) * factor + base)[0];
    }
    return y;
  }

  /**
   * Every channel less its mean, over the standard deviation of its pixels.
   *
   * @param x image
   * @return image of the same size
   */
  public static double[][][] instanceNorm(double[][][] x) {
    double[] ones = new double[x.length];
    Arrays.fill(ones, 1);
    double[] variances = new double[x.length];
    double[] means = means(x);
    for (int c = 0; c < x.length; c++) {
      double mean = means[c];
      double[] pixels = flat(new double[][][] {x[c]});
      variances[c] =
          Arrays.stream(pixels).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    }
    return batchNorm(x, ones, new double[x.length], means, variances);
  }

  /**
   * Mean over the pixels of each channel.
   *
   * @param x image
   * @return a mean for each channel
   */
  public static double[] means(double[][][] x) {
    return Stream.of(x)
        .mapToDouble(
            channel -> Arrays.stream(flat(new double[][][] {channel})).average().orElseThrow())
        .toArray();
  }

  /**
   * A linear layer.
   *
   * @param x inputs
   * @param weight [output][input]
   * @param bias for each output
   * @return outputs
   */
  public static double[] linear(double[] x, double[][] weight, double[] bias) {
    double[] y = bias.clone();
    for (int out = 0; out < y.length; out++) {
      assertEquals(x.length, weight[out].length, "inputs of a linear layer");
      for (int in = 0; in < x.length; in++) {
        y[out] += weight[out][in] * x[in];
      }
    }
    return y;
  }

  /** Rectified linear unit. */
  public static double relu(double x) {
    return Math.max(0, x);
  }

  /** Leaky rectified linear unit with PyTorch's slope. */
  public static double leakyRelu(double x) {
    return x > 0 ? x : 0.01 * x;
  }

  /** Exponential linear unit. */
  public static double elu(double x) {
    return x > 0 ? x : Math.exp(x) - 1;
  }

  /** Logistic function. */
  public static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** A function of every pixel. */
  public static double[][][] each(double[][][] x, DoubleUnaryOperator function) {
    return Stream.of(x)
        .map(
            channel ->
                Stream.of(channel)
                    .map(row -> Arrays.stream(row).map(function).toArray())
                    .toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  /** Pixel by pixel. */
  public static double[][][] add(double[][][] a, double[][][] b) {
    double[] sum = flat(a);
    double[] other = flat(b);
    assertEquals(sum.length, other.length, "pixels of a sum");
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return image(sum, 0, a.length, a[0].length, a[0][0].length);
  }

  /** All pixels, channel by channel and row by row. */
  public static double[] flat(double[][][] x) {
    return Stream.of(x).flatMap(Stream::of).flatMapToDouble(Arrays::stream).toArray();
  }

  /** The same values in double precision. */
  public static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /** The image whose pixels begin at some place among others. */
  public static double[][][] image(double[] values, int from, int channels, int height, int width) {
    double[][][] x = new double[channels][height][width];
    for (int i = 0; i < channels * height; i++) {
      System.arraycopy(values, from + i * width, x[i / height][i % height], 0, width);
    }
    return x;
  }

  /**
   * Fails unless values agree as closely as may be asked, and vary enough for that to say
   * something.
   *
   * @param expected by definition
   * @param actual by the network
   * @param tolerance greatest difference, as a part of the expected values' standard deviation
   * @param what what they are, for messages
   */
  public static void assertClose(
      double[] expected, double[] actual, double tolerance, String what) {
    assertEquals(expected.length, actual.length, what);
    double mean = Arrays.stream(expected).average().orElseThrow();
    double square =
        Arrays.stream(expected).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double size = Math.sqrt(square);
    assertTrue(size > 0.02, what + " vary by no more than " + size);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], tolerance * size, what + ", value " + i);
    }
  }
}
