package vaelab.lass;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import vaelab.tensor.NoiseSource;

/**
 * Draws the codes of all sources of some mixtures position by position: the K chains of every
 * sample share a transformer pass with those of all other samples and mixtures, and meet in {@link
 * MixturePosterior}.
 */
final class JointSampler {
  private final CodePrior prior;
  private final List<MixtureTable> tables;
  private final LassSampling sampling;
  private final NoiseSource noise;

  /**
   * A sampler.
   *
   * @param prior prior of every source
   * @param tables K - 1 tables
   * @param sampling number of samples, limit of pairs, rule for unseen codes
   * @param seed seed of the draws, which depend on it and the mixture's number alone
   */
  JointSampler(CodePrior prior, List<MixtureTable> tables, LassSampling sampling, long seed) {
    this.prior = prior;
    this.tables = tables;
    this.sampling = sampling;
    noise = new NoiseSource(seed);
  }

  /**
   * What was drawn.
   *
   * @param codes codes of source k of sample s of mixture n in row (n S + s) K + k
   * @param unseen positions, of N S L, at which no pair was possible
   */
  record Drawn(int[][] codes, long unseen) {}

  /**
   * Draws.
   *
   * @param mixtures codes of N mixtures, rows of L
   * @param firstNumber number of the first of them among all
   * @return N S K rows of L codes
   * @throws IllegalStateException where no pair is possible and that is to fail
   */
  Drawn draw(int[][] mixtures, int firstNumber) {
    int k = tables.size() + 1;
    int samples = sampling.samples();
    int vocabulary = prior.sizes().codes();
    RandomGenerator[] generators = new RandomGenerator[mixtures.length];
    Arrays.setAll(generators, n -> noise.generator(0, firstNumber + n));
    MixturePosterior posterior = new MixturePosterior(tables, sampling.topK());
    long[] unseen = new long[1];
    int[][] codes =
        new Generation(prior)
            .run(
                mixtures.length * samples * k,
                (t, probabilities, chosen) -> {
                  for (int i = 0; i < mixtures.length * samples; i++) {
                    int n = i / samples;
                    int mixture = mixtures[n][t];
                    int row = i * k;
                    if (!posterior.draw(
                        probabilities, row * vocabulary, mixture, generators[n], chosen, row)) {
                      refuse(firstNumber + n, t, mixture);
                      unseen[0]++;
                      for (int j = row; j < row + k; j++) {
                        chosen[j] =
                            Draw.from(probabilities, j * vocabulary, vocabulary, generators[n]);
                      }
                    }
                  }
                });
    return new Drawn(codes, unseen[0]);
  }

  private void refuse(int number, int t, int mixture) {
    if (sampling.unseen() == LassSampling.Unseen.FAIL) {
      throw new IllegalStateException(
          "Expected a pair of codes for code %d of mixture %d at position %d, found none that is possible; count the table over more passes, or let such positions fall back on the prior (Unseen.PRIOR)."
              .formatted(mixture, number, t));
    }
  }
}
