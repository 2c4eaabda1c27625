package vaelab.basis;

import vaelab.train.LearningRateSchedule;

/**
 * How a score network is trained. Every value is kept in checkpoints and result files.
 *
 * @param sizes sizes and noise levels of the network
 * @param iterations optimiser steps in all; a pass over the images (an epoch) may be cut short by
 *     the last of them
 * @param batchSize images a batch, at least 2
 * @param learningRate Adam's first step size
 * @param schedule how the step size goes on
 * @param seed seed of batches, levels and noise
 */
public record NcsnConfig(
    ScoreNetworkSizes sizes,
    int iterations,
    int batchSize,
    double learningRate,
    Schedule schedule,
    long seed) {

  /** Sizes and lengths of training. */
  public enum Preset {
    /** The release's: the large network, 200,001 steps at a constant rate. */
    PUBLISHED {
      @Override
      public NcsnConfig config(long seed) {
        return new NcsnConfig(
            ScoreNetworkSizes.PUBLISHED, 200_001, 128, 1e-3, Schedule.CONSTANT, seed);
      }
    },
    /**
     * What two CPU cores do in 20 to 65 minutes: the narrow network, three passes over 60,000
     * images in small batches, which buys four times the steps for the same time, with a rate that
     * falls: a training that short has no other way to average its noise out.
     */
    COMPACT {
      @Override
      public NcsnConfig config(long seed) {
        return new NcsnConfig(ScoreNetworkSizes.COMPACT, 5_625, 32, 1e-3, Schedule.COSINE, seed);
      }
    };

    /**
     * The preset's values.
     *
     * @param seed seed of batches, levels and noise
     * @return the configuration
     */
    public abstract NcsnConfig config(long seed);
  }

  /** How the step size changes from step to step. */
  public enum Schedule {
    /** Not at all, as released. */
    CONSTANT,
    /** Half a cosine down to a hundredth in the last step. */
    COSINE
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public NcsnConfig {
    if (iterations < 1 || batchSize < 2 || !(learningRate > 0)) {
      throw new IllegalArgumentException(
          "Expected at least 1 iteration, batches of 2 and a positive learning rate, found iterations=%d, B=%d, rate=%s."
              .formatted(iterations, batchSize, learningRate));
    }
  }

  /**
   * The same with another number of steps.
   *
   * @param iterations optimiser steps
   * @return the changed configuration
   */
  public NcsnConfig withIterations(int iterations) {
    return new NcsnConfig(sizes, iterations, batchSize, learningRate, schedule, seed);
  }

  /**
   * The same with another number of images a batch.
   *
   * @param batchSize images a batch
   * @return the changed configuration
   */
  public NcsnConfig withBatchSize(int batchSize) {
    return new NcsnConfig(sizes, iterations, batchSize, learningRate, schedule, seed);
  }

  /**
   * The same with other step sizes.
   *
   * @param learningRate Adam's first step size
   * @param schedule how it goes on
   * @return the changed configuration
   */
  public NcsnConfig withRates(double learningRate, Schedule schedule) {
    return new NcsnConfig(sizes, iterations, batchSize, learningRate, schedule, seed);
  }

  /**
   * The same for a network of other sizes.
   *
   * @param sizes sizes and noise levels
   * @return the changed configuration
   */
  public NcsnConfig withSizes(ScoreNetworkSizes sizes) {
    return new NcsnConfig(sizes, iterations, batchSize, learningRate, schedule, seed);
  }

  /** Passes over the images, the last of which may be cut short. */
  int epochs(int stepsPerEpoch) {
    return (iterations + stepsPerEpoch - 1) / stepsPerEpoch;
  }

  /** Step sizes by iteration, from 1; a compact training has too few epochs to go by them. */
  LearningRateSchedule rates() {
    return switch (schedule) {
      case CONSTANT -> LearningRateSchedule.constant(learningRate);
      case COSINE -> new LearningRateSchedule.Cosine(learningRate, learningRate / 100, iterations);
    };
  }

  /**
   * This run with another limit, where only the end differs by it. A cosine ends at the limit, and
   * an epoch that was cut short is not what a longer run would have done in it: there another limit
   * is another run.
   */
  NcsnConfig continuedTo(int limit, int stepsPerEpoch) {
    boolean whole = iterations % stepsPerEpoch == 0;
    return schedule == Schedule.COSINE || !whole ? this : withIterations(limit);
  }
}
