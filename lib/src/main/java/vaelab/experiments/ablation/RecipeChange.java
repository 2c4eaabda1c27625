package vaelab.experiments.ablation;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import vaelab.experiments.JointPhase;
import vaelab.experiments.JointPhase.Data;
import vaelab.experiments.TenDigitsConfig;
import vaelab.msvae.TrainingConfig;
import vaelab.msvae.TrainingConfig.MStepSchedule;
import vaelab.msvae.TrainingConfig.Schedule;
import vaelab.msvae.TrainingConfig.Statistics;

/** A choice of the ten-digit recipe, taken back or replaced while all others stay as they are. */
public enum RecipeChange {
  /** The recipe itself. */
  NONE("the recipe as it is", config -> config),

  /** Encoders of the joint model learn from nothing, as in the paper. */
  FRESH_ENCODERS("encoders start fresh", config -> new Parts(config).encoders(false).config()),

  /** Experts under the paper's objective. */
  KL_PAPER("experts: KL weight 1", config -> experts(config, TrainingConfig.KL_PAPER)),

  /** Experts as the released code pretrains them. */
  KL_RELEASED("experts: KL weight 1/128", config -> experts(config, TrainingConfig.KL_RELEASED)),

  /** Experts see no jittered copies, but their images as often as all copies together. */
  NO_COPIES("experts: no jittered copies", config -> new Parts(config).withoutCopies().config()),

  /** Nothing but the given mixtures, as in the paper, for as many epochs; they set pi as well. */
  GIVEN_ONLY("given mixtures only", config -> new Parts(config).givenOnly().config()),

  /**
   * Decoders normalise by the statistics of the batch, as in the paper, which learn the scale of
   * the latents by themselves.
   */
  BATCH_STATISTICS(
      "decoders on batch statistics",
      config ->
          new Parts(config)
              .joint(
                  changes -> {
                    changes.decoderStatistics = Statistics.BATCH;
                    if (changes.mStep == MStepSchedule.EPOCH_AND_LATENT_SCALE) {
                      changes.mStep = MStepSchedule.EPOCH;
                    }
                  })
              .config()),

  /** Decoders are not kept as the experts left them. */
  TUNED_DECODERS(
      "decoders fine-tuned",
      config -> new Parts(config).joint(changes -> changes.trainDecoders = true).config()),

  /** The step size hardly falls, as in the paper. */
  CONSTANT_RATE(
      "joint training: step size without cosine",
      config -> new Parts(config).joint(changes -> changes.schedule = Schedule.PAPER).config());

  private final String words;
  private final UnaryOperator<TenDigitsConfig> change;

  RecipeChange(String words, UnaryOperator<TenDigitsConfig> change) {
    this.words = words;
    this.change = change;
  }

  /**
   * The changed recipe.
   *
   * @param recipe settings of the recipe as it is
   * @return the same but for what this changes
   */
  public TenDigitsConfig of(TenDigitsConfig recipe) {
    return change.apply(recipe);
  }

  /**
   * What is changed, in words, for tables.
   *
   * @return for example {@code encoders start fresh}
   */
  public String inWords() {
    return words;
  }

  /** The name as commands and files have it, for example {@code fresh-encoders}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static TenDigitsConfig experts(TenDigitsConfig config, double klWeight) {
    return new Parts(config).experts(changes -> changes.klWeight = klWeight).config();
  }

  /** The parts of the settings that changes are about. */
  private static final class Parts {
    private final TenDigitsConfig from;
    private int copies;
    private TrainingConfig experts;
    private boolean encoders;
    private List<JointPhase> joint;

    Parts(TenDigitsConfig from) {
      this.from = from;
      copies = from.expertCopies();
      experts = from.experts();
      encoders = from.expertEncoders();
      joint = from.joint();
    }

    Parts encoders(boolean ofExperts) {
      encoders = ofExperts;
      return this;
    }

    Parts experts(Consumer<TrainingConfig.Changes> changes) {
      experts = experts.with(changes);
      return this;
    }

    Parts withoutCopies() {
      int passes = copies * experts.epochs();
      copies = 1;
      return experts(changes -> changes.epochs = passes);
    }

    /** With what all given mixtures set in closed form: composed ones say nothing of the rates. */
    Parts givenOnly() {
      joint = joint.stream().map(phase -> new JointPhase(Data.GIVEN, phase.training())).toList();
      return joint(changes -> changes.mStep = MStepSchedule.EPOCH_AND_LATENT_SCALE);
    }

    Parts joint(Consumer<TrainingConfig.Changes> changes) {
      joint =
          joint.stream()
              .map(phase -> new JointPhase(phase.data(), phase.training().with(changes)))
              .toList();
      return this;
    }

    TenDigitsConfig config() {
      return new TenDigitsConfig(
          from.scale(),
          from.labels(),
          from.pi(),
          from.b(),
          from.trainMixtures(),
          from.testMixtures(),
          from.expertImages(),
          copies,
          from.commonEpochs(),
          experts,
          encoders,
          joint,
          from.composedCopies(),
          from.seed());
    }
  }
}
