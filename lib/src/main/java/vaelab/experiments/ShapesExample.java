package vaelab.experiments;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vaelab.data.LabelledImages;
import vaelab.data.MixtureFiles;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
import vaelab.data.Shapes;
import vaelab.data.SourceFiles;
import vaelab.metrics.StateAccuracy;
import vaelab.msvae.Inference;
import vaelab.msvae.MsVae;
import vaelab.msvae.Reconstruction;
import vaelab.plot.Cell;
import vaelab.plot.ImageGrid;

/**
 * Own sources that are not digits: bars, rings and crosses drawn by code, in the files that a user
 * would bring, with a ground truth to compare with.
 */
public final class ShapesExample {
  private static final int SIDE = 16;
  private static final double[] PI = {0.4, 0.4, 0.4};
  private static final double B = 0.05;

  private final Path folder;
  private final Mixtures unseen;

  private ShapesExample(Path folder, Mixtures unseen) {
    this.folder = folder;
    this.unseen = unseen;
  }

  /**
   * Draws the shapes and writes {@code bars.npy}, {@code rings.npy}, {@code crosses.npy} and {@code
   * mixtures.npy}.
   *
   * @param folder where; made if missing
   * @param images shapes of each kind, at least 2
   * @param mixtures number of mixtures
   * @param seed seed of shapes and mixtures
   * @return the example
   * @throws IOException if a file cannot be written
   */
  public static ShapesExample write(Path folder, int images, int mixtures, long seed)
      throws IOException {
    LabelledImages shapes = Shapes.generate(images, SIDE, SIDE, seed);
    SourceFiles.write(folder, shapes, Shapes.NAMES);
    int[] classes = {0, 1, 2};
    MixtureFiles.write(folder, MixtureGenerator.bernoulli(shapes, classes, PI, B, mixtures, seed));
    LabelledImages others = Shapes.generate(images, SIDE, SIDE, seed + 1);
    return new ShapesExample(
        folder, MixtureGenerator.bernoulli(others, classes, PI, B, mixtures / 2, seed + 1));
  }

  /**
   * The same in the number that a scale has time for: 1,000 shapes of each kind and 4,000 mixtures.
   *
   * @param folder where; made if missing
   * @param scale smoke, quick or paper, the last two alike
   * @param seed seed of shapes and mixtures
   * @return the example
   * @throws IOException if a file cannot be written
   */
  public static ShapesExample write(Path folder, Scale scale, long seed) throws IOException {
    return scale == Scale.SMOKE ? write(folder, 60, 200, seed) : write(folder, 1_000, 4_000, seed);
  }

  /**
   * Small networks, trained for a few seconds.
   *
   * @param scale smoke, quick or paper, the last two alike
   * @param seed seed of weights and noise
   * @return settings of a training on {@link #read}
   */
  public static OwnSourcesConfig settings(Scale scale, long seed) {
    int epochs = scale == Scale.SMOKE ? 2 : 40;
    return OwnSourcesConfig.of(List.of(64, 32), 6, epochs, epochs / 2, 50, 2e-3, seed);
  }

  /**
   * The files, read as a user's own.
   *
   * @return sources and mixtures
   * @throws IOException if they cannot be read
   */
  public OwnData read() throws IOException {
    Map<String, Path> sources = new LinkedHashMap<>();
    Shapes.NAMES.forEach(name -> sources.put(name, folder.resolve(name + ".npy")));
    return OwnData.read(sources, folder.resolve(MixtureFiles.MIXTURES));
  }

  /**
   * Exact-state accuracy on mixtures of shapes that the model has not seen.
   *
   * @param model model trained on {@link #read}
   * @return share of right states, in [0, 1]
   */
  public double accuracy(MsVae model) {
    int[] states = new Inference(model).predict(unseen.x()).states();
    return StateAccuracy.of(states, unseen.states(), unseen.streams()).exact();
  }

  /**
   * Unseen mixtures and the shapes that the model finds in them.
   *
   * @param model model trained on {@link #read}
   * @param count number of mixtures
   * @return grid: mixture, reconstruction (framed green where the state is right), streams
   */
  public BufferedImage figure(MsVae model, int count) {
    int dim = unseen.dim();
    int shown = Math.min(count, unseen.count());
    Inference.Prediction p = new Inference(model).separate(Arrays.copyOf(unseen.x(), shown * dim));
    Reconstruction explained = new Reconstruction(model, p);
    int streams = unseen.streams();
    List<Cell> observed = new ArrayList<>();
    List<Cell> reconstructed = new ArrayList<>();
    List<List<Cell>> found = new ArrayList<>();
    for (int h = 0; h < streams; h++) {
      found.add(new ArrayList<>());
    }
    for (int n = 0; n < shown; n++) {
      for (int h = 0; h < streams; h++) {
        boolean active = p.isActive(n, h);
        float[] image = p.image(n, h, dim);
        found.get(h).add(active ? Cell.of(image) : Cell.EMPTY);
      }
      observed.add(Cell.of(unseen.mixture(n)));
      reconstructed.add(Cell.of(explained.of(n)).correct(p.states()[n] == unseen.state(n)));
    }
    ImageGrid grid =
        ImageGrid.of(SIDE, SIDE)
            .range(0, 1)
            .scale(3)
            .title("Own sources: bars, rings and crosses")
            .row("x", observed)
            .row("model", reconstructed);
    for (int h = 0; h < streams; h++) {
      grid.row(Shapes.NAMES.get(h), found.get(h));
    }
    return grid.build();
  }
}
