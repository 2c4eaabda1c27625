package vaelab.experiments.comparison;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import vaelab.data.Images;
import vaelab.jointvae.Decodings;
import vaelab.jointvae.Encodings;
import vaelab.jointvae.JointVae;
import vaelab.metrics.CategoryMapping;
import vaelab.plot.Cell;
import vaelab.plot.ImageGrid;

/** What the categories and latents of JointVAE stand for (Dupont 2018, Fig. 4). */
public final class SingleDigitsFigures {
  /** Quantiles of N(0, 1) from 5 % to 95 %, as released. */
  private static final double[] SWEEP = {
    -1.64, -1.28, -0.84, -0.52, -0.25, 0, 0.25, 0.52, 0.84, 1.28, 1.64
  };

  private final SingleDigits run;

  /**
   * Figures of an experiment whose JointVAEs are trained.
   *
   * @param run the experiment
   */
  public SingleDigitsFigures(SingleDigits run) {
    this.run = run;
  }

  /**
   * Every category under a sweep of the latent that says most about an image.
   *
   * @param seed which of the trainings, from 0
   * @return grid: one row a category, named by the digit that it is taken for
   * @throws IOException if the model cannot be read
   */
  public BufferedImage traversals(int seed) throws IOException {
    try (JointVae model = run.training().load(seed)) {
      Images images = SingleDigits.enlarged(run.train().images());
      Encodings encodings = Encodings.of(model, images);
      int classes = model.sizes().categories();
      int[] digit =
          CategoryMapping.fit(encodings.categories(), run.train().labels(), classes).classOf();
      double[] kl = encodings.klOfLatents();
      int latent =
          IntStream.range(0, kl.length).boxed().max(Comparator.comparing(i -> kl[i])).orElseThrow();
      Images sweep = new Decodings(model).traversal(latent, SWEEP);
      ImageGrid grid =
          ImageGrid.of(sweep.height(), sweep.width())
              .scale(1)
              .title("z%d from -1.64 to 1.64".formatted(latent));
      IntStream.range(0, classes)
          .boxed()
          .sorted(Comparator.comparing(c -> digit[c]))
          .forEach(c -> grid.row("category %d: %d".formatted(c, digit[c]), row(sweep, c)));
      return grid.build();
    }
  }

  /**
   * Samples of the prior: the latents from N(0, I), all categories alike.
   *
   * @param count images a row
   * @return grid: one row a seed
   * @throws IOException if a model cannot be read
   */
  public BufferedImage samples(int count) throws IOException {
    ImageGrid grid = null;
    for (int i = 0; i < run.config().jointVae().size(); i++) {
      try (JointVae model = run.training().load(i)) {
        Images samples = new Decodings(model).samples(count, run.config().seed());
        if (grid == null) {
          grid = ImageGrid.of(samples.height(), samples.width()).scale(1);
        }
        List<Cell> cells =
            IntStream.range(0, count).mapToObj(n -> Cell.of(samples.image(n))).toList();
        grid.row("seed " + run.config().jointVae().get(i).seed(), cells);
      }
    }
    return grid.build();
  }

  private static List<Cell> row(Images sweep, int category) {
    return IntStream.range(0, SWEEP.length)
        .mapToObj(i -> Cell.of(sweep.image(category * SWEEP.length + i)))
        .toList();
  }
}
