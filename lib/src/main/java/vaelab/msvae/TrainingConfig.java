package vaelab.msvae;

import java.util.function.Consumer;
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
 * @param mStep when the closed-form parameters are set
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

  /** What is set in closed form, and when. */
  public enum MStepSchedule {
    /** At the end of each epoch, from the first on (paper). */
    EPOCH,
    /**
     * Those, and the scale of the latents ({@link LatentScale}), which decoders cannot learn that
     * are fixed and normalise by running statistics.
     */
    EPOCH_AND_LATENT_SCALE,
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
   * The same with some values changed: {@code config.with(c -> c.seed = 7)}.
   *
   * @param changes sets the fields that change
   * @return the changed configuration
   */
  public TrainingConfig with(Consumer<Changes> changes) {
    Changes c = new Changes(this);
    changes.accept(c);
    return new TrainingConfig(
        c.epochs,
        c.batchSize,
        c.samples,
        c.pairing,
        c.learningRate,
        c.schedule,
        c.klWeight,
        c.trainDecoders,
        c.decoderStatistics,
        c.mStep,
        c.convergence,
        c.seed);
  }

  /** A copy whose values can be set; the fields mean what the record's components mean. */
  public static final class Changes {
    /** Epoch limit. */
    public int epochs;

    /** B. */
    public int batchSize;

    /** M. */
    public int samples;

    /** How samples of different streams meet. */
    public SampleLattice.Pairing pairing;

    /** Adam's first step size. */
    public double learningRate;

    /** How the step size goes on. */
    public Schedule schedule;

    /** Weight of the KL terms. */
    public double klWeight;

    /** Whether decoders are trained. */
    public boolean trainDecoders;

    /** Statistics that decoders use while training. */
    public Statistics decoderStatistics;

    /** When pi and b are set. */
    public MStepSchedule mStep;

    /** When to stop before the limit. */
    public ConvergenceRule convergence;

    /** Seed of batches and noise. */
    public long seed;

    private Changes(TrainingConfig from) {
      epochs = from.epochs;
      batchSize = from.batchSize;
      samples = from.samples;
      pairing = from.pairing;
      learningRate = from.learningRate;
      schedule = from.schedule;
      klWeight = from.klWeight;
      trainDecoders = from.trainDecoders;
      decoderStatistics = from.decoderStatistics;
      mStep = from.mStep;
      convergence = from.convergence;
      seed = from.seed;
    }
  }

  LearningRateSchedule rates() {
    return switch (schedule) {
      case PAPER -> LearningRateSchedule.paper(learningRate);
      case COSINE -> new LearningRateSchedule.Cosine(learningRate, learningRate / 100, epochs);
    };
  }
}
