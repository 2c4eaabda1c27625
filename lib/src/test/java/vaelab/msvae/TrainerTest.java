package vaelab.msvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vaelab.msvae.TrainingConfig.MStepSchedule;
import vaelab.msvae.TrainingConfig.Statistics;
import vaelab.msvae.energy.LaplaceNoise;
import vaelab.msvae.energy.SumCombination;
import vaelab.tensor.GradMode;
import vaelab.train.History;
import vaelab.train.StopReason;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;
import vaelab.train.TrainingPlan;

/** Algorithm 1 on tiny data: schedule of pi and b, what is fixed stays fixed, failures. */
class TrainerTest {

  private static Map<String, float[]> values(MsVae model) {
    Map<String, float[]> values = new LinkedHashMap<>();
    model.parameters().forEach((name, p) -> values.put(name, p.getArray().toFloatArray()));
    return values;
  }

  /** pi = 0.5 and b = 1 in every step of the first epoch; the new values from the second on. */
  @Test
  void theFirstEpochKeepsPiAndB() throws IOException {
    try (MsVae model = Tiny.floats(2, 1)) {
      List<String> seen = new ArrayList<>();
      Trainer trainer =
          new Trainer(model, Tiny.config(3, 1, 5))
              .listener(
                  new TrainingListener() {
                    @Override
                    public void onStep(int epoch, int step, double elbo) {
                      seen.add(
                          "%d.%d %s %s"
                              .formatted(
                                  epoch,
                                  step,
                                  model.scale(),
                                  List.of(model.pi()[0], model.pi()[1])));
                    }
                  });
      History history = trainer.fit(Tiny.data(24, 2));
      assertEquals(9, seen.size());
      for (int epoch = 1; epoch <= 3; epoch++) {
        double b = epoch == 1 ? 1 : history.column("b")[epoch - 2];
        double pi0 = epoch == 1 ? 0.5 : history.column("pi[0]")[epoch - 2];
        double pi1 = epoch == 1 ? 0.5 : history.column("pi[1]")[epoch - 2];
        for (int step = 1; step <= 3; step++) {
          assertEquals(
              "%d.%d %s %s".formatted(epoch, step, b, List.of(pi0, pi1)),
              seen.get(3 * (epoch - 1) + step - 1));
        }
        assertNotEquals(b, history.column("b")[epoch - 1]);
      }
      assertEquals(StopReason.Kind.EPOCH_LIMIT, trainer.stopReason().kind());
    }
  }

  @Test
  void trainingRaisesTheElbo() throws IOException {
    try (MsVae model = Tiny.floats(2, 1)) {
      TrainingConfig config =
          Tiny.config(30, 1, 5)
              .with(
                  v -> {
                    v.trainDecoders = true;
                    v.decoderStatistics = Statistics.BATCH;
                  })
              .with(v -> v.mStep = MStepSchedule.NONE);
      double[] elbo = new Trainer(model, config).fit(Tiny.data(64, 2)).column("elbo");
      assertTrue(elbo[29] > elbo[0] + 0.1, elbo[0] + " to " + elbo[29]);
    }
  }

  @ParameterizedTest
  @EnumSource(Statistics.class)
  void fixedDecodersKeepTheirWeights(Statistics statistics) throws IOException {
    try (MsVae model = Tiny.floats(2, 3)) {
      Map<String, float[]> before = values(model);
      new Trainer(
              model,
              Tiny.config(2, 1, 5)
                  .with(
                      v -> {
                        v.trainDecoders = false;
                        v.decoderStatistics = statistics;
                      }))
          .fit(Tiny.data(24, 4));
      Map<String, float[]> after = values(model);
      for (Map.Entry<String, Parameter> entry : model.parameters().entrySet()) {
        String name = entry.getKey();
        boolean same = Arrays.equals(before.get(name), after.get(name));
        boolean running = name.contains("unning");
        if (name.contains("encoder")) {
          assertFalse(same, name + " of an encoder stood still");
        } else if (running) {
          // As released, batch statistics move the running ones of fixed decoders too.
          assertEquals(statistics == Statistics.RUNNING, same, name);
        } else {
          assertTrue(same, name + " of a fixed decoder moved");
        }
      }
      assertTrue(
          before.keySet().stream().anyMatch(n -> n.contains("decoder") && n.contains("unning")));
    }
  }

  @Test
  void trainedDecodersMove() throws IOException {
    try (MsVae model = Tiny.floats(1, 3)) {
      Map<String, float[]> before = values(model);
      new Trainer(
              model,
              Tiny.config(1, 1, 5)
                  .with(
                      v -> {
                        v.trainDecoders = true;
                        v.decoderStatistics = Statistics.BATCH;
                      }))
          .fit(Tiny.data(24, 4));
      values(model).forEach((name, now) -> assertFalse(Arrays.equals(before.get(name), now), name));
    }
  }

  @Test
  void theMStepFollowsItsSchedule() throws IOException {
    try (MsVae model = Tiny.floats(2, 3)) {
      new Trainer(model, Tiny.config(2, 1, 5).with(v -> v.mStep = MStepSchedule.NONE))
          .fit(Tiny.data(24, 4));
      assertEquals(1, model.scale());
      assertArrayEquals(new double[] {0.5, 0.5}, model.pi());
      new Trainer(model, Tiny.config(2, 1, 5).with(v -> v.mStep = MStepSchedule.SCALE_ONLY))
          .fit(Tiny.data(24, 4));
      assertNotEquals(1, model.scale());
      assertArrayEquals(new double[] {0.5, 0.5}, model.pi());
    }
  }

  @Test
  void anExpertKeepsItsPriorAndItsUnitVariance() throws IOException {
    try (MsVae expert = MsVae.expert(Tiny.SIZES, "zero", 1)) {
      TrainingConfig config = TrainingConfig.expert(2, TrainingConfig.KL_RELEASED, 3);
      History history =
          new Trainer(expert, config.with(v -> v.batchSize = 8)).fit(Tiny.data(24, 4));
      assertEquals(Math.sqrt(0.5), expert.scale());
      assertFalse(history.columns().contains("pi[0]"));
      assertArrayEquals(new double[] {0, 0}, history.column("stateEntropy"), "s = 1 is certain");
    }
  }

  @Test
  void twoRunsAreTheSameToTheBit() throws IOException {
    try (MsVae a = Tiny.floats(3, 6);
        MsVae b = Tiny.floats(3, 6)) {
      History one = new Trainer(a, Tiny.config(3, 2, 8)).fit(Tiny.data(30, 7));
      History two = new Trainer(b, Tiny.config(3, 2, 8)).fit(Tiny.data(30, 7));
      Histories.assertSame(one, two);
      Map<String, float[]> values = values(b);
      values(a).forEach((name, v) -> assertArrayEquals(v, values.get(name), name));
    }
  }

  /** Every step holds as many tensors as the one before, and a run leaves those of the model. */
  @Test
  void fiftyStepsLeaveNoTensorBehind() throws IOException {
    try (MsVae model = Tiny.floats(2, 6)) {
      int before = model.manager().getManagedArrays().size();
      Set<Integer> during = new HashSet<>();
      TrainingListener count =
          new TrainingListener() {
            @Override
            public void onStep(int epoch, int step, double elbo) {
              during.add(model.manager().getManagedArrays().size());
            }
          };
      new Trainer(model, Tiny.config(17, 2, 8)).listener(count).fit(Tiny.data(24, 7));
      assertEquals(1, during.size(), "tensors alive in steps: " + during);
      assertEquals(before, model.manager().getManagedArrays().size());
    }
  }

  @Test
  void probesAddTheirColumnsAfterTheMStep() throws IOException {
    try (MsVae model = Tiny.floats(2, 1)) {
      History history =
          new Trainer(model, Tiny.config(3, 1, 5))
              .probe(m -> Map.of("twiceB", 2 * m.scale()))
              .fit(Tiny.data(24, 2));
      for (int i = 0; i < 3; i++) {
        assertEquals(2 * history.column("b")[i], history.column("twiceB")[i]);
      }
    }
  }

  private static String failure(float[] x) {
    try (MsVae model = Tiny.floats(2, 1)) {
      return failure(model, Tiny.config(3, 1, 5), x);
    }
  }

  private static String failure(MsVae model, TrainingConfig config, float[] x) {
    Trainer trainer = new Trainer(model, config);
    TrainingFailedException e = assertThrows(TrainingFailedException.class, () -> trainer.fit(x));
    assertEquals(StopReason.Kind.FAILED, trainer.stopReason().kind());
    assertTrue(trainer.stopReason().toString().contains(e.getMessage()));
    return e.getMessage();
  }

  @Test
  void undefinedDataStopsTheRunWithEpochAndBatch() {
    float[] x = Tiny.data(24, 2);
    x[17] = Float.NaN;
    String message = failure(x);
    assertTrue(message.contains("epoch 1, batch "), message);
  }

  @Test
  void undefinedDataIsNamedAsTheCause() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] x = Tiny.data(24, 2);
      x[17] = bad;
      String message = failure(x);
      assertTrue(message.contains("observations contain NaN or infinite values"), message);
    }
  }

  @Test
  void undefinedImagesAreNamedAsTheCause() {
    try (MsVae model = Tiny.floats(2, 1);
        GradMode off = GradMode.off()) {
      model.streams().get(1).decoder().parameters().values().stream()
          .reduce((earlier, later) -> later)
          .orElseThrow()
          .getArray()
          .muli(Float.NaN);
      String message = failure(model, Tiny.config(1, 1, 5), Tiny.data(24, 2));
      assertTrue(message.contains("decoders' outputs are not finite"), message);
      assertTrue(message.contains("lower learning rate"), message);
    }
  }

  /** Silence is met exactly by the state without streams, and then there is no noise. */
  @Test
  void noNoiseAtAllStopsTheRun() {
    for (MStepSchedule schedule :
        new MStepSchedule[] {MStepSchedule.EPOCH, MStepSchedule.SCALE_ONLY}) {
      try (MsVae model = Tiny.floats(2, 1)) {
        TrainingConfig config = Tiny.config(30, 1, 5).with(v -> v.mStep = schedule);
        String message = failure(model, config, new float[24 * Tiny.DIM]);
        assertTrue(message.contains("positive noise scale b, found 0.0 after epoch "), message);
        assertTrue(model.scale() > 0, "b stays as it was");
      }
    }
  }

  @Test
  void undefinedDataStopsTheRunWithTensorEnergiesToo() {
    try (MsVae model = Tiny.of(2, DataType.FLOAT32, 1, new SumCombination(), new LaplaceNoise())) {
      float[] x = new float[24 * Tiny.DIM];
      Arrays.fill(x, Float.NaN);
      Trainer trainer = new Trainer(model, Tiny.config(1, 1, 5));
      assertThrows(TrainingFailedException.class, () -> trainer.fit(x));
    }
  }

  @Test
  void refusesWhatCannotBeHeldInMemoryBeforeItStarts() {
    try (MsVae model = Tiny.floats(10, 1)) {
      IllegalArgumentException crosswise =
          assertThrows(
              IllegalArgumentException.class,
              () -> new Trainer(model, TrainingConfig.joint(1, 8, 100, 1)));
      assertTrue(crosswise.getMessage().contains("1.10e+20"), crosswise.getMessage());
      Trainer large = new Trainer(model, TrainingConfig.joint(1, 3_000_000, 1, 1));
      IllegalArgumentException batch =
          assertThrows(IllegalArgumentException.class, () -> large.fit(Tiny.data(8, 1)));
      assertTrue(batch.getMessage().contains("11.4 GiB"), batch.getMessage());
    }
  }

  /** A weighted objective is no bound in nats, and not to be shown as one. */
  @Test
  void onlyTheElboIsCalledSo() throws IOException {
    for (double weight : new double[] {1, 0.5}) {
      List<String> objectives = new ArrayList<>();
      TrainingListener listener =
          new TrainingListener() {
            @Override
            public void onStart(TrainingPlan plan) {
              objectives.add(plan.objective());
            }
          };
      try (MsVae model = Tiny.floats(1, 1)) {
        History history =
            new Trainer(model, Tiny.config(1, 1, 1).with(c -> c.klWeight = weight))
                .listener(listener)
                .fit(Tiny.data(8, 1));
        assertEquals(
            history.last("logEvidence") - weight * history.last("kl"), history.last("elbo"), 1e-9);
      }
      assertEquals(
          List.of(weight == 1 ? TrainingPlan.ELBO : TrainingPlan.WEIGHTED_ELBO), objectives);
    }
  }

  @Test
  void refusesDataOfAnotherWidth() {
    try (MsVae model = Tiny.floats(1, 1)) {
      Trainer trainer = new Trainer(model, Tiny.config(1, 1, 1));
      assertThrows(IllegalArgumentException.class, () -> trainer.fit(new float[Tiny.DIM * 4 + 1]));
    }
  }
}
