package vaelab.experiments.comparison;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import vaelab.basis.LangevinSchedule;
import vaelab.basis.LikelihoodGradient;
import vaelab.basis.NoiseLevels;
import vaelab.basis.Stability;
import vaelab.plot.Curves;
import vaelab.plot.Panels;

/**
 * Why BASIS with the released script's c = 2 diverges for four sources: by what a step multiplies
 * the residual between the sum of the sources and the mixture ({@link Stability}).
 */
public final class StabilityFigure {
  private static final LangevinSchedule SCHEDULE = LangevinSchedule.SEPARATION;
  private static final int MOST_SOURCES = 7;
  private static final int WIDTH = 480;
  private static final int HEIGHT = 400;

  private StabilityFigure() {}

  /**
   * The figure, for the released step sizes.
   *
   * @return two panels: the factor by K with the range in which residuals shrink, and the
   *     residual's size over the steps of a noise level
   */
  public static BufferedImage paint() {
    double[] sources = IntStream.rangeClosed(1, MOST_SOURCES).asDoubleStream().toArray();
    Curves factor =
        Curves.titled("A step multiplies the residual by")
            .x("K, number of sources")
            .y("1 - 0.3 c K")
            .size(WIDTH, HEIGHT);
    for (LikelihoodGradient gradient : LikelihoodGradient.values()) {
      Stability stability = of(gradient);
      double[] factors =
          IntStream.rangeClosed(1, MOST_SOURCES).mapToDouble(stability::factor).toArray();
      factor.curve("c = " + gradient.factor(), sources, factors);
    }
    String range = "residuals shrink between 1 and -1";
    Curves size =
        Curves.titled("Size of the residual within one level")
            .x("step")
            .y("log10 of |1 - 0.3 c K| ^ steps")
            .size(WIDTH, HEIGHT)
            .yRange(-10d, null);
    for (Residual residual : residuals()) {
      size.curve(residual.label(), residual.steps(), residual.size());
    }
    return Panels.row(factor.reference(range, 1).reference(range, -1).build(), size.build());
  }

  private static Stability of(LikelihoodGradient gradient) {
    return new Stability(NoiseLevels.RELEASED, SCHEDULE, gradient);
  }

  /**
   * A residual over the steps of a noise level.
   *
   * @param label factor c and number of sources K
   * @param steps numbers of steps, from 0
   * @param size log10 of what the residual is then multiplied by
   */
  record Residual(String label, double[] steps, double[] size) {

    private static Residual of(LikelihoodGradient gradient, int k) {
      int[] steps = IntStream.rangeClosed(0, 10).map(i -> i * SCHEDULE.steps() / 10).toArray();
      Stability stability = StabilityFigure.of(gradient);
      return new Residual(
          "c = %d, K = %d".formatted(gradient.factor(), k),
          Arrays.stream(steps).asDoubleStream().toArray(),
          Arrays.stream(steps).mapToDouble(n -> Math.log10(stability.growth(k, n))).toArray());
    }
  }

  /** The curves of the second panel. */
  static List<Residual> residuals() {
    return List.of(
        Residual.of(LikelihoodGradient.PAPER, 4),
        Residual.of(LikelihoodGradient.RELEASED_MNIST, 3),
        Residual.of(LikelihoodGradient.RELEASED_MNIST, 4));
  }
}
