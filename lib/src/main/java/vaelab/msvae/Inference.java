package vaelab.msvae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.List;
import java.util.random.RandomGenerator;
import vaelab.data.Rows;
import vaelab.msvae.energy.SampleLattice;
import vaelab.msvae.estep.EStep;
import vaelab.msvae.estep.StatePosterior;
import vaelab.msvae.estep.StatePrior;
import vaelab.nn.DiagonalGaussian;
import vaelab.tensor.NoiseSource;
import vaelab.tensor.Workers;

/**
 * What a trained model says of new data: q(s; x), q(s_h = 1; x) (eqs. 16, 17) and the separated
 * streams, under any prior over states (eqs. 19-21 for a known number of active streams).
 *
 * <p>Networks run on their running statistics; nothing of the model changes.
 */
public final class Inference {
  /** Data points that are looked at together; parts of data may begin at its multiples. */
  public static final int BATCH = Batches.SIZE;

  private final MsVae model;
  private final StatePrior prior;
  private final int samples;
  private final long seed;
  private final Refinement refinement;
  private final int first;

  /**
   * Inference with the posterior mean of z, under the model's own prior.
   *
   * @param model trained model
   */
  public Inference(MsVae model) {
    this(model, model.prior(), 0, 0, null, 0);
  }

  private Inference(
      MsVae model, StatePrior prior, int samples, long seed, Refinement refinement, int first) {
    this.model = model;
    this.prior = prior;
    this.samples = samples;
    this.seed = seed;
    this.refinement = refinement;
    this.first = first;
  }

  /**
   * The same under another prior.
   *
   * @param prior prior over the model's H streams, for example fixed-K
   * @return a changed copy
   */
  public Inference withPrior(StatePrior prior) {
    return new Inference(model, prior, samples, seed, refinement, first);
  }

  /**
   * The same with samples of z, as the paper has it, instead of its mean. They are not drawn where
   * the answer is refined ({@link #withRefinement}).
   *
   * @param samples M, paired across streams; at least 1
   * @param seed seed of the samples
   * @return a changed copy
   */
  public Inference withSamples(int samples, long seed) {
    if (samples < 1) {
      throw new IllegalArgumentException("Expected at least one sample, found " + samples + ".");
    }
    return new Inference(model, prior, samples, seed, refinement, first);
  }

  /**
   * The same, refined: residuals encoded again, then gradient steps on q(z) of the leading states.
   * Activities and entropies are then those of the leading states, weighted by exp(-F) of their
   * free energies. The encoders' answer is then the mean of z: samples would compare states by
   * their luck before the steps, and are not drawn.
   *
   * @param refinement how far; {@code null} for none, as the paper has it
   * @return a changed copy
   */
  public Inference withRefinement(Refinement refinement) {
    return new Inference(model, prior, samples, seed, refinement, first);
  }

  /**
   * The same for a part of the data. A batch has noise of its own, so a part that begins at a
   * multiple of {@value #BATCH} gets the answer that it has in the whole.
   *
   * @param first how many data points lie before those that are asked about
   * @return a changed copy
   * @throws IllegalArgumentException if it is negative
   */
  public Inference startingAt(int first) {
    if (first < 0) {
      throw new IllegalArgumentException(
          "Expected 0 or more data points before the first, found " + first + ".");
    }
    return new Inference(model, prior, samples, seed, refinement, first);
  }

  /**
   * What the model says of N data points.
   *
   * @param states most probable state of each, bit h telling whether stream h is active
   * @param activity q(s_h = 1; x), index {@code n * H + h}
   * @param stateEntropy entropy of q(s; z, x) of each, in nats
   * @param streams images of all streams, active or not, averaged over samples: index {@code (n * H
   *     + h) * D + d}; {@code null} where they were not asked for
   */
  public record Prediction(int[] states, float[] activity, double[] stateEntropy, float[] streams) {

    /**
     * Whether a stream is active in the most probable state.
     *
     * @param n data point
     * @param h stream
     * @return bit h of its state
     */
    public boolean isActive(int n, int h) {
      return (states[n] >> h & 1) == 1;
    }

    /**
     * How probable it is that a stream is active.
     *
     * @param n data point
     * @param h stream
     * @return q(s_h = 1; x)
     */
    public float activity(int n, int h) {
      return activity[row(n, h)];
    }

    /**
     * The image of a stream, active or not.
     *
     * @param n data point
     * @param h stream
     * @param dim D
     * @return D values, a copy
     * @throws IllegalStateException if streams were not asked for
     */
    public float[] image(int n, int h, int dim) {
      requireStreams();
      float[] image = new float[dim];
      System.arraycopy(streams, row(n, h) * dim, image, 0, dim);
      return image;
    }

    /**
     * The images of the active streams of all data points, in the order of the streams.
     *
     * @param k K, number of active streams of every state
     * @param dim D
     * @return images, index {@code (n * K + i) * D + d}
     * @throws IllegalStateException if streams were not asked for
     * @throws IllegalArgumentException if a state has another number of active streams
     */
    public float[] activeSources(int k, int dim) {
      requireStreams();
      float[] sources = new float[Math.multiplyExact(states.length * k, dim)];
      int at = 0;
      for (int n = 0; n < states.length; n++) {
        int active = Integer.bitCount(states[n]);
        if (active != k) {
          throw new IllegalArgumentException(
              "Expected K=%d active streams in every state, found %d in that of data point %d; predict under the fixed-K prior."
                  .formatted(k, active, n));
        }
        for (int bits = states[n]; bits != 0; bits &= bits - 1) {
          int from = row(n, Integer.numberOfTrailingZeros(bits)) * dim;
          System.arraycopy(streams, from, sources, at, dim);
          at += dim;
        }
      }
      return sources;
    }

    /** Place of a stream of a data point among those of all. */
    private int row(int n, int h) {
      return n * (activity.length / states.length) + h;
    }

    private void requireStreams() {
      if (streams == null) {
        throw new IllegalStateException(
            "Expected a prediction with the images of its streams, found one of states alone; separate the data instead.");
      }
    }
  }

  /**
   * Predicts states and activities.
   *
   * @param x observations, row-major, N x D
   * @return predictions without streams
   * @throws IllegalArgumentException if there are no whole rows, a value is not finite, the model
   *     has no finite evidence of a data point, or there are more states than memory for them
   */
  public Prediction predict(float[] x) {
    return run(x, false);
  }

  /**
   * Predicts states and activities, and decodes all streams.
   *
   * @param x observations, row-major, N x D
   * @return predictions with streams
   * @throws IllegalArgumentException as {@link #predict} says
   */
  public Prediction separate(float[] x) {
    return run(x, true);
  }

  private Prediction run(float[] x, boolean withStreams) {
    int dim = model.sizes().dim();
    int streams = model.streams().size();
    int points = Rows.count(x, dim);
    Rows.requireFinite(x, dim, first);
    SampleLattice lattice = lattice();
    lattice.requireMemory(Batches.SIZE, refinement == null ? 1 : Refiner.FLOATS);
    Prediction result =
        new Prediction(
            new int[points],
            new float[points * streams],
            new double[points],
            withStreams ? new float[Math.multiplyExact(points * streams, dim)] : null);
    Batches.forEach(model, x, (scope, batch, from) -> batch(scope, batch, from, lattice, result));
    return result;
  }

  /** Finite values may have met weights that are not. Lattices are sample-major. */
  private void requireEvidence(StatePosterior posterior, int from) {
    double[] evidence = posterior.logEvidence();
    for (int l = 0; l < evidence.length; l++) {
      if (!Double.isFinite(evidence[l])) {
        throw new IllegalArgumentException(
            "Expected a finite log evidence of each data point, found %s in row %d (from 0); most likely the model's weights are not finite, or that row's values too large: train it again with a lower learning rate, or check the row."
                .formatted(evidence[l], first + from + l % posterior.batch()));
      }
    }
  }

  /** Combinations of paired samples, of the states that the prior allows. */
  private SampleLattice lattice() {
    return new SampleLattice(
            model.streams().size(), Math.max(1, drawn()), SampleLattice.Pairing.PAIRWISE)
        .restrictedTo(prior.support());
  }

  /** Samples of z that the encoders' answer is made of, 0 for its mean. */
  private int drawn() {
    return refinement == null ? samples : 0;
  }

  private void batch(
      NDManager scope, NDArray x, int from, SampleLattice lattice, Prediction result) {
    int streams = model.streams().size();
    int count = (int) x.getShape().get(0);
    int drawn = drawn();
    int draws = lattice.samples();
    RandomGenerator generator = new NoiseSource(seed).generator(0, first + from);
    ParameterStore store = new ParameterStore(scope, false);
    Shape shape = new Shape(draws, count, model.sizes().latent());
    NDArray[] epsilon = new NDArray[drawn == 0 ? 0 : streams];
    for (int h = 0; h < epsilon.length; h++) {
      epsilon[h] = NoiseSource.normal(generator, scope, shape, x.getDataType());
    }
    DiagonalGaussian[] posteriors = new DiagonalGaussian[streams];
    NDArray[] images = new NDArray[streams];
    Workers.forEach(
        streams,
        h -> {
          Stream stream = model.streams().get(h);
          DiagonalGaussian q = stream.encoder().encode(store, x, false);
          posteriors[h] = q;
          NDArray z = drawn == 0 ? q.nu() : q.sample(epsilon[h]);
          images[h] = stream.decoder().decode(store, z, false);
        });
    NDList mu = new NDList(images);
    EStep eStep = new EStep(lattice, prior, model.noise(), model.scale(), model.sizes().dim());
    float[] energies = model.energies().energies(x, mu, lattice);
    // The posterior takes the place of the energies, which a refinement has yet to see.
    StatePosterior posterior =
        eStep.posterior(refinement == null ? energies : energies.clone(), count);
    requireEvidence(posterior, from);
    Refined refined =
        refinement == null
            ? null
            : new Refiner(model, prior, refinement)
                .refine(scope, x, List.of(posteriors), lattice, energies, generator);
    for (int n = 0; n < count; n++) {
      result.states()[from + n] = posterior.mode(n);
      for (int m = 0; m < draws; m++) {
        result.stateEntropy()[from + n] += posterior.entropy()[m * count + n] / draws;
      }
      for (int h = 0; h < streams; h++) {
        result.activity()[(from + n) * streams + h] = (float) posterior.activity(n, h);
      }
    }
    if (result.streams() != null) {
      copyStreams(mu, count, draws, from, result.streams());
    }
    if (refined != null) {
      refined.replace(result, from, streams, model.sizes().dim());
    }
  }

  private void copyStreams(NDList mu, int count, int draws, int from, float[] target) {
    int dim = model.sizes().dim();
    for (int h = 0; h < mu.size(); h++) {
      NDArray images = mu.get(h).reshape(draws, count, dim).mean(new int[] {0});
      float[] mean = images.toType(DataType.FLOAT32, false).toFloatArray();
      for (int n = 0; n < count; n++) {
        System.arraycopy(mean, n * dim, target, ((from + n) * mu.size() + h) * dim, dim);
      }
    }
  }
}
