package vaelab.data;

import java.util.Arrays;

/**
 * Mixtures with their ground truth.
 *
 * <p>Only the observed mixtures are stored (50,000 of 28 x 28: 157 MB); clean sources are looked up
 * in the pool when asked for. Made by {@link MixtureGenerator}.
 */
public final class Mixtures {
  /** In place of a pool index: the stream is not active. */
  public static final int IDLE = -1;

  private final MixtureConfig config;
  private final Images pool;
  private final float[] x;
  private final int[] sourceIndex;

  Mixtures(MixtureConfig config, Images pool, float[] x, int[] sourceIndex) {
    this.config = config;
    this.pool = pool;
    this.x = x;
    this.sourceIndex = sourceIndex;
  }

  /**
   * How the mixtures were made.
   *
   * @return the description, with the seed
   */
  public MixtureConfig config() {
    return config;
  }

  /**
   * Seed of all draws.
   *
   * @return the seed
   */
  public long seed() {
    return config.seed();
  }

  /**
   * Number of mixtures.
   *
   * @return N
   */
  public int count() {
    return config.count();
  }

  /**
   * Pixels of a mixture.
   *
   * @return D = height x width
   */
  public int dim() {
    return pool.dim();
  }

  /**
   * Rows of a mixture.
   *
   * @return height
   */
  public int height() {
    return pool.height();
  }

  /**
   * Columns of a mixture.
   *
   * @return width
   */
  public int width() {
    return pool.width();
  }

  /**
   * Number of streams.
   *
   * @return H
   */
  public int streams() {
    return config.streams();
  }

  /**
   * The observed mixtures.
   *
   * @return (N, D) row-major, the array itself and not a copy: read only. Noise-free values lie in
   *     [0, number of active streams]; noise goes beyond on both sides.
   */
  public float[] x() {
    return x;
  }

  /**
   * One observed mixture.
   *
   * @param n which, 0 to N-1
   * @return a copy of its D values
   */
  public float[] mixture(int n) {
    checkMixture(n);
    return Arrays.copyOfRange(x, n * dim(), (n + 1) * dim());
  }

  /**
   * Whether a stream takes part in a mixture.
   *
   * @param n which mixture
   * @param h which stream, 0 to H-1
   * @return s_h of mixture n
   */
  public boolean active(int n, int h) {
    return sourceIndex(n, h) != IDLE;
  }

  /**
   * The state of a mixture as a number.
   *
   * @param n which mixture
   * @return bit h is set when stream h is active; bit 0 is stream 0
   */
  public int state(int n) {
    int state = 0;
    for (int h = 0; h < streams(); h++) {
      state |= active(n, h) ? 1 << h : 0;
    }
    return state;
  }

  /**
   * The states of all mixtures.
   *
   * @return N states, see {@link #state}
   */
  public int[] states() {
    int[] states = new int[count()];
    Arrays.setAll(states, this::state);
    return states;
  }

  /**
   * Which image of the pool a stream shows.
   *
   * @param n which mixture
   * @param h which stream
   * @return index in the pool, or {@link #IDLE}
   * @throws IndexOutOfBoundsException when there is no such mixture or stream
   */
  public int sourceIndex(int n, int h) {
    checkMixture(n);
    if (h < 0 || h >= streams()) {
      throw new IndexOutOfBoundsException(
          "Expected a stream from 0 to " + (streams() - 1) + ", found " + h + ".");
    }
    return sourceIndex[n * streams() + h];
  }

  /**
   * Which images of the pool all streams show.
   *
   * @return (N, H) row-major, {@link #IDLE} for streams that are not active; a copy
   */
  public int[] sourceIndex() {
    return sourceIndex.clone();
  }

  /**
   * The clean source of a stream.
   *
   * @param n which mixture
   * @param h which stream
   * @return D values in [0,1], all zero when the stream is not active; a copy
   */
  public float[] source(int n, int h) {
    int index = sourceIndex(n, h);
    return index == IDLE ? new float[dim()] : pool.image(index);
  }

  /**
   * How often each stream is active: the data's own pi.
   *
   * @return H shares in [0,1]
   */
  public double[] activityRates() {
    double[] rates = new double[streams()];
    for (int i = 0; i < sourceIndex.length; i++) {
      rates[i % rates.length] += sourceIndex[i] == IDLE ? 0 : 1;
    }
    return Arrays.stream(rates).map(sum -> sum / count()).toArray();
  }

  /**
   * How many streams a mixture has on average.
   *
   * @return the sum of {@link #activityRates}, 0 to H
   */
  public double averageActive() {
    return Arrays.stream(activityRates()).sum();
  }

  private void checkMixture(int n) {
    if (n < 0 || n >= count()) {
      throw new IndexOutOfBoundsException(
          "Expected a mixture from 0 to " + (count() - 1) + ", found " + n + ".");
    }
  }
}
