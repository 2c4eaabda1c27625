package vaelab.vaebss;

import vaelab.train.LearningRateSchedule;

/**
 * How a model is trained. Every value is kept in checkpoints and result files.
 *
 * @param slots K, number of sources the model separates into
 * @param digits M, number of images whose average a training mixture is
 * @param epochs E, number of epochs
 * @param batchSize mixtures a batch, at least 2
 * @param learningRate Adam's first step size
 * @param schedule how the step size goes on
 * @param betaMax weight of the KL term after its warm-up; 1 would be the ELBO
 * @param warmUp epochs over which that weight rises, at most the number of epochs
 * @param seed seed of mixtures, batches and noise
 */
public record VaeBssConfig(
    int slots,
    int digits,
    int epochs,
    int batchSize,
    double learningRate,
    Schedule schedule,
    double betaMax,
    int warmUp,
    long seed) {

  /** How many images a training mixture has. */
  public enum Preset {
    /** Two, whatever K: the models that the MS-VAE paper's Table 1 was measured with. */
    AS_RELEASED {
      @Override
      public int digits(int slots) {
        return 2;
      }
    },
    /** As many as the model has slots. */
    K_MATCHED {
      @Override
      public int digits(int slots) {
        return slots;
      }
    };

    /**
     * Images in a training mixture.
     *
     * @param slots K
     * @return M
     */
    public abstract int digits(int slots);
  }

  /** How the step size changes from epoch to epoch. */
  public enum Schedule {
    /** The release's: times 0.9998 an epoch, not below 1e-5. */
    RELEASED,
    /** Half a cosine down to a hundredth at the epoch limit; for short trainings. */
    COSINE
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public VaeBssConfig {
    if (slots < 1 || digits < 1 || epochs < 1 || batchSize < 2 || warmUp < 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 slot, 1 digit, 1 epoch, batches of 2 and a warm-up of 1 epoch, found K=%d, M=%d, epochs=%d, B=%d, warmUp=%d."
              .formatted(slots, digits, epochs, batchSize, warmUp));
    }
    if (!(learningRate > 0) || !(betaMax >= 0)) {
      throw new IllegalArgumentException(
          "Expected a positive learning rate and a KL weight of at least 0, found %s and %s."
              .formatted(learningRate, betaMax));
    }
  }

  /**
   * The release's hyperparameters: 32 mixtures a batch, Adam at 2e-4, KL weight rising to 0.5 over
   * 50 epochs.
   *
   * @param preset how many images a training mixture has
   * @param slots K
   * @param epochs E; the release defaults to 10 and recommends a few thousand, the MS-VAE paper
   *     quotes 5,000
   * @param seed seed of mixtures, batches and noise
   * @return the configuration
   */
  public static VaeBssConfig of(Preset preset, int slots, int epochs, long seed) {
    return new VaeBssConfig(
        slots, preset.digits(slots), epochs, 32, 2e-4, Schedule.RELEASED, 0.5, 50, seed);
  }

  /**
   * The same with another number of mixtures a batch.
   *
   * @param batchSize mixtures a batch
   * @return the changed configuration
   */
  public VaeBssConfig withBatchSize(int batchSize) {
    return new VaeBssConfig(
        slots, digits, epochs, batchSize, learningRate, schedule, betaMax, warmUp, seed);
  }

  /**
   * The same with another number of epochs.
   *
   * @param epochs E
   * @return the changed configuration
   */
  public VaeBssConfig withEpochs(int epochs) {
    return new VaeBssConfig(
        slots, digits, epochs, batchSize, learningRate, schedule, betaMax, warmUp, seed);
  }

  /**
   * The same with other step sizes.
   *
   * @param learningRate Adam's first step size
   * @param schedule how it goes on
   * @return the changed configuration
   */
  public VaeBssConfig withRates(double learningRate, Schedule schedule) {
    return new VaeBssConfig(
        slots, digits, epochs, batchSize, learningRate, schedule, betaMax, warmUp, seed);
  }

  /**
   * The same with another weight of the KL term.
   *
   * @param betaMax weight after the warm-up
   * @param warmUp epochs over which it rises
   * @return the changed configuration
   */
  public VaeBssConfig withBeta(double betaMax, int warmUp) {
    return new VaeBssConfig(
        slots, digits, epochs, batchSize, learningRate, schedule, betaMax, warmUp, seed);
  }

  /**
   * Steps of an epoch.
   *
   * @param images number of images that mixtures are made of
   * @return batches an epoch
   */
  public int stepsPerEpoch(int images) {
    return new EpochMixtures(images, digits, batchSize, seed).perEpoch();
  }

  /**
   * Weight of the KL term, min(1, e / min(E, warmUp)) betaMax.
   *
   * @param epoch e, from 1
   * @return weight in (0, betaMax]
   * @throws IllegalArgumentException if the epoch is below 1
   */
  public double beta(int epoch) {
    if (epoch < 1) {
      throw new IllegalArgumentException("Epochs count from 1, but got " + epoch + ".");
    }
    return Math.min(1, epoch / (double) Math.min(epochs, warmUp)) * betaMax;
  }

  /** Step sizes by epoch. */
  LearningRateSchedule rates() {
    return switch (schedule) {
      case RELEASED -> LearningRateSchedule.paper(learningRate);
      case COSINE -> new LearningRateSchedule.Cosine(learningRate, learningRate / 100, epochs);
    };
  }

  /**
   * This run with the epoch limit of another, where only the limit differs by it. A cosine ends at
   * the limit, and a limit below the warm-up sets the pace of beta: there another limit is another
   * run.
   */
  VaeBssConfig continuedTo(int limit) {
    boolean sameBeta = Math.min(epochs, warmUp) == Math.min(limit, warmUp);
    return schedule == Schedule.COSINE || !sameBeta ? this : withEpochs(limit);
  }
}
