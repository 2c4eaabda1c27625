package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vaelab.msvae.TrainingConfig.MStepSchedule;
import vaelab.msvae.estep.FixedCountPrior;
import vaelab.train.ConvergenceRule;

/** Training and inference under priors that are not Bernoulli: what works, and what is refused. */
class OtherPriorsTest {
  private static final float[] DATA = Tiny.data(24, 4);

  @TempDir Path folder;

  private static MsVae pairs() {
    MsVae model = Tiny.floats(3, 3);
    model.setPrior(new FixedCountPrior(3, 2));
    return model;
  }

  @ParameterizedTest
  @EnumSource(MStepSchedule.class)
  void theMStepReplacesNoOtherPrior(MStepSchedule schedule) throws IOException {
    TrainingConfig config = Tiny.config(2, 1, 5).with(c -> c.mStep = schedule);
    try (MsVae model = pairs()) {
      Trainer trainer = new Trainer(model, config);
      if (schedule == MStepSchedule.NONE || schedule == MStepSchedule.SCALE_ONLY) {
        assertFalse(trainer.fit(DATA).has("pi[0]"));
      } else {
        assertSays(
            IllegalArgumentException.class,
            () -> trainer.fit(DATA),
            schedule.name(),
            "FixedCountPrior",
            "SCALE_ONLY");
      }
      assertEquals(2, assertInstanceOf(FixedCountPrior.class, model.prior()).count());
    }
  }

  @Test
  void aRuleThatWatchesRatesIsRefusedIfItCanBeMet() throws IOException {
    TrainingConfig config =
        Tiny.config(4, 1, 5)
            .with(
                c -> {
                  c.mStep = MStepSchedule.NONE;
                  c.convergence = ConvergenceRule.of(0.1, 0.1, 2, 1);
                });
    try (MsVae model = pairs()) {
      for (List<String> rates : List.of(List.of("pi", "b"), List.of("pi[1]"))) {
        Trainer trainer =
            new Trainer(
                model,
                config.with(c -> c.convergence = new ConvergenceRule("elbo", 1, rates, 1, 2, 1)));
        assertSays(IllegalArgumentException.class, () -> trainer.fit(DATA), "pi", "never()");
      }
      new Trainer(model, config.with(c -> c.epochs = 3)).fit(DATA); // over before it is asked
      ConvergenceRule withoutRates =
          new ConvergenceRule("elbo", 1e9, List.of("b", "pixels"), 1, 9, 1);
      new Trainer(model, config.with(c -> c.convergence = withoutRates)).fit(DATA);
    }
  }

  @Test
  void aPriorThatNoFileTellsIsTrainedWithoutACheckpointOnly() throws IOException {
    TrainingConfig config = Tiny.config(1, 1, 5).with(c -> c.mStep = MStepSchedule.NONE);
    Path file = folder.resolve("run.safetensors");
    try (MsVae model = Tiny.floats(3, 3)) {
      model.setPrior(new Extensions.NeverSilent(3));
      Trainer kept = new Trainer(model, config).checkpoint(file);
      assertSays(IllegalArgumentException.class, () -> kept.fit(DATA), "NeverSilent");
      assertEquals(null, kept.stopReason(), "nothing was begun");
      assertFalse(Files.exists(file));
      assertEquals(1, new Trainer(model, config).fit(DATA).size());
    }
  }

  /** As many candidates as there are states, of which one is impossible. */
  @Test
  void refinementLeavesImpossibleStatesAlone() {
    try (MsVae model = Tiny.floats(3, 3)) {
      model.setPrior(new Extensions.NeverSilent(3));
      model.setScale(0.2);
      for (Refinement how : List.of(Refinement.of(0, 2, 8), Refinement.of(1, 0, 8))) {
        Inference.Prediction p = new Inference(model).withRefinement(how).predict(DATA);
        for (int n = 0; n < 24; n++) {
          assertNotEquals(0, p.states()[n]);
          assertTrue(Double.isFinite(p.stateEntropy()[n]));
        }
      }
      assertTrue(Double.isFinite(RefinedElbo.of(model, DATA, Refinement.of(0, 2, 8), 1).elbo()));
    }
  }
}
