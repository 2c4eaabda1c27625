package vaelab.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The path of a pen as straight pieces {@code {x0, y0, x1, y1}}, short enough to look round.
 *
 * <p>Control points are joined by Catmull-Rom curves, cubic Bezier curves whose tangent at a point
 * is parallel to the line between its neighbours; a corner point ends one curve and begins the
 * next.
 */
final class PenPath {
  private static final int PIECES = 6;

  private final List<double[]> pieces = new ArrayList<>();

  /** Draws a stroke through its control points {@code {x, y, corner}}. */
  void draw(double[][] controls) {
    int start = 0;
    for (int i = 1; i < controls.length; i++) {
      if (controls[i][2] != 0 || i == controls.length - 1) {
        smooth(controls, start, i);
        start = i;
      }
    }
  }

  private void smooth(double[][] controls, int first, int last) {
    double[] pen = controls[first];
    for (int i = first; i < last; i++) {
      double[] before = controls[Math.max(first, i - 1)];
      double[] after = controls[Math.min(last, i + 2)];
      for (int step = 1; step <= PIECES; step++) {
        double t = (double) step / PIECES;
        double[] next = {
          curve(before[0], controls[i][0], controls[i + 1][0], after[0], t),
          curve(before[1], controls[i][1], controls[i + 1][1], after[1], t)
        };
        pieces.add(new double[] {pen[0], pen[1], next[0], next[1]});
        pen = next;
      }
    }
  }

  private static double curve(double before, double from, double to, double after, double t) {
    double a = -before + 3 * from - 3 * to + after;
    double b = 2 * before - 5 * from + 4 * to - after;
    double c = to - before;
    return 0.5 * (((a * t + b) * t + c) * t + 2 * from);
  }

  /** Scales so that the larger side of the ink is {@code side}, as MNIST was prepared. */
  void fitInto(double side) {
    double[] x = range(0);
    double[] y = range(1);
    double scale = side / Math.max(x[1] - x[0], y[1] - y[0]);
    for (double[] piece : pieces) {
      for (int i = 0; i < 4; i++) {
        piece[i] *= scale;
      }
    }
  }

  /** Moves the centre of mass of the ink to (x, y). */
  void centreAt(double x, double y) {
    double mass = 0;
    double sumX = 0;
    double sumY = 0;
    for (double[] p : pieces) {
      double length = Math.sqrt((p[2] - p[0]) * (p[2] - p[0]) + (p[3] - p[1]) * (p[3] - p[1]));
      mass += length;
      sumX += length * (p[0] + p[2]) / 2;
      sumY += length * (p[1] + p[3]) / 2;
    }
    for (double[] p : pieces) {
      p[0] += x - sumX / mass;
      p[2] += x - sumX / mass;
      p[1] += y - sumY / mass;
      p[3] += y - sumY / mass;
    }
  }

  /** Moves the path, as little as possible, so that it lies within [low, high] on both axes. */
  void keepWithin(double low, double high) {
    for (int axis = 0; axis < 2; axis++) {
      double[] range = range(axis);
      double shift = Math.max(0, low - range[0]) - Math.max(0, range[1] - high);
      for (double[] piece : pieces) {
        piece[axis] += shift;
        piece[axis + 2] += shift;
      }
    }
  }

  private double[] range(int axis) {
    double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (double[] piece : pieces) {
      range[0] = Math.min(range[0], Math.min(piece[axis], piece[axis + 2]));
      range[1] = Math.max(range[1], Math.max(piece[axis], piece[axis + 2]));
    }
    return range;
  }

  /**
   * Inks a square image, row-major: 1 within {@code radius} of the path, falling to 0 over {@code
   * soft} pixels. Pixel (row i, column j) has its centre at x = j, y = i.
   */
  void ink(float[] target, int offset, int side, double radius, double soft) {
    double reach = radius + soft / 2;
    for (double[] p : pieces) {
      int left = (int) Math.max(0, Math.ceil(Math.min(p[0], p[2]) - reach));
      int right = (int) Math.min(side - 1, Math.floor(Math.max(p[0], p[2]) + reach));
      int top = (int) Math.max(0, Math.ceil(Math.min(p[1], p[3]) - reach));
      int bottom = (int) Math.min(side - 1, Math.floor(Math.max(p[1], p[3]) + reach));
      for (int i = top; i <= bottom; i++) {
        for (int j = left; j <= right; j++) {
          double cover = Math.min(1, (reach - distance(p, j, i)) / soft);
          int at = offset + i * side + j;
          target[at] = Math.max(target[at], (float) cover);
        }
      }
    }
  }

  private static double distance(double[] p, double x, double y) {
    double dx = p[2] - p[0];
    double dy = p[3] - p[1];
    double length2 = dx * dx + dy * dy;
    double t = length2 == 0 ? 0 : ((x - p[0]) * dx + (y - p[1]) * dy) / length2;
    t = Math.max(0, Math.min(1, t));
    double ex = x - p[0] - t * dx;
    double ey = y - p[1] - t * dy;
    return Math.sqrt(ex * ex + ey * ey);
  }
}
