package vaelab.experiments;

import java.util.Arrays;
import java.util.stream.IntStream;
import vaelab.data.Draws;
import vaelab.data.LabelledImages;
import vaelab.data.MixtureGenerator;
import vaelab.data.Mixtures;
import vaelab.msvae.TrainingData;
import vaelab.tensor.NoiseSource;

/**
 * Mixtures of the images that experts were pretrained on, composed anew for every epoch from the
 * model's own generative story: states, an image for every active stream, observation noise.
 * Encoders learn given mixtures by heart; these they see once.
 *
 * <p>They cost no further label: which class an image has was known to its expert. Every stream is
 * active equally often, since an encoder of a rare source has as much to learn.
 *
 * @param pool images of single sources
 * @param rate activity of every stream, strictly between 0 and 1
 * @param b scale of the noise
 * @param given other observations, row-major, N x D, of which as many are mixed in, a new choice
 *     for every epoch; none if empty
 * @param points mixtures an epoch, those of the given ones included
 * @param seed seed of all draws
 */
record ComposedMixtures(
    SourcePool pool, double rate, double b, float[] given, int points, long seed)
    implements TrainingData {

  @Override
  public Epoch epoch(int epoch) {
    var seeds = new NoiseSource(seed).generator(epoch, 0);
    LabelledImages seen = pool.seen(seeds.nextLong());
    int composed = given.length == 0 ? points : points / 2;
    double[] rates = new double[pool.classes().length];
    Arrays.fill(rates, rate);
    Mixtures mixtures =
        MixtureGenerator.bernoulli(seen, pool.classes(), rates, b, composed, seeds.nextLong());
    return composed == points
        ? new Epoch(mixtures.x(), mixtures.states())
        : withGiven(mixtures, seeds.nextLong());
  }

  private Epoch withGiven(Mixtures mixtures, long seed) {
    int dim = mixtures.dim();
    int[] chosen = IntStream.range(0, given.length / dim).toArray();
    Draws.seeded(seed).shuffle(chosen);
    float[] x = Arrays.copyOf(mixtures.x(), points * dim);
    int[] states = Arrays.copyOf(mixtures.states(), points);
    for (int n = mixtures.count(); n < points; n++) {
      int from = chosen[(n - mixtures.count()) % chosen.length] * dim;
      System.arraycopy(given, from, x, n * dim, dim);
      states[n] = Epoch.UNKNOWN;
    }
    return new Epoch(x, states);
  }
}
