package vaelab.jointvae;

/**
 * How a model is trained. Every value is kept in checkpoints and result files.
 *
 * @param epochs E, number of epochs
 * @param batchSize images a batch, at least 2
 * @param learningRate Adam's step size
 * @param temperature of the relaxed categories
 * @param gamma weight of the distances of the KL divergences to their capacities
 * @param capacityZ capacity of the continuous latents after its ramp, nats
 * @param capacityC capacity that the ramp of the category leads to, nats; it is cut at log C
 * @param ramp steps over which both capacities rise from 0
 * @param seed seed of batches and noise
 */
public record JointVaeConfig(
    int epochs,
    int batchSize,
    double learningRate,
    double temperature,
    double gamma,
    double capacityZ,
    double capacityC,
    int ramp,
    long seed) {

  /** How long a training is. The network is the same, {@link JointVaeSizes#RELEASED}. */
  public enum Preset {
    /** The release's: 100 epochs of MNIST, capacities rising for 25,000 of its 93,800 steps. */
    PUBLISHED(100, 25_000),
    /**
     * For two cores: two fifths of the ramp, and 8,760 steps after it. Shorter ramps are a risk:
     * they ask for nats of the category before the encoder tells images apart, and the cheapest way
     * to pay them is one category for all, which lasts.
     */
    COMPACT(20, 10_000);

    private final int epochs;
    private final int ramp;

    Preset(int epochs, int ramp) {
      this.epochs = epochs;
      this.ramp = ramp;
    }

    /**
     * The training: batches of 64, Adam at 5e-4, temperature 0.67, gamma 30, both capacities
     * towards 5.
     *
     * @param seed seed of batches and noise
     * @return the configuration
     */
    public JointVaeConfig config(long seed) {
      return new JointVaeConfig(epochs, 64, 5e-4, 0.67, 30, 5, 5, ramp, seed);
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public JointVaeConfig {
    if (epochs < 1 || batchSize < 2 || ramp < 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 epoch, batches of 2 and a ramp of 1 step, found epochs=%d, B=%d, ramp=%d."
              .formatted(epochs, batchSize, ramp));
    }
    if (!isPositive(learningRate) || !isPositive(temperature)) {
      throw new IllegalArgumentException(
          "Expected a positive learning rate and temperature, found %s and %s."
              .formatted(learningRate, temperature));
    }
    if (!(gamma >= 0) || !(capacityZ >= 0) || !(capacityC >= 0)) {
      throw new IllegalArgumentException(
          "Expected gamma and capacities of at least 0, found gamma=%s, C_z=%s, C_c=%s."
              .formatted(gamma, capacityZ, capacityC));
    }
  }

  private static boolean isPositive(double value) {
    return value > 0 && Double.isFinite(value);
  }

  /**
   * The same with another number of epochs; the ramp stays.
   *
   * @param epochs E
   * @return the changed configuration
   */
  public JointVaeConfig withEpochs(int epochs) {
    return new JointVaeConfig(
        epochs, batchSize, learningRate, temperature, gamma, capacityZ, capacityC, ramp, seed);
  }

  /**
   * The same with another ramp.
   *
   * @param ramp steps over which both capacities rise
   * @return the changed configuration
   */
  public JointVaeConfig withRamp(int ramp) {
    return new JointVaeConfig(
        epochs, batchSize, learningRate, temperature, gamma, capacityZ, capacityC, ramp, seed);
  }

  /**
   * The same with other batches.
   *
   * @param batchSize images a batch
   * @return the changed configuration
   */
  public JointVaeConfig withBatchSize(int batchSize) {
    return new JointVaeConfig(
        epochs, batchSize, learningRate, temperature, gamma, capacityZ, capacityC, ramp, seed);
  }

  /**
   * The same with another step size.
   *
   * @param learningRate Adam's step size
   * @return the changed configuration
   */
  public JointVaeConfig withLearningRate(double learningRate) {
    return new JointVaeConfig(
        epochs, batchSize, learningRate, temperature, gamma, capacityZ, capacityC, ramp, seed);
  }

  /**
   * Capacities of a step.
   *
   * @param step optimiser step, from 1, counted over all epochs
   * @param categories C, whose logarithm no divergence can exceed
   */
  Capacities capacities(long step, int categories) {
    return new Capacities(
        new CapacitySchedule(capacityZ, ramp, Double.POSITIVE_INFINITY).at(step),
        new CapacitySchedule(capacityC, ramp, Math.log(categories)).at(step));
  }
}
