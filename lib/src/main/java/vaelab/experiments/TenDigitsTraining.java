package vaelab.experiments;

import java.util.List;
import java.util.stream.Stream;
import vaelab.experiments.JointPhase.Data;
import vaelab.experiments.TenDigitsConfig.Recipe;
import vaelab.msvae.TrainingConfig;

/**
 * How the ten-digit model is trained: the paper's way or ours, at each scale.
 *
 * @param recipe whose way
 * @param few whether experts see a part of the labels only
 * @param seed seed of weights, batches and noise
 */
record TenDigitsTraining(Recipe recipe, boolean few, long seed) {
  /** Batches of the joint training (paper). */
  private static final int BATCH = 125;

  private static final double ENCODER_RATE = 6e-4;

  /**
   * The encoders' step size is too much for decoders: ELBO 278 and 88 % of states after eight
   * epochs (all labels); half of it gave 301 and 92 % (a tenth of them).
   */
  private static final double DECODER_RATE = 3e-4;

  private boolean published() {
    return recipe == Recipe.PUBLISHED;
  }

  /** Images that an expert sees of each one, itself included. */
  int copies(Scale scale) {
    if (published()) {
      return 1;
    }
    return switch (scale) {
      case SMOKE -> 2;
      case QUICK -> few ? 10 : 3;
      case PAPER -> few ? 50 : 10;
    };
  }

  /** Epochs of the VAE of all digits that experts start from. */
  int commonEpochs(Scale scale) {
    if (published()) {
      return 0;
    }
    return switch (scale) {
      case SMOKE -> 1;
      case QUICK -> 0;
      case PAPER -> few ? 60 : 15;
    };
  }

  /** Pretraining; an epoch sees every copy once. */
  TrainingConfig experts(Scale scale) {
    int passes =
        switch (scale) {
          case SMOKE -> 2 * copies(scale);
          case QUICK -> few ? 60 : 12;
          case PAPER -> published() ? few ? 1_000 : 150 : few ? 1_200 : 220;
        };
    int epochs = passes / copies(scale);
    return published()
        ? TrainingConfig.expert(epochs, TrainingConfig.KL_PAPER, seed)
        : TrainingPresets.experts(epochs, seed);
  }

  /** Phases of the joint training. */
  List<JointPhase> joint(Scale scale) {
    return switch (scale) {
      case SMOKE -> published() ? List.of(paper(2, 50, false)) : ours(1, 50, 1);
      case QUICK -> List.of(published() ? paper(5, BATCH, false) : given(5, BATCH, false));
      case PAPER -> published() ? paper() : ours(6, BATCH, 20);
    };
  }

  private List<JointPhase> paper() {
    JointPhase fixed = paper(100, BATCH, false);
    return few ? List.of(fixed, paper(50, BATCH, true)) : List.of(fixed);
  }

  private JointPhase paper(int epochs, int batch, boolean decoders) {
    TrainingConfig config = TrainingConfig.joint(epochs, batch, 1, seed);
    return new JointPhase(Data.GIVEN, config.with(c -> c.trainDecoders = decoders));
  }

  private List<JointPhase> ours(int given, int batch, int composed) {
    return Stream.of(
            // No cosine: its end is not the end.
            given(given, batch, false).with(c -> c.schedule = TrainingConfig.Schedule.PAPER),
            given(composed, batch, false)
                .on(Data.COMPOSED_WITH_STATES)
                .with(c -> c.mStep = TrainingConfig.MStepSchedule.SCALE_ONLY))
        .toList();
  }

  private JointPhase given(int epochs, int batch, boolean decoders) {
    TrainingConfig config =
        TrainingPresets.joint(epochs, batch, 1, decoders ? DECODER_RATE : ENCODER_RATE, seed);
    return new JointPhase(Data.GIVEN, config.with(c -> c.trainDecoders = decoders));
  }

  /** Images made of each labelled one for an epoch of composed mixtures. */
  int composedCopies() {
    return few ? 5 : 2;
  }
}
