package vaelab.experiments.speech;

import java.util.List;
import vaelab.audio.ConversationPlan;
import vaelab.experiments.Scale;
import vaelab.experiments.TrainingPresets;
import vaelab.msvae.TrainingConfig;

/**
 * Sizes and settings of the experiment on conversations (paper section 3.3).
 *
 * @param scale the scale these belong to
 * @param pairs how many pairs of speakers, at least 1: neighbours in the alphabet first
 * @param conversations test conversations of each pair, at least 1
 * @param seconds length of enrolments and training conversations
 * @param testShare share of each speaker's recordings that only test conversations are made of
 * @param bridged pauses of one speaker up to this many seconds count as speech, in the reference
 *     and in every answer
 * @param grid width in seconds of the coarse grid
 * @param loudest share of the enrolments' magnitudes that the gain brings to at most 1
 * @param variants what is trained
 * @param experts pretraining of each expert on a whole enrolment
 * @param joint training of the model of a pair
 * @param seed seed of conversations, weights and noise
 */
public record WhoSpeaksWhenConfig(
    Scale scale,
    int pairs,
    int conversations,
    double seconds,
    double testShare,
    double bridged,
    double grid,
    double loudest,
    List<Variant> variants,
    TrainingConfig experts,
    TrainingConfig joint,
    long seed) {
  /** Epochs of each expert at the paper's sizes. */
  static final int EXPERT_EPOCHS = 30;

  /** Epochs of a joint model at the paper's sizes. */
  static final int EPOCHS = 10;

  /** Length of enrolments and training conversations, in seconds. */
  static final double SECONDS = ConversationPlan.PAPER_TRAIN.seconds();

  private static final double MOST_PASSES = 5;

  /**
   * One kind of model.
   *
   * @param enrolment share of each speaker's own track that the expert is pretrained on, in (0,1]
   * @param silence how sound becomes rows
   * @param pairs how many of the pairs it is trained on, the first ones
   */
  public record Variant(double enrolment, SilenceRule silence, int pairs) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Variant {
      if (!(enrolment > 0 && enrolment <= 1)) {
        throw new IllegalArgumentException(
            "Expected a share of the enrolment above 0 and at most 1, found " + enrolment + ".");
      }
      if (pairs < 1) {
        throw new IllegalArgumentException("Expected at least 1 pair, found " + pairs + ".");
      }
    }

    /** File name part. */
    String id() {
      return "%s-%d".formatted(silence, Math.round(100 * enrolment));
    }

    /** Words for a table. */
    String description() {
      return "MS-VAE (%d %%), %s".formatted(Math.round(100 * enrolment), silence.description());
    }
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is out of range, or nothing is to be trained
   */
  public WhoSpeaksWhenConfig {
    variants = List.copyOf(variants);
    if (pairs < 1 || conversations < 1 || variants.isEmpty()) {
      throw new IllegalArgumentException(
          "Expected at least 1 pair, 1 test conversation and 1 variant, found %d, %d and %d."
              .formatted(pairs, conversations, variants.size()));
    }
    if (!(seconds > 0 && grid > 0 && bridged >= 0) || !isShare(testShare) || !isShare(loudest)) {
      throw new IllegalArgumentException(
          "Expected seconds and grid above 0, bridged pauses of at least 0 s and shares in (0,1), found %s, %s, %s, %s and %s."
              .formatted(seconds, grid, bridged, testShare, loudest));
    }
  }

  private static boolean isShare(double value) {
    return value > 0 && value < 1;
  }

  /**
   * Settings of a scale.
   *
   * @param scale smoke (three words a speaker), quick (three pairs) or paper (all six pairs of four
   *     speakers)
   * @param seed seed of conversations, weights and noise
   * @return the settings
   */
  public static WhoSpeaksWhenConfig of(Scale scale, long seed) {
    int pairs =
        switch (scale) {
          case SMOKE -> 1;
          case QUICK -> 3;
          case PAPER -> 6;
        };
    Variant all = new Variant(1, SilenceRule.FIXED_GAIN, pairs);
    Variant tenth = new Variant(0.1, SilenceRule.FIXED_GAIN, pairs);
    // One pair shows what the released scaling does.
    Variant oracle = new Variant(1, SilenceRule.ORACLE, 1);
    Variant ignored = new Variant(1, SilenceRule.IGNORED, 1);
    List<Variant> every = List.of(all, tenth, oracle, ignored);
    return switch (scale) {
      case SMOKE -> of(scale, pairs, 1, 12, List.of(all, oracle), 2, 2, seed);
      case QUICK -> of(scale, pairs, 2, SECONDS, every, 15, 4, seed);
      case PAPER -> of(scale, pairs, 3, SECONDS, every, EXPERT_EPOCHS, EPOCHS, seed);
    };
  }

  private static WhoSpeaksWhenConfig of(
      Scale scale,
      int pairs,
      int conversations,
      double seconds,
      List<Variant> variants,
      int expertEpochs,
      int epochs,
      long seed) {
    return new WhoSpeaksWhenConfig(
        scale,
        pairs,
        conversations,
        seconds,
        0.25,
        ConversationPlan.LONGEST_PAUSE,
        1,
        0.999,
        variants,
        TrainingPresets.voices(expertEpochs, seed),
        TrainingPresets.conversation(epochs, seed),
        seed);
  }

  /** Pretraining of a variant: less speech is gone through more often, up to five times. */
  TrainingConfig experts(Variant variant) {
    double factor = Math.min(MOST_PASSES, 1 / variant.enrolment());
    return experts.with(c -> c.epochs = (int) Math.round(factor * experts.epochs()));
  }
}
