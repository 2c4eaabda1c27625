package vaelab.msvae;

import vaelab.msvae.energy.SampleLattice;
import vaelab.train.ConvergenceRule;
import vaelab.train.LearningRateSchedule;

/**
 * How a model is trained. Every value is kept in checkpoints and result files.
 *
 * @param epochs epoch limit
 * @param batchSize B
 * @param samples M, samples of z a stream
 * @param pairing how samples of different streams meet
 * @param learningRate Adam's first step size (paper: 1e-4 for experts, 2e-4 for the joint model)
 * @param schedule how the step size goes on
 * @param klWeight weight of the KL terms; 1 is the ELBO
 * @param trainDecoders whether decoders are trained; otherwise they are fixed
 * @param decoderStatistics statistics that decoders' BatchNorm uses while training
 * @param mStep when pi and b are set
 * @param convergence when to stop before the limit
 * @param seed seed of batches and noise
 */
public record TrainingConfig(
    int epochs,
    int batchSize,
    int samples,
    SampleLattice.Pairing pairing,
    double learningRate,
    Schedule schedule,
    double klWeight,
    boolean trainDecoders,
    Statistics decoderStatistics,
    MStepSchedule mStep,
    ConvergenceRule convergence,
    long seed) {

  /** How the step size changes from epoch to epoch. */
  public enum Schedule {
    /** The paper's: times 0.9998 an epoch, not below 1e-5. */
    PAPER,
    /** Half a cosine down to a hundredth at the epoch limit. */
    COSINE
  }

  /** Statistics that a decoder's BatchNorm normalises by while training. */
  public enum Statistics {
    /** Those of the batch; running ones move along, of fixed decoders too (as released). */
    BATCH,
    /** The running ones, which then stay as pretraining left them. */
    RUNNING
  }

  /** When pi and b are set in closed form. */
  public enum MStepSchedule {
    /** At the end of each epoch, from the first on (paper). */
    EPOCH,
    /** Only b, at the end of each epoch; for experts that learn their noise. */
    SCALE_ONLY,
    /** Never: the prior and b stay as they are (experts). */
    NONE
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public TrainingConfig {
    if (epochs < 1 || batchSize < 2 || samples < 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 epoch, batches of 2 and 1 sample, found epochs=%d, B=%d, M=%d."
              .formatted(epochs, batchSize, samples));
    }
    if (!(learningRate > 0) || !(klWeight >= 0)) {
      throw new IllegalArgumentException(
          "Expected a positive learning rate and a KL weight of at least 0, found %s and %s."
              .formatted(learningRate, klWeight));
    }
  }

  /**
   * The paper's training of a joint model: crosswise samples, fixed decoders on batch statistics,
   * Adam at 2e-4, M-step once an epoch.
   *
   * @param epochs epoch limit
   * @param batchSize B
   * @param samples M
   * @param seed seed of batches and noise
   * @return the configuration
   */
  public static TrainingConfig joint(int epochs, int batchSize, int samples, long seed) {
    return new TrainingConfig(
        epochs,
        batchSize,
        samples,
        SampleLattice.Pairing.CROSSWISE,
        2e-4,
        Schedule.PAPER,
        1,
        false,
        Statistics.BATCH,
        MStepSchedule.EPOCH,
        ConvergenceRule.standard(),
        seed);
  }

  /**
   * The paper's pretraining of an expert: B = 128, M = 1, Adam at 1e-4, unit-variance Laplace noise
   * kept as it is.
   *
   * @param epochs number of epochs
   * @param klWeight weight of the KL term: {@link #KL_PAPER} or {@link #KL_RELEASED}
   * @param seed seed of batches and noise
   * @return the configuration
   */
  public static TrainingConfig expert(int epochs, double klWeight, long seed) {
    return new TrainingConfig(
        epochs,
        128,
        1,
        SampleLattice.Pairing.CROSSWISE,
        1e-4,
        Schedule.PAPER,
        klWeight,
        true,
        Statistics.BATCH,
        MStepSchedule.NONE,
        ConvergenceRule.never(),
        seed);
  }

  /** KL weight of the paper's objective. */
  public static final double KL_PAPER = 1;

  /**
   * KL weight of the released pretraining code, which sums the reconstruction over a batch of 128
   * and averages the KL.
   */
  public static final double KL_RELEASED = 1.0 / 128;

  /**
   * The same with another step size.
   *
   * @param learningRate Adam's first step size
   * @param schedule how it goes on
   * @return the changed configuration
   */
  public TrainingConfig withLearningRate(double learningRate, Schedule schedule) {
    return new TrainingConfig(
        epochs,
        batchSize,
        samples,
        pairing,
        learningRate,
        schedule,
        klWeight,
        trainDecoders,
        decoderStatistics,
        mStep,
        convergence,
        seed);
  }

  /**
   * The same with another treatment of decoders.
   *
   * @param trainDecoders whether decoders are trained
   * @param statistics statistics their BatchNorm uses while training
   * @return the changed configuration
   */
  public TrainingConfig withDecoders(boolean trainDecoders, Statistics statistics) {
    return new TrainingConfig(
        epochs,
        batchSize,
        samples,
        pairing,
        learningRate,
        schedule,
        klWeight,
        trainDecoders,
        statistics,
        mStep,
        convergence,
        seed);
  }

  /**
   * The same with another stopping rule.
   *
   * @param epochs epoch limit
   * @param convergence when to stop before it
   * @return the changed configuration
   */
  public TrainingConfig withStop(int epochs, ConvergenceRule convergence) {
    return new TrainingConfig(
        epochs,
        batchSize,
        samples,
        pairing,
        learningRate,
        schedule,
        klWeight,
        trainDecoders,
        decoderStatistics,
        mStep,
        convergence,
        seed);
  }

  /**
   * The same with another batch size.
   *
   * @param batchSize B
   * @return the changed configuration
   */
  public TrainingConfig withBatchSize(int batchSize) {
    return new TrainingConfig(
        epochs,
        batchSize,
        samples,
        pairing,
        learningRate,
        schedule,
        klWeight,
        trainDecoders,
        decoderStatistics,
        mStep,
        convergence,
        seed);
  }

  /**
   * The same with another M-step.
   *
   * @param mStep when pi and b are set
   * @return the changed configuration
   */
  public TrainingConfig withMStep(MStepSchedule mStep) {
    return new TrainingConfig(
        epochs,
        batchSize,
        samples,
        pairing,
        learningRate,
        schedule,
        klWeight,
        trainDecoders,
        decoderStatistics,
        mStep,
        convergence,
        seed);
  }

  LearningRateSchedule rates() {
    return switch (schedule) {
      case PAPER -> LearningRateSchedule.paper(learningRate);
      case COSINE -> new LearningRateSchedule.Cosine(learningRate, learningRate / 100, epochs);
    };
  }
}
