package vaelab.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The pen movements behind the ten digits: control points in a unit box, x to the right, y down.
 *
 * <p>A stroke is a list of points {@code {x, y, corner}}: the pen glides through them on a smooth
 * curve and turns sharply where {@code corner} is 1. Most digits are written in more than one way,
 * as people do; a draw chooses.
 */
final class DigitShapes {
  private static final double CORNER = 1;

  private DigitShapes() {}

  /** The strokes of one digit. The arrays are fresh: the caller may move the points. */
  static double[][][] strokes(int digit, Draws draws) {
    return switch (digit) {
      case 0 -> pen(ring(draws));
      case 1 -> one(draws);
      case 2 -> two(draws);
      case 3 -> three(draws);
      case 4 -> four(draws);
      case 5 -> five(draws);
      case 6 -> six(draws);
      case 7 -> seven(draws);
      case 8 -> eight(draws);
      case 9 -> nine(draws);
      default ->
          throw new IllegalArgumentException("Expected a digit from 0 to 9, found " + digit + ".");
    };
  }

  /** An ellipse that starts near the top, runs counter-clockwise and may end a little off. */
  private static double[][] ring(Draws draws) {
    double start = draws.between(-2.2, -0.9);
    double turn = draws.between(6.0, 6.9);
    double halfWidth = draws.between(0.28, 0.5);
    int points = 8;
    double[][] stroke = new double[points][];
    for (int i = 0; i < points; i++) {
      double angle = start - turn * i / (points - 1);
      stroke[i] = at(0.5 + halfWidth * StrictMath.cos(angle), 0.5 + 0.5 * StrictMath.sin(angle));
    }
    return stroke;
  }

  private static double[][][] one(Draws draws) {
    double way = draws.uniform();
    if (way < 0.65) {
      return pen(stroke(at(0.5, 0), at(0.5, 0.5), at(0.5, 1)));
    }
    double[][] flagged = stroke(at(0.32, 0.2), corner(0.52, 0), at(0.52, 0.5), at(0.52, 1));
    return way < 0.85
        ? pen(flagged)
        : pen(flagged, stroke(at(0.28, 1), at(0.52, 1), at(0.78, 0.99)));
  }

  private static double[][][] two(Draws draws) {
    return draws.chance(0.55)
        ? pen(
            stroke(
                at(0.12, 0.24),
                at(0.32, 0.02),
                at(0.66, 0.06),
                at(0.72, 0.32),
                at(0.46, 0.66),
                corner(0.08, 0.97),
                at(0.45, 0.95),
                at(0.86, 0.98)))
        : pen(
            stroke(
                at(0.12, 0.22),
                at(0.36, 0.01),
                at(0.68, 0.08),
                at(0.70, 0.36),
                at(0.48, 0.72),
                at(0.20, 0.98),
                at(0.06, 0.86),
                at(0.24, 0.74),
                at(0.52, 0.92),
                at(0.90, 0.94)));
  }

  private static double[][][] three(Draws draws) {
    double waist = draws.between(0.42, 0.52);
    double notch = draws.between(0.30, 0.46);
    return pen(
        stroke(
            at(0.14, 0.12),
            at(0.42, 0.00),
            at(0.70, 0.14),
            at(0.62, waist - 0.12),
            corner(notch, waist),
            at(0.70, waist + 0.12),
            at(0.74, 0.80),
            at(0.46, 1.00),
            at(0.08, 0.88)));
  }

  private static double[][][] four(Draws draws) {
    double bar = draws.between(0.48, 0.64);
    if (draws.chance(0.6)) {
      return pen(
          stroke(at(0.16, 0.04), at(0.10, 0.3), corner(0.10, bar), at(0.45, bar), at(0.80, bar)),
          stroke(at(0.72, 0.0), at(0.68, 0.5), at(0.64, 1.0)));
    }
    return pen(
        stroke(at(0.60, 0.0), at(0.32, 0.32), corner(0.04, bar), at(0.45, bar), at(0.86, bar)),
        stroke(at(0.61, 0.0), at(0.61, 0.5), at(0.60, 1.0)));
  }

  private static double[][][] five(Draws draws) {
    double shoulder = draws.between(0.36, 0.46);
    double[][] body =
        stroke(
            at(0.26, 0.03),
            at(0.23, 0.2),
            corner(0.19, shoulder),
            at(0.48, shoulder - 0.03),
            at(0.74, 0.62),
            at(0.66, 0.90),
            at(0.36, 1.00),
            at(0.08, 0.90));
    double reach = draws.between(0.74, 0.98);
    return pen(body, stroke(at(0.26, 0.03), at(0.5, 0.03), at(reach, 0.01)));
  }

  private static double[][][] six(Draws draws) {
    double lean = draws.between(0.48, 0.76);
    double loop = draws.between(0.50, 0.62);
    return pen(
        stroke(
            at(lean, 0.00),
            at(0.30, 0.26),
            at(0.15, 0.64),
            at(0.26, 0.94),
            at(0.54, 0.98),
            at(0.70, 0.76),
            at(0.50, loop),
            at(0.22, 0.76)));
  }

  private static double[][][] seven(Draws draws) {
    double foot = draws.between(0.30, 0.52);
    double[][] hook =
        stroke(at(0.08, 0.10), at(0.42, 0.06), corner(0.80, 0.04), at(0.60, 0.42), at(foot, 1.0));
    return draws.chance(0.75)
        ? pen(hook)
        : pen(hook, stroke(at(0.34, 0.52), at(0.54, 0.50), at(0.76, 0.49)));
  }

  private static double[][][] eight(Draws draws) {
    double waist = draws.between(0.42, 0.52);
    return pen(
        stroke(
            at(0.70, 0.14),
            at(0.46, 0.00),
            at(0.22, 0.18),
            at(0.46, waist),
            at(0.72, 0.74),
            at(0.46, 1.00),
            at(0.20, 0.78),
            at(0.44, waist + 0.03),
            at(0.68, 0.24),
            at(0.66, 0.08)));
  }

  private static double[][][] nine(Draws draws) {
    List<double[]> points = new ArrayList<>();
    points.add(at(0.70, 0.14));
    points.add(at(0.44, 0.01));
    points.add(at(0.16, 0.24));
    points.add(at(0.36, 0.48));
    points.add(at(0.66, 0.30));
    points.add(corner(0.72, 0.08));
    if (draws.chance(0.6)) {
      points.add(at(0.68, 0.55));
      points.add(at(draws.between(0.46, 0.66), 1.0));
    } else {
      points.add(at(0.70, 0.60));
      points.add(at(0.56, 0.96));
      points.add(at(0.20, 0.92));
    }
    return pen(points.toArray(double[][]::new));
  }

  private static double[][][] pen(double[][]... strokes) {
    return strokes;
  }

  private static double[][] stroke(double[]... points) {
    return points;
  }

  private static double[] at(double x, double y) {
    return new double[] {x, y, 0};
  }

  private static double[] corner(double x, double y) {
    return new double[] {x, y, CORNER};
  }
}
