package vaelab.basis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import vaelab.separation.Separation;
import vaelab.separation.SourceSeparator;
import vaelab.tensor.Hardware;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;

/**
 * BASIS: sources are a sample of their posterior given the mixture, by annealed Langevin dynamics
 * on the score of single sources. Any K, and no training on mixtures.
 *
 * <p>All sources of a batch of mixtures move together, one call of the score a step; batches are
 * dealt out to the cores. The noise of a mixture depends on the seed and its position alone.
 */
public final class BasisSeparator implements SourceSeparator {
  private final Score prior;
  private final LangevinSchedule schedule;
  private final LikelihoodGradient gradient;
  private final long seed;

  /**
   * A separator.
   *
   * @param prior score of single sources; may be called by several threads
   * @param schedule step sizes
   * @param gradient factor c of the likelihood's gradient
   * @param seed seed of starting points and noise
   */
  public BasisSeparator(
      Score prior, LangevinSchedule schedule, LikelihoodGradient gradient, long seed) {
    this.prior = prior;
    this.schedule = schedule;
    this.gradient = gradient;
    this.seed = seed;
  }

  /**
   * What became of each mixture.
   *
   * @param separation estimates in [0, 1]; all K sources of a mixture that diverged are NaN
   * @param divergedAt for each mixture the noise level (from 0) at whose end one of its sources was
   *     no longer finite, or -1 where it never came to that
   */
  public record Outcome(Separation separation, List<Integer> divergedAt) {

    /**
     * Mixtures without an estimate.
     *
     * @return how many of the N diverged
     */
    public int diverged() {
      return (int) divergedAt.stream().filter(level -> level != Chains.FINITE).count();
    }
  }

  /**
   * The step sizes and the factor c as one number a K: why some separations diverge.
   *
   * @return stability of this separator
   */
  public Stability stability() {
    return new Stability(prior.levels(), schedule, gradient);
  }

  @Override
  public String name() {
    return "BASIS (c = %d)".formatted(gradient.factor());
  }

  /**
   * {@inheritDoc}
   *
   * @throws DivergedException if the sources of a mixture became infinite or undefined; {@link
   *     #outcome} says which
   */
  @Override
  public Separation separate(float[] mixtures, int dim, int k) {
    Outcome outcome = outcome(mixtures, dim, k);
    int diverged = outcome.diverged();
    if (diverged > 0) {
      throw new DivergedException(
          "mixtures of K=%d sources".formatted(k),
          diverged,
          outcome.divergedAt().size(),
          advice(k));
    }
    return outcome.separation();
  }

  private String advice(int k) {
    String pull = "a step multiplies their residual by %.2g, which ";
    String format =
        stability().isStable(k)
            ? pull + "is within -1 and 1: check the score, or take smaller steps"
            : pull
                + "should be well within -1 and 1: take "
                + (gradient == LikelihoodGradient.PAPER ? "" : "c = 1 or ")
                + "smaller steps";
    return String.format(Locale.ROOT, format, stability().factor(k));
  }

  /**
   * Takes mixtures apart and says of each whether it diverged.
   *
   * @param mixtures sums of K images, row-major, N x D; left unchanged
   * @param dim D, number of values of a mixture
   * @param k K, number of sources in every mixture, at least 1
   * @return estimates, and which of them there are
   * @throws IllegalArgumentException if the array does not hold whole rows of D, holds a value that
   *     is not finite, or the score is one of images of another D
   */
  public Outcome outcome(float[] mixtures, int dim, int k) {
    int count = Separation.countOf(mixtures, dim, k);
    float[] sources = new float[Math.multiplyExact(mixtures.length, k)];
    Integer[] divergedAt = new Integer[count];
    int each = Chains.batch(count, k);
    try (NDManager manager = NDManager.newBaseManager(Hardware.device())) {
      Workers.forEach(
          (count + each - 1) / each,
          i -> {
            int first = i * each;
            int until = Math.min(count, first + each);
            float[] part = Arrays.copyOfRange(mixtures, first * dim, until * dim);
            int[] levels = batch(manager, part, dim, k, first, sources);
            for (int n = first; n < until; n++) {
              divergedAt[n] = levels[n - first];
            }
          });
    }
    return new Outcome(new Separation(sources, count, k, dim), List.of(divergedAt));
  }

  private int[] batch(
      NDManager manager, float[] mixtures, int dim, int k, int first, float[] sources) {
    int count = mixtures.length / dim;
    RandomGenerator[] generators =
        IntStream.range(first, first + count)
            .mapToObj(n -> new NoiseSource(seed).generator(0, n))
            .toArray(RandomGenerator[]::new);
    try (NDManager scope = manager.newSubManager()) {
      NDArray m = scope.create(mixtures, new Shape(count, dim));
      Score posterior = new MixturePosterior(prior, m, k, gradient);
      Chains chains = new Chains(new AnnealedLangevin(posterior, schedule), k, dim);
      return chains.run(scope, generators, sources, first * k * dim);
    }
  }
}
