package vaelab.experiments.comparison;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import vaelab.data.Mixtures;
import vaelab.experiments.MixtureCell;
import vaelab.metrics.Pairing;
import vaelab.metrics.StructuralSimilarity;
import vaelab.plot.Cell;
import vaelab.plot.Curves;
import vaelab.plot.ImageGrid;
import vaelab.plot.Panels;
import vaelab.separation.Separation;

/** The figures of the comparison (paper Fig. 3, and quality against time). */
public final class ComparisonFigures {
  private static final int WIDTH = 480;
  private static final int WIDTH_WITH_LEGEND = 760;
  private static final int HEIGHT = 480;

  private final Comparison run;
  private final ComparisonResult result;

  /**
   * Figures of a comparison.
   *
   * @param run the experiment
   * @param result what {@link Comparison#result} gave
   */
  public ComparisonFigures(Comparison run, ComparisonResult result) {
    this.run = run;
    this.result = result;
  }

  /**
   * Mixtures of K digits and what every measured system makes of them (Fig. 3, one panel).
   *
   * @param k number of digits
   * @param count number of mixtures, of which those whose estimates are kept are shown
   * @return grid: mixture, true digits, then K rows a system, paired with the true digits
   * @throws IOException if the estimates cannot be read
   */
  public BufferedImage separations(int k, int count) throws IOException {
    Mixtures test = run.testMixtures(k);
    Separation truth = run.test().truth(k, Math.min(count, Comparison.SHOWN));
    ImageGrid grid =
        ImageGrid.of(test.height(), test.width())
            .range(0, 1)
            .scale(1)
            .title("K = " + k)
            .row("x", mixtures(test, truth.count()));
    rows(grid, "digits", truth);
    for (String system : result.systems()) {
      if (result.score(system, k).isPresent()) {
        Separation estimate = run.files().readEstimates(system, k);
        // A slow system may have been measured on fewer mixtures.
        int kept = Math.min(truth.count(), estimate.count());
        rows(grid, system, paired(estimate, run.test().truth(k, kept), test));
      }
    }
    return grid.build();
  }

  private static List<Cell> mixtures(Mixtures test, int count) {
    return IntStream.range(0, count).mapToObj(n -> MixtureCell.of(test.mixture(n))).toList();
  }

  /** K rows of cells, the first with the name of the system. */
  private static void rows(ImageGrid grid, String name, Separation separation) {
    for (int i = 0; i < separation.k(); i++) {
      grid.row(
          i == 0 ? name : "", cells(separation.sources(), separation.dim(), i, separation.k()));
    }
  }

  /** Images number offset, offset + stride, ... */
  private static List<Cell> cells(float[] images, int dim, int offset, int stride) {
    List<Cell> cells = new ArrayList<>();
    for (int i = offset; (i + 1) * dim <= images.length; i += stride) {
      cells.add(Cell.of(Arrays.copyOfRange(images, i * dim, (i + 1) * dim)));
    }
    return cells;
  }

  /** Estimates in the order of the digits that they are scored against. */
  private static Separation paired(Separation estimate, Separation truth, Mixtures test) {
    int k = truth.k();
    int dim = truth.dim();
    float[] sorted = new float[truth.sources().length];
    for (int n = 0; n < truth.count(); n++) {
      int[] reference =
          Pairing.best(
              StructuralSimilarity.UNIFORM_7.matrix(
                  stack(estimate, n), stack(truth, n), test.height(), test.width()));
      for (int i = 0; i < k; i++) {
        System.arraycopy(
            estimate.sources(), (n * k + i) * dim, sorted, (n * k + reference[i]) * dim, dim);
      }
    }
    return new Separation(sorted, truth.count(), k, dim);
  }

  private static double[][] stack(Separation separation, int n) {
    double[][] stack = new double[separation.k()][separation.dim()];
    for (int i = 0; i < separation.k(); i++) {
      for (int d = 0; d < separation.dim(); d++) {
        stack[i][d] = separation.sources()[(n * separation.k() + i) * separation.dim() + d];
      }
    }
    return stack;
  }

  /**
   * Quality of the refined, masked model against the time it takes, from the plain one on.
   *
   * @return two panels: PSNR and SSIM
   */
  public BufferedImage qualityAgainstTime() {
    Curves psnr = Curves.titled("PSNR").x("time / (ms an image)").y("PSNR / dB");
    Curves ssim = Curves.titled("SSIM").x("time / (ms an image)").y("SSIM");
    int[] states =
        result.knob().stream()
            .filter(p -> p.steps() > 0)
            .mapToInt(ComparisonResult.KnobPoint::states)
            .distinct()
            .sorted()
            .toArray();
    for (int k : run.config().ks()) {
      for (int tried : states) {
        List<ComparisonResult.KnobPoint> points =
            result.knob().stream()
                .filter(p -> p.k() == k && (p.states() == tried || p.steps() == 0))
                .toList();
        String name = "K = %d, %d state%s".formatted(k, tried, tried == 1 ? "" : "s");
        double[] time = points.stream().mapToDouble(p -> 1000 * p.seconds()).toArray();
        int[] order =
            IntStream.range(0, time.length)
                .boxed()
                .sorted((a, b) -> Double.compare(time[a], time[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] sorted = Arrays.stream(order).mapToDouble(i -> time[i]).toArray();
        psnr.curve(
            name, sorted, Arrays.stream(order).mapToDouble(i -> points.get(i).psnr()).toArray());
        ssim.curve(
            name, sorted, Arrays.stream(order).mapToDouble(i -> points.get(i).ssim()).toArray());
      }
    }
    return Panels.row(psnr.build(), ssim.build());
  }

  /**
   * Quality of all systems against the time that a mixture takes them, first inference run, on the
   * first mixtures, which all of them were scored on.
   *
   * @return two panels, PSNR and SSIM, with a line a system from K = 2 to the largest K that it was
   *     measured at, in the colour of its method; the time axis is logarithmic
   */
  public BufferedImage systemsAgainstTime() {
    Curves psnr = timeAxis("PSNR", "PSNR / dB").withoutLegend();
    Curves ssim = timeAxis("SSIM", "SSIM").size(WIDTH_WITH_LEGEND, HEIGHT);
    for (MethodResult method : result.methods()) {
      psnr.family();
      ssim.family();
      for (String system : method.systems()) {
        List<SystemScore> scores =
            run.config().ks().stream().flatMap(k -> result.score(system, k).stream()).toList();
        double[] time = scores.stream().mapToDouble(s -> 1000 * s.secondsBatch()).toArray();
        psnr.curve(system, time, scores.stream().mapToDouble(SystemScore::leadingPsnr).toArray());
        ssim.curve(system, time, scores.stream().mapToDouble(SystemScore::leadingSsim).toArray());
      }
    }
    return Panels.row(psnr.build(), ssim.build());
  }

  private static Curves timeAxis(String title, String quantity) {
    return Curves.titled(title)
        .x("time / (ms an image, in batches)")
        .y(quantity)
        .size(WIDTH, HEIGHT)
        .logarithmicX();
  }

  /**
   * Images that each generative prior of single digits holds for likely.
   *
   * @return grid: some rows a method
   * @throws IOException if they cannot be read
   */
  public BufferedImage priors() throws IOException {
    Mixtures any = run.testMixtures(run.config().ks().get(0));
    ImageGrid grid = ImageGrid.of(any.height(), any.width()).scale(1);
    for (MethodResult method : result.methods()) {
      for (String label : method.priors()) {
        float[] images = run.files().readPrior(method.method(), label);
        grid.row(label, cells(images, any.dim(), 0, 1));
      }
    }
    return grid.build();
  }
}
