package vaelab.experiments;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import vaelab.data.Images;
import vaelab.data.LabelledImages;
import vaelab.msvae.MsVae;
import vaelab.msvae.Stream;
import vaelab.nn.DiagonalGaussian;
import vaelab.plot.ImageGrid;
import vaelab.tensor.GradMode;

/** Unseen images beside what the pretrained experts make of them. */
final class ExpertFigure {
  private ExpertFigure() {}

  /**
   * Draws the figure.
   *
   * @param experts one a class
   * @param classes class of each
   * @param unseen images that no expert was trained on
   * @param count images of each class
   * @return grid: input and reconstruction, a pair of rows an expert
   */
  static BufferedImage of(
      List<MsVae> experts, List<Integer> classes, LabelledImages unseen, int count) {
    ImageGrid grid =
        ImageGrid.of(unseen.images().height(), unseen.images().width())
            .range(0, 1)
            .scale(2)
            .title("Experts: unseen digits and their reconstructions");
    for (int h = 0; h < experts.size(); h++) {
      Images images = unseen.ofClass(classes.get(h)).images();
      int[] first = new int[Math.min(count, images.count())];
      Arrays.setAll(first, i -> i);
      float[] x = images.select(first).pixels();
      grid.row("digit " + classes.get(h), rows(x, images.dim()));
      grid.row("expert", rows(reconstruct(experts.get(h), x), images.dim()));
    }
    return grid.build();
  }

  /** Posterior mean of z through the decoder. */
  private static float[] reconstruct(MsVae expert, float[] x) {
    int dim = expert.sizes().dim();
    try (GradMode off = GradMode.off();
        NDManager scope = expert.manager().newSubManager()) {
      Stream stream = expert.streams().get(0);
      ParameterStore store = new ParameterStore(scope, false);
      NDArray input = scope.create(x, new Shape(x.length / dim, dim));
      DiagonalGaussian q = stream.encoder().encode(store, input, false);
      return stream.decoder().decode(store, q.nu(), false).toFloatArray();
    }
  }

  private static float[][] rows(float[] values, int dim) {
    float[][] rows = new float[values.length / dim][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * dim, (i + 1) * dim));
    return rows;
  }
}
