package vaelab.experiments.ablation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vaelab.experiments.JointPhase;
import vaelab.experiments.JsonDifferences;
import vaelab.experiments.Scale;
import vaelab.experiments.TenDigitsConfig;

/** Each change changes what it says and nothing else. */
class RecipeChangeTest {
  private static final Map<RecipeChange, Set<String>> CHANGED =
      Map.of(
          RecipeChange.NONE, Set.of(),
          RecipeChange.FRESH_ENCODERS, Set.of("expertEncoders"),
          RecipeChange.KL_PAPER, Set.of("experts.klWeight"),
          RecipeChange.KL_RELEASED, Set.of("experts.klWeight"),
          RecipeChange.NO_COPIES, Set.of("expertCopies", "experts.epochs"),
          RecipeChange.GIVEN_ONLY, Set.of("joint[1].data", "joint[1].training.mStep"),
          RecipeChange.BATCH_STATISTICS,
              Set.of(
                  "joint[0].training.decoderStatistics",
                  "joint[0].training.mStep",
                  "joint[1].training.decoderStatistics",
                  "joint[2].training.decoderStatistics",
                  "joint[2].training.mStep"),
          RecipeChange.TUNED_DECODERS,
              Set.of(
                  "joint[0].training.trainDecoders",
                  "joint[1].training.trainDecoders",
                  "joint[2].training.trainDecoders"),
          RecipeChange.CONSTANT_RATE, Set.of("joint[1].training.schedule"));

  private static final TenDigitsConfig RECIPE = TenDigitsConfig.of(Scale.QUICK, 0.1, 3);

  @ParameterizedTest
  @EnumSource
  void changesWhatItSays(RecipeChange change) throws IOException {
    Set<String> changed = new TreeSet<>();
    for (String difference : JsonDifferences.between(RECIPE, change.of(RECIPE))) {
      changed.add(difference.substring(0, difference.indexOf(": ")));
    }
    assertEquals(new TreeSet<>(CHANGED.get(change)), changed);
  }

  @ParameterizedTest
  @EnumSource
  void imagesAreSeenAsOften(RecipeChange change) {
    TenDigitsConfig changed = change.of(RECIPE);
    assertEquals(
        RECIPE.expertCopies() * RECIPE.experts().epochs(),
        changed.expertCopies() * changed.experts().epochs());
    assertEquals(epochs(RECIPE), epochs(changed));
  }

  private static int epochs(TenDigitsConfig config) {
    return config.joint().stream().mapToInt(phase -> phase.training().epochs()).sum();
  }

  @Test
  void klWeightsAreThoseOfThePresets() {
    assertEquals(1, RecipeChange.KL_PAPER.of(RECIPE).experts().klWeight());
    assertEquals(1.0 / 128, RecipeChange.KL_RELEASED.of(RECIPE).experts().klWeight());
  }

  @Test
  void givenMixturesOnly() {
    List<JointPhase> phases = RecipeChange.GIVEN_ONLY.of(RECIPE).joint();
    assertTrue(phases.stream().allMatch(phase -> phase.data() == JointPhase.Data.GIVEN));
  }
}
