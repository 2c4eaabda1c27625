package vaelab.metrics;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Pairs of 28 x 28 images by formula, with scores that were computed elsewhere: printed by
 * src/test/resources/vaelab/metrics/image_scores.py, which names the libraries that agree.
 */
enum ReferenceVectors {
  NOISE(18.409878641421, 0.888883843698, 0.886250967629, 0.887502427390),
  SHIFTED_RING(13.593029251881, 0.711982384946, 0.672344909391, 0.690239751508),
  HALF_RING(13.752609720764, 0.662072337253, 0.658460636230, 0.740749313261),
  RING_AND_AVERAGE(13.366200701501, 0.613414992201, 0.550370588795, 0.715212708672),
  BAR_AND_AVERAGE(13.366200701501, 0.262734136978, 0.251439341679, 0.447715162138),
  RING_AND_BAR(7.345600788222, 0.029204421343, -0.010174572992, 0.258703333457),
  RING_AND_BLACK(7.732009807484, 0.050192876493, 0.030767600598, 0.226513209573),
  EQUAL(Double.POSITIVE_INFINITY, 1.000000000000, 1.000000000000, 1.000000000000),
  TWO_GREYS(6.020599913280, 0.600063989762, 0.600063989762, 0.600063989762),
  RING_AND_MIXTURE(12.659271326341, 0.809988875085, 0.736186675346, 0.860704584291);

  static final int SIDE = 28;

  final double psnr;
  final double uniform;
  final double gaussian;
  final double mirrored;

  ReferenceVectors(double psnr, double uniform, double gaussian, double mirrored) {
    this.psnr = psnr;
    this.uniform = uniform;
    this.gaussian = gaussian;
    this.mirrored = mirrored;
  }

  double ssim(StructuralSimilarity convention) {
    return switch (convention) {
      case UNIFORM_7 -> uniform;
      case GAUSSIAN_11 -> gaussian;
      case GAUSSIAN_11_MIRRORED -> mirrored;
    };
  }

  double[] x() {
    return switch (this) {
      case NOISE -> noise()[0];
      case BAR_AND_AVERAGE -> bar();
      case TWO_GREYS -> grey(0.25);
      default -> ring();
    };
  }

  double[] y() {
    double[] ring = ring();
    double[] bar = bar();
    return switch (this) {
      case NOISE -> noise()[1];
      case SHIFTED_RING -> pixels(p -> p % SIDE == 0 ? 0 : ring[p - 1]);
      case HALF_RING -> pixels(p -> ring[p] / 2);
      case RING_AND_AVERAGE, BAR_AND_AVERAGE -> pixels(p -> (ring[p] + bar[p]) / 2);
      case RING_AND_BAR -> bar;
      case RING_AND_BLACK -> grey(0);
      case EQUAL -> ring;
      case TWO_GREYS -> grey(0.75);
      case RING_AND_MIXTURE -> pixels(p -> ring[p] + bar[p]);
    };
  }

  /** A soft circle in the middle. */
  static double[] ring() {
    return pixels(p -> clip(2 - Math.abs(Math.hypot(p / SIDE - 13.5, p % SIDE - 13.5) - 8)));
  }

  /** A soft vertical stroke right of the middle. */
  static double[] bar() {
    return pixels(p -> p / SIDE >= 4 && p / SIDE <= 23 ? clip(1.75 - Math.abs(p % SIDE - 14)) : 0);
  }

  static double[] grey(double value) {
    return pixels(p -> value);
  }

  static double[] pixels(IntToDoubleFunction pixel) {
    return IntStream.range(0, SIDE * SIDE).mapToDouble(pixel).toArray();
  }

  private static double clip(double value) {
    return Math.min(1, Math.max(0, value));
  }

  /** Uniform noise, and the same with 30 % of it replaced. */
  private static double[][] noise() {
    long[] state = {12345};
    IntToDoubleFunction draw =
        p -> {
          state[0] = (1_103_515_245L * state[0] + 12345) & 0x7fffffff;
          return state[0] / 0x1p31;
        };
    double[] a = pixels(draw);
    double[] b = pixels(p -> 0.7 * a[p] + 0.3 * draw.applyAsDouble(p));
    return new double[][] {a, b};
  }
}
