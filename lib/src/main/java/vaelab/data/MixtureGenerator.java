package vaelab.data;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Draws mixtures from the generative model of the multi-stream VAE (arXiv 2510.15669, section 2),
 * with images of a pool as sources.
 *
 * <p>Three independent random sequences come from one seed: one for states, one for source images,
 * one for noise. So the noise-free set has the same states and sources as the noisy set of the same
 * seed, and a set of N mixtures begins like every longer one. Only draws that are the same on every
 * machine are used.
 */
public final class MixtureGenerator {
  private MixtureGenerator() {}

  /**
   * Mixtures in which every stream is active on its own.
   *
   * @param pool images to draw from
   * @param classes class of each stream
   * @param pi activity of each stream, strictly between 0 and 1
   * @param b scale of the Laplace noise, 0 for none
   * @param count number of mixtures
   * @param seed seed of all draws
   * @return the mixtures
   * @throws IllegalArgumentException when an argument is out of range or a class is not in the pool
   */
  public static Mixtures bernoulli(
      LabelledImages pool, int[] classes, double[] pi, double b, int count, long seed) {
    return generate(pool, config(classes, Activity.Bernoulli.of(pi), b, count, seed));
  }

  /**
   * Mixtures of exactly K distinct streams, every choice equally likely.
   *
   * @param pool images to draw from
   * @param classes class of each stream
   * @param k number of active streams, 0 to the number of classes
   * @param b scale of the Laplace noise, 0 for none
   * @param count number of mixtures
   * @param seed seed of all draws
   * @return the mixtures
   * @throws IllegalArgumentException when an argument is out of range or a class is not in the pool
   */
  public static Mixtures fixedK(
      LabelledImages pool, int[] classes, int k, double b, int count, long seed) {
    return generate(pool, config(classes, new Activity.FixedK(classes.length, k), b, count, seed));
  }

  /**
   * Mixtures by description.
   *
   * @param pool images to draw from; held by the result, which takes its sources from there
   * @param config how
   * @return the mixtures
   * @throws IllegalArgumentException when a class is not in the pool, or the mixtures would need
   *     more than 2^31 values
   */
  public static Mixtures generate(LabelledImages pool, MixtureConfig config) {
    Images images = pool.images();
    int streams = config.streams();
    int[][] members = config.classes().stream().map(pool::indicesOf).toArray(int[][]::new);
    checkSize(config.count(), images.dim(), streams);
    Draws root = Draws.seeded(config.seed());
    Draws states = root.split();
    Draws choices = root.split();
    Draws noise = root.split();

    float[] x = new float[config.count() * images.dim()];
    int[] sourceIndex = new int[config.count() * streams];
    boolean[] active = new boolean[streams];
    for (int n = 0; n < config.count(); n++) {
      drawState(config.activity(), states, active);
      for (int h = 0; h < streams; h++) {
        // Drawn for idle streams too: one stream's activity must not shift another's images.
        int image = members[h][choices.index(members[h].length)];
        sourceIndex[n * streams + h] = active[h] ? image : Mixtures.IDLE;
        if (active[h]) {
          add(images, image, x, n * images.dim());
        }
      }
      if (config.b() > 0) {
        addNoise(noise, config.b(), x, n * images.dim(), images.dim());
      }
    }
    return new Mixtures(config, images, x, sourceIndex);
  }

  private static MixtureConfig config(
      int[] classes, Activity activity, double b, int count, long seed) {
    return new MixtureConfig(IntStream.of(classes).boxed().toList(), activity, b, count, seed);
  }

  private static void checkSize(long count, int dim, int streams) {
    long values = count * Math.max(dim, streams);
    if (values > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          String.format(
              "Expected mixtures of fewer than 2^31 values, found %d x %d. Ask for at most %d.",
              count, dim, (Integer.MAX_VALUE - 8) / Math.max(dim, streams)));
    }
  }

  private static void drawState(Activity activity, Draws draws, boolean[] active) {
    if (activity instanceof Activity.Bernoulli bernoulli) {
      for (int h = 0; h < active.length; h++) {
        active[h] = draws.chance(bernoulli.pi().get(h));
      }
    } else if (activity instanceof Activity.FixedK fixed) {
      int[] streams = IntStream.range(0, active.length).toArray();
      draws.choose(streams, fixed.k());
      Arrays.fill(active, false);
      Arrays.stream(streams, 0, fixed.k()).forEach(h -> active[h] = true);
    } else {
      throw new AssertionError("a further activity needs its draw here: " + activity);
    }
  }

  private static void add(Images images, int image, float[] x, int offset) {
    float[] pixels = images.pixels();
    int from = image * images.dim();
    for (int d = 0; d < images.dim(); d++) {
      x[offset + d] += pixels[from + d];
    }
  }

  private static void addNoise(Draws noise, double b, float[] x, int offset, int dim) {
    for (int d = offset; d < offset + dim; d++) {
      x[d] += (float) noise.laplace(b);
    }
  }
}
