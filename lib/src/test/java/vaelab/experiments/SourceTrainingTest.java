package vaelab.experiments;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static vaelab.data.Errors.assertSays;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vaelab.msvae.MsVae;
import vaelab.msvae.TrainingConfig;
import vaelab.msvae.TrainingData;
import vaelab.nn.NetworkSizes;
import vaelab.train.ConvergenceRule;
import vaelab.train.History;
import vaelab.train.TrainingFailedException;
import vaelab.train.TrainingListener;

/** Training in phases goes on where it was, and ends where one without interruption ends. */
class SourceTrainingTest {
  private static final NetworkSizes SIZES = new NetworkSizes(6, List.of(5, 4), 2);
  private static final TrainingConfig EXPERTS =
      TrainingConfig.expert(2, 0.14, 3).with(c -> c.batchSize = 8);
  private static final List<TrainingConfig> PHASES = List.of(phase(3, false), phase(2, true));
  private static final float[] MIXTURES = random(40, 3);

  @TempDir Path directory;

  private static TrainingConfig phase(int epochs, boolean decoders) {
    return TrainingConfig.joint(epochs, 8, 1, 5)
        .with(
            c -> {
              c.trainDecoders = decoders;
              c.convergence = ConvergenceRule.never();
            });
  }

  private static List<SourceTraining.Phase> phases(List<TrainingConfig> configs) {
    return configs.stream().map(c -> SourceTraining.on(MIXTURES, c)).toList();
  }

  private static float[] random(int rows, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * SIZES.dim()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  private static Map<String, float[]> sources() {
    Map<String, float[]> sources = new LinkedHashMap<>();
    sources.put("a", random(24, 1));
    sources.put("b", random(17, 2));
    return sources;
  }

  /** Stops a training after some epochs in all. */
  private static TrainingListener untilEpoch(int last) {
    return new TrainingListener() {
      @Override
      public void onEpoch(History history) {
        if (history.lastEpoch() == last) {
          throw new CancellationException("the machine goes down");
        }
      }
    };
  }

  private void train(Path where, TrainingListener listener) throws IOException {
    try (SourceTraining training = new SourceTraining(where)) {
      training.pretrain(sources(), SIZES, EXPERTS, TrainingListener.NONE);
      training.train(true, phases(PHASES), m -> Map.of(), listener);
    }
  }

  private static float[] weights(Path where) throws IOException {
    try (SourceTraining training = new SourceTraining(where)) {
      training.pretrain(sources(), SIZES, EXPERTS, TrainingListener.NONE);
      training.train(true, phases(PHASES), m -> Map.of(), TrainingListener.NONE);
      assertArrayEquals(new double[] {1, 2, 3, 4, 5}, training.history().epochs());
      assertEquals(2, training.stopReason().split("; then ").length);
      return all(training.model());
    }
  }

  private static float[] all(MsVae model) {
    float[] all = {(float) model.pi()[0], (float) model.pi()[1], (float) model.scale()};
    for (var parameter : model.parameters().values()) {
      float[] values = parameter.getArray().toFloatArray();
      int before = all.length;
      all = Arrays.copyOf(all, before + values.length);
      System.arraycopy(values, 0, all, before, values.length);
    }
    return all;
  }

  @Test
  void interruptedInEitherPhaseItEndsAtTheSameParameters() throws IOException {
    Path straight = directory.resolve("straight");
    train(straight, TrainingListener.NONE);
    float[] expected = weights(straight);
    for (int epoch : new int[] {2, 3, 4, 5}) {
      Path interrupted = directory.resolve("interrupted-" + epoch);
      assertThrows(
          CancellationException.class, () -> train(interrupted, untilEpoch(epoch)), "" + epoch);
      assertFalse(Files.exists(interrupted.resolve(SourceTraining.MODEL)));
      assertArrayEquals(expected, weights(interrupted), "interrupted after epoch " + epoch);
    }
  }

  @Test
  void aModelIsTrainedOnceAllPhasesAre() throws IOException {
    try (SourceTraining training = new SourceTraining(directory)) {
      training.pretrain(sources(), SIZES, EXPERTS, TrainingListener.NONE);
      assertThrows(
          CancellationException.class,
          () -> training.train(true, phases(PHASES), m -> Map.of(), untilEpoch(4)));
      assertFalse(training.trained(), "the second of two phases was interrupted");
      assertSays(IllegalStateException.class, training::model, "interrupted", "call train");
      assertThrows(IllegalStateException.class, training::history);
      assertThrows(IllegalStateException.class, training::stopReason);
      training.train(true, phases(PHASES), m -> Map.of(), TrainingListener.NONE);
      assertTrue(training.trained());
      assertEquals(5, training.history().size());
      assertEquals(2, training.stopReason().split("; then ").length);
    }
  }

  @Test
  void fineTuningMovesTheDecodersThatTheFirstPhaseKept() throws IOException {
    try (SourceTraining training = new SourceTraining(directory)) {
      training.pretrain(sources(), SIZES, EXPERTS, TrainingListener.NONE);
      float[] expert = decoder(training.experts().get(1), 0);
      training.train(MIXTURES, true, PHASES.get(0), m -> Map.of(), TrainingListener.NONE);
      assertArrayEquals(expert, decoder(training.model(), 1));
    }
    try (SourceTraining training = new SourceTraining(directory.resolve("both"))) {
      training.pretrain(sources(), SIZES, EXPERTS, TrainingListener.NONE);
      float[] expert = decoder(training.experts().get(1), 0);
      training.train(true, phases(PHASES), m -> Map.of(), TrainingListener.NONE);
      assertFalse(Arrays.equals(expert, decoder(training.model(), 1)));
    }
  }

  /** First weights of a stream's decoder. */
  private static float[] decoder(MsVae model, int h) {
    return model
        .streams()
        .get(h)
        .decoder()
        .trainable()
        .values()
        .iterator()
        .next()
        .getArray()
        .toFloatArray();
  }

  /** A phase's data come from the model that the phase before left, when it is resumed too. */
  @Test
  void dataOfAPhaseAreMadeFromTheModelBefore() throws IOException {
    List<Double> seen = new ArrayList<>();
    List<SourceTraining.Phase> phases =
        List.of(
            SourceTraining.on(MIXTURES, PHASES.get(0)),
            new SourceTraining.Phase(
                PHASES.get(1),
                model -> {
                  seen.add(model.scale());
                  return TrainingData.fixed(MIXTURES, SIZES.dim());
                }));
    for (TrainingListener listener : List.of(untilEpoch(4), TrainingListener.NONE)) {
      try (SourceTraining training = new SourceTraining(directory)) {
        training.pretrain(sources(), SIZES, EXPERTS, TrainingListener.NONE);
        training.train(true, phases, m -> Map.of(), listener);
        assertEquals(training.history().column("b")[2], seen.get(0));
        assertNotEquals(1, seen.get(0));
      } catch (CancellationException interrupted) {
        assertEquals(1, seen.size());
      }
    }
    assertEquals(List.of(seen.get(0), seen.get(0)), seen);
  }

  @Test
  void expertsThatAreReplacedAreFreed() throws IOException {
    try (SourceTraining training = new SourceTraining(directory)) {
      training.pretrain(sources(), SIZES, EXPERTS, TrainingListener.NONE);
      List<MsVae> before = training.experts();
      training.pretrain(sources(), SIZES, EXPERTS, TrainingListener.NONE);
      assertTrue(before.stream().noneMatch(expert -> expert.manager().isOpen()));
      assertTrue(training.experts().stream().allMatch(expert -> expert.manager().isOpen()));
    }
  }

  private static ExpertPretraining fromCommonStart(Path where, TrainingConfig config) {
    return new ExpertPretraining(SIZES, config, where).fromCommonStart(3);
  }

  private static float[] experts(Path where, TrainingConfig config, TrainingListener listener)
      throws IOException {
    List<MsVae> experts = fromCommonStart(where, config).run(sources(), listener);
    float[] first = decoder(experts.get(1), 0);
    experts.forEach(MsVae::close);
    return first;
  }

  @Test
  void expertsStartFromOneOfAllSources() throws IOException {
    TrainingConfig still = EXPERTS.with(c -> c.learningRate = 1e-12);
    List<MsVae> experts = fromCommonStart(directory, still).run(sources(), TrainingListener.NONE);
    float[] start = decoder(experts.get(0), 0);
    assertArrayEquals(start, decoder(experts.get(1), 0), 1e-6f);
    assertEquals(List.of("a", "b"), experts.stream().map(e -> e.sources().get(0)).toList());
    experts.forEach(MsVae::close);
    History common = History.fromCsv(directory.resolve("experts-common.csv"));
    assertEquals(3, common.size(), "passes over all");
    double with = ExpertPretraining.seconds(directory, 2).orElseThrow();
    Files.delete(directory.resolve("experts-common.csv"));
    double without = ExpertPretraining.seconds(directory, 2).orElseThrow();
    assertEquals(TrainingCost.seconds(common), with - without, 1e-9);
    experts =
        new ExpertPretraining(SIZES, still, directory.resolve("own"))
            .run(sources(), TrainingListener.NONE);
    assertFalse(Arrays.equals(decoder(experts.get(0), 0), decoder(experts.get(1), 0)));
    experts.forEach(MsVae::close);
  }

  @Test
  void anInterruptedCommonStartGoesOn() throws IOException {
    Path straight = directory.resolve("straight");
    float[] expected = experts(straight, EXPERTS, TrainingListener.NONE);
    Path interrupted = directory.resolve("interrupted");
    assertThrows(CancellationException.class, () -> experts(interrupted, EXPERTS, untilEpoch(2)));
    assertArrayEquals(expected, experts(interrupted, EXPERTS, TrainingListener.NONE));
  }

  @Test
  void oneExpertThatFailsStopsAllWithItsOwnReason() {
    Map<String, float[]> sources = sources();
    sources.get("b")[4] = Float.NaN;
    try (SourceTraining training = new SourceTraining(directory)) {
      TrainingConfig endless = EXPERTS.with(c -> c.epochs = 100_000);
      TrainingFailedException failure =
          assertThrows(
              TrainingFailedException.class,
              () -> training.pretrain(sources, SIZES, endless, TrainingListener.NONE));
      assertTrue(failure.getMessage().contains("NaN"), failure.getMessage());
      assertThrows(IllegalStateException.class, training::model);
    }
  }

  @Test
  void expertsSideBySideAreReportedTogetherWhileTheyGoOn() throws IOException {
    int epochs = 250;
    List<Integer> reported = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onEpoch(History history) {
            reported.add(history.size());
            double mean = (history.last("elbo of a") + history.last("elbo of b")) / 2;
            assertEquals(mean, history.last("elbo"), 1e-9);
          }
        };
    try (SourceTraining training = new SourceTraining(directory)) {
      training.pretrain(sources(), SIZES, EXPERTS.with(c -> c.epochs = epochs), listener);
    }
    assertEquals(IntStream.rangeClosed(1, epochs).boxed().toList(), reported);
  }
}
