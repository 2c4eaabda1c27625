package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import vaelab.tensor.Constants;
import vaelab.tensor.GradMode;
import vaelab.tensor.GradientLeaves;
import vaelab.tensor.Hardware;
import vaelab.tensor.NoiseSource;

/**
 * NCSN's score network s(x, i) for images of one channel: a RefineNet with dilated convolutions and
 * norms that know the noise level (Song and Ermon, NeurIPS 2019, appendix A).
 *
 * <pre>
 *   begin      conv 1 to n                                              H x W
 *   res1       2 residual blocks, n                                     H x W
 *   res2       residual block that halves, residual block, 2n           H/2 x W/2
 *   res3, res4 2 residual blocks of dilation 2, of dilation 4, 2n       H/2 x W/2
 *   refine1    res4 to 2n                                               H/2 x W/2
 *   refine2    res3 and refine1 to 2n                                   H/2 x W/2
 *   refine3    res2 and refine2 to n                                    H/2 x W/2
 *   refine4    res1 and refine3 to n                                    H x W
 *   end        norm, ELU, conv n to 1                                   H x W
 * </pre>
 *
 * <p>Images are for themselves: no norm takes statistics over the batch, so a batch may be cut
 * anywhere.
 */
public final class ScoreNetwork implements AutoCloseable {
  private final NDManager manager;
  private final ScoreNetworkSizes sizes;
  private final DataType type;
  private final Map<String, Parameter> parameters;
  private final Layer begin;
  private final Layer res1;
  private final Layer res2;
  private final Layer res3;
  private final Layer res4;
  private final RefineBlock refine1;
  private final RefineBlock refine2;
  private final RefineBlock refine3;
  private final RefineBlock refine4;
  private final Layer end;

  private ScoreNetwork(ScoreNetworkSizes sizes, DataType type, long seed) {
    this.sizes = sizes;
    this.type = type;
    manager = NDManager.newBaseManager(Hardware.device());
    ParameterSet set = new ParameterSet(manager, type, new NoiseSource(seed).generator(0, 0));
    ScoreLayers parts = new ScoreLayers(set, sizes.levels().count());
    int n = sizes.features();
    begin = Conv.biased(set.in("begin"), 1, n, 1);
    res1 = Layer.chain(parts.in("res1.0").residual(n, 1), parts.in("res1.1").residual(n, 1));
    res2 = Layer.chain(parts.in("res2.0").halving(n, 2 * n), parts.in("res2.1").residual(2 * n, 1));
    res3 = dilated(parts.in("res3"), 2 * n, 2);
    res4 = dilated(parts.in("res4"), 2 * n, 4);
    refine1 = new RefineBlock(parts.in("refine1"), 2 * n);
    refine2 = new RefineBlock(parts.in("refine2"), 2 * n, 2 * n, null, 1);
    refine3 = new RefineBlock(parts.in("refine3"), 2 * n, n, null, 1);
    int height = sizes.height();
    int width = sizes.width();
    Layer enlarge = Resampling.enlarge(set, height / 2, width / 2, height, width);
    refine4 = new RefineBlock(parts.in("refine4"), n, n, enlarge, 3);
    end = parts.in("end").end(n, 1);
    parameters = set.all();
  }

  private static Layer dilated(ScoreLayers parts, int channels, int dilation) {
    return Layer.chain(
        parts.in("0").dilating(channels, dilation), parts.in("1").residual(channels, dilation));
  }

  /**
   * A network with fresh weights: PyTorch's default for convolutions, as NCSN has it for norms.
   *
   * @param sizes sizes and noise levels
   * @param seed seed of the initial weights
   * @return a new network in float32 on the engine's device
   */
  public static ScoreNetwork create(ScoreNetworkSizes sizes, long seed) {
    return create(sizes, DataType.FLOAT32, seed);
  }

  /**
   * A network of a chosen type.
   *
   * @param sizes sizes and noise levels
   * @param type float32, or float64 for gradient checks
   * @param seed seed of the initial weights
   * @return a new network on the engine's device
   */
  public static ScoreNetwork create(ScoreNetworkSizes sizes, DataType type, long seed) {
    return new ScoreNetwork(sizes, type, seed);
  }

  /**
   * Scores of images at a noise level each.
   *
   * @param store parameters of this step
   * @param x images, (B, 1, H, W); [0, 1] without noise, mapped to [-1, 1] inside
   * @param levels noise level of each of the B images
   * @return scores, (B, 1, H, W), owned by the manager of {@code x}
   * @throws IllegalArgumentException if there is no such level
   */
  public NDArray forward(ParameterStore store, NDArray x, int[] levels) {
    Layer.Pass pass = new Layer.Pass(store, rows(x.getManager(), levels));
    try (NDArray centred = Constants.times(x, 2).subi(1);
        NDArray first = begin.forward(pass, centred)) {
      // Each refine block closes what it is given.
      NDArray layer1 = res1.forward(pass, first);
      NDArray layer2 = res2.forward(pass, layer1);
      NDArray layer3 = res3.forward(pass, layer2);
      NDArray refined = refine1.forward(pass, res4.forward(pass, layer3));
      refined = refine2.forward(pass, layer3, refined);
      refined = refine3.forward(pass, layer2, refined);
      try (NDArray last = refine4.forward(pass, layer1, refined)) {
        return end.forward(pass, last);
      }
    }
  }

  /** One row a level, with a one at its place. */
  private NDArray rows(NDManager scope, int[] levels) {
    int count = sizes.levels().count();
    float[] values = new float[levels.length * count];
    for (int b = 0; b < levels.length; b++) {
      sizes.levels().check(levels[b]);
      values[b * count + levels[b]] = 1;
    }
    NDArray rows = scope.create(values, new Shape(levels.length, count));
    return type == DataType.FLOAT32 ? rows : rows.toType(type, false);
  }

  /**
   * The network as a score of vectors of D pixels, for sampling. Nothing is recorded, and what a
   * call needs in between is freed before it returns. May be used by several threads.
   *
   * @return the score; it uses the network as it is at the time of each call
   */
  public Score score() {
    return new Score() {
      @Override
      public NoiseLevels levels() {
        return sizes.levels();
      }

      @Override
      public NDArray at(NDArray x, int level) {
        return scores(x, level);
      }
    };
  }

  private NDArray scores(NDArray x, int level) {
    long rows = x.getShape().get(0);
    if (!x.getShape().equals(new Shape(rows, sizes.dim()))) {
      throw new IllegalArgumentException(
          "Expected images of D=%d values, as the score network was trained on, found shape %s."
              .formatted(sizes.dim(), x.getShape()));
    }
    int[] levels = new int[Math.toIntExact(rows)];
    Arrays.fill(levels, level);
    try (GradMode off = GradMode.off();
        NDManager scope = x.getManager().newSubManager()) {
      NDArray images = x.reshape(rows, 1, sizes.height(), sizes.width());
      images.attach(scope);
      NDArray scores = forward(new GradientLeaves(scope, List.of()), images, levels);
      NDArray result = scores.reshape(rows, sizes.dim());
      result.attach(x.getManager());
      return result;
    }
  }

  /**
   * Sizes and noise levels.
   *
   * @return as it was created with
   */
  public ScoreNetworkSizes sizes() {
    return sizes;
  }

  /**
   * Type of all parameters.
   *
   * @return float32, or float64 for gradient checks
   */
  public DataType type() {
    return type;
  }

  /**
   * All parameters; all of them are trained.
   *
   * @return parameters by name, for example {@code res1.0.conv1.weight}
   */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /**
   * Number of trained values.
   *
   * @return 7,638,657 for the published sizes
   */
  public long size() {
    return parameters.values().stream().mapToLong(p -> p.getArray().size()).sum();
  }

  /**
   * Owner of the parameters; temporary tensors belong into sub-managers of it.
   *
   * @return the network's manager
   */
  public NDManager manager() {
    return manager;
  }

  /** Frees all parameters. */
  @Override
  public void close() {
    manager.close();
  }
}
