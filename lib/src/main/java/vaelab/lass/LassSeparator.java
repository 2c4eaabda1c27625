package vaelab.lass;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import vaelab.separation.Separation;
import vaelab.separation.SourceSeparator;
import vaelab.tensor.Workers;

/**
 * Separates sums of K sources: sampling in code space, choice of the best sample, refinement.
 *
 * <p>The sum is divided by K, since LASS knows averages only; the estimates are decoded single
 * sources, already on the scale of the digits. Mixtures are for themselves, so batches of them are
 * dealt out to the cores; draws depend on the seed and the mixture's number alone.
 */
public final class LassSeparator implements SourceSeparator {
  /** Sequences a batch, which bounds the memory of keys and values. */
  private static final int SEQUENCES = 512;

  /** Mixtures a batch of the refinement. */
  private static final int REFINED = 32;

  private final Lass lass;
  private final LassSampling sampling;
  private final long seed;
  private final AtomicLong unseen = new AtomicLong();
  private final AtomicLong positions = new AtomicLong();

  /**
   * A separator.
   *
   * @param lass trained parts in float32; the caller closes them, after the last use
   * @param sampling how mixtures are taken apart
   * @param seed seed of the draws
   * @throws IllegalArgumentException if a network is not in float32
   */
  public LassSeparator(Lass lass, LassSampling sampling, long seed) {
    if (lass.vqVae().type() != DataType.FLOAT32 || lass.prior().type() != DataType.FLOAT32) {
      throw new IllegalArgumentException(
          "Expected networks in float32, found %s and %s."
              .formatted(lass.vqVae().type(), lass.prior().type()));
    }
    this.lass = lass;
    this.sampling = sampling;
    this.seed = seed;
  }

  @Override
  public String name() {
    return sampling.refinementSteps() == 0 ? "LASS" : "LASS (refined)";
  }

  /**
   * Share of all positions of all samples so far at which no pair of codes was possible, so that
   * the prior alone decided.
   *
   * @return in [0, 1]; NaN before the first separation
   */
  public double unseen() {
    return unseen.get() / (double) positions.get();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException where no pair of codes is possible and {@link
   *     LassSampling.Unseen#FAIL} was asked for
   */
  @Override
  public Separation separate(float[] mixtures, int dim, int k) {
    int count = Separation.countOf(mixtures, dim, k);
    if (k < 2 || k > lass.sources()) {
      throw new IllegalArgumentException(
          "Expected K between 2 and %d, for which tables were counted, found K=%d; count tables for more sources (TableCounting)."
              .formatted(lass.sources(), k));
    }
    if (dim != lass.vqVae().sizes().dim()) {
      throw new IllegalArgumentException(
          "Expected mixtures of D=%d values, as the VQ-VAE was trained on, found D=%d."
              .formatted(lass.vqVae().sizes().dim(), dim));
    }
    float[] averages = new float[mixtures.length];
    for (int i = 0; i < mixtures.length; i++) {
      averages[i] = mixtures[i] / k;
    }
    int[][] chosen = new int[Math.multiplyExact(count, k)][];
    float[] sources = new float[Math.multiplyExact(mixtures.length, k)];
    choose(averages, k, chosen, sources);
    if (sampling.refinementSteps() > 0) {
      refine(averages, k, chosen, sources);
    }
    return new Separation(sources, count, k, dim);
  }

  /** Samples all mixtures and keeps codes and images of the best sample of each. */
  private void choose(float[] averages, int k, int[][] chosen, float[] sources) {
    int[][] codes = lass.vqVae().codes(averages);
    JointSampler sampler =
        new JointSampler(lass.prior(), lass.tables().subList(0, k - 1), sampling, seed);
    int batch = Math.max(1, SEQUENCES / (k * sampling.samples()));
    Workers.forEach(
        (codes.length + batch - 1) / batch,
        i -> {
          int from = i * batch;
          int until = Math.min(codes.length, from + batch);
          JointSampler.Drawn drawn = sampler.draw(Arrays.copyOfRange(codes, from, until), from);
          unseen.addAndGet(drawn.unseen());
          positions.addAndGet(
              (long) (until - from) * sampling.samples() * lass.prior().sizes().length());
          float[] images = lass.vqVae().images(drawn.codes());
          for (int n = from; n < until; n++) {
            keepBest(averages, n, k, drawn.codes(), images, n - from, chosen, sources);
          }
        });
  }

  /** Keeps the sample of mixture n, at a place in its batch, whose mean is closest to it. */
  private void keepBest(
      float[] averages,
      int n,
      int k,
      int[][] codes,
      float[] images,
      int place,
      int[][] chosen,
      float[] sources) {
    int dim = lass.vqVae().sizes().dim();
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int s = 0; s < sampling.samples(); s++) {
      int row = (place * sampling.samples() + s) * k;
      double distance = distance(averages, n * dim, images, row * dim, dim, k);
      if (best < 0 || distance < least) {
        best = row;
        least = distance;
      }
    }
    System.arraycopy(codes, best, chosen, n * k, k);
    System.arraycopy(images, best * dim, sources, n * k * dim, k * dim);
  }

  /** Squared distance of a mixture to the mean of K images that lie side by side. */
  private static double distance(
      float[] averages, int mixture, float[] images, int from, int dim, int k) {
    double sum = 0;
    for (int d = 0; d < dim; d++) {
      double mean = 0;
      for (int j = 0; j < k; j++) {
        mean += images[from + j * dim + d];
      }
      double error = averages[mixture + d] - mean / k;
      sum += error * error;
    }
    return sum;
  }

  private void refine(float[] averages, int k, int[][] chosen, float[] sources) {
    int dim = lass.vqVae().sizes().dim();
    int count = averages.length / dim;
    LatentRefiner refiner = new LatentRefiner(lass.vqVae(), sampling.refinementSteps());
    Workers.forEach(
        (count + REFINED - 1) / REFINED,
        i -> {
          int from = i * REFINED;
          int until = Math.min(count, from + REFINED);
          float[] part =
              refiner.refine(
                  Arrays.copyOfRange(chosen, from * k, until * k),
                  Arrays.copyOfRange(averages, from * dim, until * dim),
                  k);
          System.arraycopy(part, 0, sources, from * k * dim, part.length);
        });
  }
}
