package vaelab.experiments;

import java.util.Arrays;
import vaelab.data.AffineJitter;
import vaelab.data.Images;
import vaelab.data.LabelledImages;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
import vaelab.msvae.TrainingData;
import vaelab.tensor.NoiseSource;

/**
 * Mixtures of the images that experts were pretrained on, composed anew for every epoch from the
 * model's own generative story: states from pi, an image for every active stream, observation
 * noise. Encoders learn given mixtures by heart; these they see once.
 *
 * <p>They cost no further label: which class an image has was known to its expert.
 *
 * @param pool labelled images
 * @param classes class of each stream
 * @param jitter maps that images are seen under
 * @param copies images made of each of the pool for an epoch, itself first; 1 for none but itself
 * @param pi activity of each stream
 * @param b scale of the noise
 * @param points mixtures an epoch
 * @param known whether the training is told the states
 * @param seed seed of all draws
 */
record ComposedMixtures(
    LabelledImages pool,
    int[] classes,
    AffineJitter jitter,
    int copies,
    double[] pi,
    double b,
    int points,
    boolean known,
    long seed)
    implements TrainingData {
  private static final double SMALLEST_RATE = 1e-3;

  /** Rates of streams that a model has given up are raised: it could not learn otherwise. */
  ComposedMixtures {
    pi =
        Arrays.stream(pi)
            .map(p -> Math.max(SMALLEST_RATE, Math.min(1 - SMALLEST_RATE, p)))
            .toArray();
  }

  @Override
  public Epoch epoch(int epoch) {
    var seeds = new NoiseSource(seed).generator(epoch, 0);
    LabelledImages seen = jittered(seeds.nextLong());
    Mixtures mixtures = MixtureGenerator.bernoulli(seen, classes, pi, b, points, seeds.nextLong());
    return new Epoch(mixtures.x(), known ? mixtures.states() : null);
  }

  private LabelledImages jittered(long seed) {
    if (copies == 1) {
      return pool;
    }
    Images images = pool.images();
    float[] pixels = jitter.copies(images.pixels(), images.height(), images.width(), copies, seed);
    int[] labels = new int[pool.labels().length * copies];
    Arrays.setAll(labels, i -> pool.labels()[i / copies]);
    return new LabelledImages(
        new Images(pixels, labels.length, images.height(), images.width()), labels);
  }
}
